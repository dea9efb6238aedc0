import type { Sequel, Stage } from './scene.ts';
import { waiting } from './waiting.ts';

const comment =
  (name: keyof Stage['sample']['people'], words: string) =>
  ({ sandbox, sample }: Stage, pull: Parameters<Stage['sandbox']['comment']>[0]) =>
    sandbox.comment(pull, sample.people[name], words);

/** Commands in comments: one person stops a change that was green, and says when it may go on. */
export const commanded: Sequel = {
  title: 'Commands in comments',
  follows: waiting,
  steps: [
    {
      says: 'Bob comments "/block the priorities are wrong"',
      happen: comment('bob', '/block the priorities are wrong'),
      brings: 'answer and check',
    },
    { says: 'Alice comments "/status"', happen: comment('alice', '/status'), brings: 'answer' },
    { says: 'Alice comments "/unblock"', happen: comment('alice', '/unblock'), brings: 'answer' },
    { says: 'Bob comments "/unblock"', happen: comment('bob', '/unblock'), brings: 'answer and check' },
  ],
};
