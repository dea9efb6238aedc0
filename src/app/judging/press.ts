import { answerPress } from '../presses.ts';
import type { JudgingPorts, Work } from './ports.ts';

/** Does what a button of a check asks for. */
export function pressTasks({ transportFor, readerWith, memory, clock, app }: JudgingPorts): Work<'press'> {
  return async (key, { place, isHeld }) => {
    // A person waits for it.
    const transport = await transportFor(place, 'command');
    const again = await answerPress(key, { transport, reader: readerWith(transport), memory, clock, app, isHeld });
    const { owner, repo } = key;
    return again.map((number) => ({ key: { kind: 'pull_request', owner, repo, number }, place }));
  };
}
