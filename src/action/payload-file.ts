import { Fault } from '../adapters/fault.ts';
import { readTextFile } from '../adapters/files/text-file.ts';

/** The event's payload; null when the runner names no file. Throws the fault `event_unreadable`. */
export async function readPayload(environment: Readonly<Record<string, string | undefined>>): Promise<unknown> {
  const path = environment['GITHUB_EVENT_PATH'] ?? '';
  if (path === '') return null;
  try {
    return JSON.parse(await readTextFile(path)) as unknown;
  } catch (cause) {
    throw new Fault('event_unreadable', { message: 'The file of GITHUB_EVENT_PATH holds no readable JSON.', cause });
  }
}
