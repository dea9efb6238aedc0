import type { Permission, Person } from '../../src/generated/types.ts';
import { ruleCommand, rulingIn } from '../../src/reconcile/command-rules.ts';
import type { Observation } from '../../src/reconcile/ports.ts';
import type { AnswersRead } from '../../src/reconcile/ports/thread.ts';
import { chainOf } from '../core/command/chains.ts';
import { justNow, situationOf } from '../core/command/situations.ts';
import { earlier, head, people, person, sha256, snapshotOf } from '../support/snapshot.ts';
import type { Attack } from './attack.ts';

const { ada, dan, erin } = people;
const mallory = person(66, 'mallory');

/** A stop amid a fault of GitHub: silence, or a refusal that is written down, would end it for good. */
const unread: readonly Attack[] = [dan, ada].map((who) => ({
  threat: 'T14',
  name: `a fault that hides the permission of who stops it: ${who.login}`,
  refusedWith: 'unread',
  attempt: () => {
    const situation = situationOf();
    const hidden = { person: who.id, permission: 'unknown' } as const;
    const roles = { ...situation.facts.roles, permissions: [hidden] };
    const comment = {
      id: 9,
      body: '/block it',
      number: 7,
      on: 'pull_request',
      author: who,
      created_at: justNow,
    } as const;
    const { kind } = rulingIn({ ...situation, facts: { ...situation.facts, roles } }, comment);
    return { codes: [kind], through: kind !== 'unread' };
  },
}));

const overBroken = (who: Person, body: string, permission: Permission) => {
  const facts = { permissions: [{ person: who.id, permission }] };
  const snapshot = snapshotOf({ policy: 'version: 1\nroles: [x\n', facts });
  const observation = { head_sha: head, head_since: earlier } as Observation;
  const answers = { chain: chainOf([]) } as AnswersRead;
  const comment = { id: 9, body, number: 7, on: 'pull_request', author: who, created_at: justNow } as const;
  return ruleCommand(comment, { observation, snapshot, answers, sha256 });
};

/** Commands while the policy can't be used: a stop by one who may write is heard, and nothing else. */
const unruled: readonly Attack[] = [
  {
    threat: 'T31',
    name: 'a policy that is broken so that nobody hears a stop',
    refusedWith: 'done',
    attempt: () => {
      const ruling = overBroken(dan, '/block it', 'write');
      const code = ruling.kind === 'answer' ? ruling.code : ruling.kind;
      return { codes: [code], through: ruling.kind !== 'answer' || ruling.effect?.kind !== 'block' };
    },
  },
  ...(
    [
      ['a /block by a stranger while the policy is broken', mallory, '/block it', 'read', 'silence'],
      ['a waiver while the policy is broken', erin, '/waive x until 2026-04-10 because y', 'admin', 'ignored'],
      ['a /unblock while the policy is broken', erin, '/unblock', 'admin', 'ignored'],
    ] as const
  ).map(
    ([name, who, words, permission, refusedWith]): Attack => ({
      threat: 'T18',
      name,
      refusedWith,
      attempt: () => {
        const { kind } = overBroken(who, words, permission);
        return { codes: [kind], through: kind === 'answer' };
      },
    }),
  ),
];

/** What keeps a stop by one who may give it from being heard. */
export const attacksOnStops: readonly Attack[] = [...unread, ...unruled];
