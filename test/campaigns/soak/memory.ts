import { existsSync, readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';

/** What this process has of the machine's memory, by who has it, and where to look when it grows. */
export const meanings = {
  resident: 'as the work left it: with what V8 keeps free, as much as it ever needed at once',
  held: 'resident when V8 gave that back: objects + pages + malloc + files',
  heap: 'objects and the buffers that they own',
  objects: 'of JavaScript: compare two heap snapshots',
  pages: "of V8's heap, less the objects: v8.getHeapSpaceStatistics() tells code from fragments",
  malloc: "SQLite, buffers, V8's compiler, and stacks: malloc_stats() in gdb tells used from free",
  files: "mapped: programs, libraries, the store's index: /proc/PID/smaps names them",
} as const;

/** MiB of each. */
export type Memory = Readonly<Record<keyof typeof meanings, number>>;

/**
 * Reads it when all is collected that can be. An ordinary collection leaves free pages with V8, as many as it ever had, so
 * what stays resident then is the highest peak of all work so far: a matter of what came together, not of what is kept.
 */
export async function readMemory(collect: NodeJS.GCFunction): Promise<Memory> {
  const resident = process.memoryUsage.rss();
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  // What waits for its end to be told, and buffers, which are freed beside this thread.
  await new Promise((resolve) => setTimeout(resolve, 100));
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { rss, heapUsed, external } = process.memoryUsage();
  const pages = getHeapStatistics().total_physical_size;
  const files = mapped();
  return {
    resident: inMiB(resident),
    held: inMiB(rss),
    heap: inMiB(heapUsed + external),
    objects: inMiB(heapUsed),
    pages: inMiB(pages - heapUsed),
    malloc: inMiB(rss - files - pages),
    files: inMiB(files),
  };
}

/** Bytes of mapped files that are resident; where the kernel doesn't tell, they count as malloc's. */
function mapped(): number {
  const status = '/proc/self/status';
  if (!existsSync(status)) return 0;
  const sizes = readFileSync(status, 'utf8').matchAll(/^Rss(?:File|Shmem):\s+(\d+) kB$/gm);
  return [...sizes].reduce((sum, [, size]) => sum + Number(size) * 1024, 0);
}

function inMiB(bytes: number): number {
  return bytes / 2 ** 20;
}
