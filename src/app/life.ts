import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names this process for others on its machine: its number, and where that number means it. */
export function ownMark(): string {
  return `${process.pid} ${place()}`;
}

/** Whether the process of a mark has surely ended; one from another machine or container is never known to. */
export function isGone(mark: string): boolean {
  const [number = '', ...where] = mark.split(' ');
  if (where.join(' ') !== place() || !/^[1-9]\d{0,9}$/.test(number)) return false;
  try {
    process.kill(Number(number), 0);
    return false;
  } catch (error) {
    // Any other error is of one that lives, and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Containers of one machine count their processes each from 1. */
function place(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
