import type { AnswerComment, Tail } from '../../src/core/command/chain/comment.ts';
import { readChain } from '../../src/core/command/chain/chain.ts';
import type { AnswerEntry } from '../../src/generated/types.ts';
import {
  attest,
  block,
  chainOf,
  commentsOf,
  entryOf,
  place,
  restart,
  tailOf,
  unblock,
} from '../core/command/chains.ts';
import { bindingCodes, decisionOf, people, sha256 } from '../support/snapshot.ts';
import type { Attack } from './attack.ts';

/** Blocked, then asked about. */
const comments = commentsOf([{ effect: block }, { effect: attest, by: people.carol }, { effect: null }]);
const [first, second, third] = comments as readonly [AnswerComment, AnswerComment, AnswerComment];
const tail = tailOf(comments);
const entry = (one: AnswerComment): AnswerEntry => one.entry as AnswerEntry;
const after = (made: AnswerEntry): AnswerComment => ({ id: 5000, edited: false, entry: made });
const lifting = entryOf({ effect: unblock, by: people.erin }, chainOf(comments), 4999);
const elsewhere = (thread: number, repository: number): AnswerEntry =>
  entryOf({ effect: unblock }, readChain([], { thread, repository }, null, sha256), 4999);

/** Threads that were tampered with so that the /block is gone or lifted. */
const threads: readonly (readonly [name: string, list: readonly AnswerComment[], tail: Tail | null])[] = [
  ['the /block deleted', [second, third], tail],
  ['the newest answers deleted', [first], tail],
  ['every answer deleted', [], tail],
  ['the /block made unreadable', [{ ...first, entry: null }, second, third], tail],
  ['the /block edited', [{ ...first, edited: true }, second, third], tail],
  ['an answer edited into an /unblock', [first, second, { ...third, edited: true, entry: lifting }], tail],
  ['an /unblock copied from another pull request', [...comments, after(elsewhere(8, place.repository))], tail],
  ['an /unblock copied from another repository', [...comments, after(elsewhere(place.thread, 43))], tail],
  ['an /unblock that follows nothing', [...comments, after({ ...lifting, previous: '0'.repeat(64) })], tail],
  ['an /unblock numbered ahead', [...comments, after({ ...lifting, number: 9 })], tail],
  ['an /unblock numbered back', [...comments, after({ ...lifting, number: 1, previous: null })], tail],
  [
    'an /unblock that answers an answered comment',
    [...comments, after({ ...lifting, command: entry(first).command })],
    tail,
  ],
  ['the order of answers changed by a copy', [{ ...second, id: 1 }, first, third], tail],
  [
    'a start anew that kept what was not there',
    [
      ...comments,
      after(entryOf({ effect: { kind: 'restart', reason: 'x', kept: '0'.repeat(64) } }, chainOf(comments), 4999)),
    ],
    tail,
  ],
  [
    'the /block deleted after a start anew that kept it',
    commentsOf([{ effect: restart(chainOf(comments)) }], comments).filter(({ id }) => id !== first.id),
    null,
  ],
];

export const attacksOnTheChain: readonly Attack[] = threads.map(([name, list, known]) => ({
  threat: 'T16',
  name: `answers: ${name}`,
  refusedWith: 'answers_broken',
  attempt: () => {
    const { fault, blocks } = readChain(list, place, known, sha256);
    const decision = decisionOf({ facts: { answers: { complete: true, fault, blocks, holds: [] } } });
    return { codes: bindingCodes(decision), through: decision.verdict === 'go' };
  },
}));
