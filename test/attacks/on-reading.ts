import type { PermissionFact, Snapshot } from '../../src/generated/types.ts';
import { approval, bindingCodes, changePath, decisionOf, people, policyText, type Scene } from '../support/snapshot.ts';
import type { Attack } from './attack.ts';

const issues = policyText.concat(
  'findings:\n  issues: { label: blocking-finding }\n  code_scanning: { min_severity: high }\n',
);
const facts = (changes: Partial<Snapshot>): Scene => ({ facts: changes });
const whole = (scene: Scene): Snapshot['reviews']['list'] => [
  approval(people.bob, 1),
  approval(people.carol, 2),
  ...(scene.facts?.reviews?.list ?? []),
];

/** Safety is whoever may write; dan asks for changes, and carol's approval is enough without him. */
const objected = (permission: PermissionFact['permission']): Scene => ({
  policy: policyText.replace('safety: { users: [carol] }', 'safety: { permission: write }'),
  ...facts({
    reviews: { complete: true, list: whole({ facts: { reviews: { complete: true, list: [objection] } } }) },
    permissions: [
      { person: people.carol.id, permission: 'write' },
      { person: people.dan.id, permission },
    ],
  }),
});
const objection = approval(people.dan, 3, { state: 'changes_requested' });

/** What lies behind a page that was not read must never be taken as good (T31, T30). */
const scenes: readonly (readonly [name: string, code: string, scene: Scene])[] = [
  [
    'a file behind the last page of files that was read',
    'surfaces_unreadable',
    facts({
      files: {
        complete: false,
        total: 4_000,
        list: [{ path: 'prompts/system.md', previous_path: null, change: 'modified' }],
      },
    }),
  ],
  [
    'a change request behind the last page of reviews',
    'reviews_unreadable',
    facts({ reviews: { complete: false, list: whole({}) } }),
  ],
  [
    'an author behind the last page of commits',
    'commits_unreadable',
    facts({ commits: { complete: false, list: [] } }),
  ],
  ['a change request by somebody whose permission could not be read', 'role_unreadable', objected('unknown')],
  ['a change request by somebody with the permission that is the role', 'review_changes_requested', objected('write')],
  ['a push that nobody can name', 'pusher_unknown', facts({ pushers: { known: false, list: [] } })],
  [
    'a past text of a bot that nobody can tell any more',
    'requester_unknown',
    facts({ requesters: { known: false, list: [] } }),
  ],
  ['a failing check behind the 100th', 'checks_unreadable', facts({ checks: { complete: false, list: [] } })],
  [
    'a blocking issue that could not be read',
    'findings_unreadable',
    { policy: issues, ...facts({ issues: { complete: false, open: [] } }) },
  ],
  [
    'an alert that could not be read',
    'findings_unreadable',
    { policy: issues, ...facts({ code_scanning: { complete: false, open: [] } }) },
  ],
  ['an id used where nobody could look', 'id_use_unknown', facts({ id_uses: { complete: false, list: [] } })],
  [
    'a record that could not be read',
    'record_unreadable',
    { change: null, records: [], files: ['prompts/system.md', changePath] },
  ],
  [
    'a policy that was cut off',
    'policy_unreadable',
    facts({
      policy: { repository: 'acme/agents', path: '.github/rollout-gate.yml', commit: 'c', blob: 'b', text: null },
    }),
  ],
  ['a policy with an error in it', 'policy_invalid', { policy: 'version: 1\nrisk: { high: { reviews: 7 } }\n' }],
  [
    'a policy that pulls in another repository',
    'policy_invalid',
    { policy: 'version: 1\n_extends: evil/policy\nroles: [x\n' },
  ],
];

export const attacksOnReading: readonly Attack[] = scenes.map(([name, refusedWith, scene]) => ({
  threat: name.includes('another repository') ? 'T41' : 'T31',
  name,
  refusedWith,
  attempt: () => {
    const decision = decisionOf(scene);
    return {
      codes: [...bindingCodes(decision), ...decision.problems.map(({ code }) => code)],
      through: decision.verdict === 'go',
    };
  },
}));
