import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FromReplay, Recorded, ToReplay } from './replay.ts';

export interface ReplayProcess {
  readonly url: string;
  /** When the first request since the last call came, in milliseconds of the monotonic clock; null = none did. */
  readonly first: () => Promise<{ readonly at: number | null; readonly requests: number }>;
  readonly stop: () => void;
}

export async function startReplay(answers: readonly Recorded[]): Promise<ReplayProcess> {
  const child = fork(join(import.meta.dirname, 'replay.ts'));
  const tell = (message: ToReplay): void => {
    child.send(message);
  };
  const [listening] = (await once(child, 'message')) as [FromReplay];
  if (listening.kind !== 'listening') throw new Error('the replay did not listen');
  tell({ kind: 'answers', answers });
  return {
    url: `http://127.0.0.1:${listening.port}`,
    first: async () => {
      tell({ kind: 'reset' });
      const [message] = (await once(child, 'message')) as [FromReplay];
      if (message.kind !== 'first') throw new Error('the replay said something else');
      return { at: message.at === null ? null : Number(message.at) / 1e6, requests: message.requests };
    },
    stop: () => child.kill(),
  };
}
