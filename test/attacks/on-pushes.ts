import { activityOver, entry, head, type LogEntry } from '../support/branch-log.ts';
import { approvedBy, judgeSafety } from './approvals/facts.ts';
import { people } from '../core/change/facts.ts';
import type { Attack } from './attack.ts';

const { carol } = people;
const before = '2026-04-07T09:00:00Z';
const old = (login: string): LogEntry => entry(login, { timestamp: before });

/** Ways to bring work onto the branch and approve it oneself; in each carol, who holds the role, is the only approver. */
const logs: readonly (readonly [name: string, code: string, ...pages: readonly (readonly LogEntry[])[]])[] = [
  [
    'a fast-forward to a commit that somebody else pushed to another branch first',
    'approver_is_pusher',
    [entry('carol', { after: head }), entry('alice')],
  ],
  [
    "a fast-forward to somebody else's commit, with the author's own on top",
    'approver_is_pusher',
    [entry('alice', { after: head }), entry('carol')],
  ],
  [
    'a commit put back that somebody else pushed and the author took off',
    'approver_is_pusher',
    [entry('carol', { after: head }), entry('alice'), entry('grace', { after: head })],
  ],
  [
    'a commit put back before the pull request was opened',
    'approver_is_pusher',
    [entry('carol', { after: head, timestamp: before }), old('alice')],
  ],
  ['a push that the log does not show yet', 'pusher_unknown', [entry('alice'), entry('grace', { after: head })]],
  ['a push behind more pages than are read', 'pusher_unknown', [entry('alice', { after: head })], ...pagesOf('alice')],
  ['a push by an account that is gone', 'pusher_unknown', [{ ...entry('dan', { after: head }), actor: null }]],
];

function pagesOf(login: string): readonly (readonly LogEntry[])[] {
  return Array.from({ length: 6 }, () => [entry(login)]);
}

export const attacksOnPushes: readonly Attack[] = logs.map(([name, refusedWith, ...pages]) => ({
  threat: 'T12',
  name: `approving ${name}`,
  refusedWith,
  attempt: async () => {
    const { head_known, people: list } = await activityOver(...pages);
    const { reviews } = judgeSafety({ pushers: { known: head_known, list }, reviews: approvedBy(carol) });
    const codes = reviews.flatMap(({ not_counted }) => not_counted.map(({ code }) => code));
    return { codes, through: reviews.some(({ state, given }) => state === 'given' || given.length > 0) };
  },
}));
