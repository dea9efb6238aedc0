import type { PermissionFact, WaiverFact } from '../../src/generated/types.ts';
import { commandPolicy, failing, said, situationOf } from '../core/command/situations.ts';
import {
  bindingCodes,
  check,
  codesOf,
  decisionOf,
  head,
  people,
  rolloutText,
  type Scene,
} from '../support/snapshot.ts';
import type { Attack, Outcome } from './attack.ts';

/** One false signal under each name that a policy or a command may have for it. */
const spellings = ['offline_eval_passed', 'signal:offline_eval_passed', 'signal_false', 'evals_ok'];

const neverWaived = (never: string): Scene => ({
  ...failing,
  policy: commandPolicy
    .replace('never: [finding_open]', `never: ["${never}"]`)
    .replace('  offline_eval_passed:\n', '  offline_eval_passed:\n    aliases: [evals_ok]\n'),
});

/** A waiver that both people gave, as an answer of ours holds it. */
const given: WaiverFact = {
  id: 'w1',
  finding: 'signal_false',
  owner: people.bob,
  second_approver: people.carol,
  reason: 'it is known',
  at: '2026-04-07T16:00:00Z',
  expires_at: '2026-04-10T23:59:59Z',
  commit: head,
};

function judged(scene: Scene, waiver: WaiverFact): Outcome {
  const decision = decisionOf({ ...scene, facts: { ...scene.facts, waivers: [waiver] } });
  return {
    codes: codesOf(decision),
    through: decision.verdict === 'go' || !bindingCodes(decision).includes('signal_false'),
  };
}

const bySpelling: readonly Attack[] = spellings.flatMap((never) =>
  spellings.flatMap((finding): readonly Attack[] => [
    {
      threat: 'T18',
      name: `a waiver of ${finding} where the policy never waives ${never}`,
      refusedWith: 'waiver_not_allowed',
      attempt: () => {
        const line = `/waive ${finding} until 2026-04-10 because it is known`;
        const saying = said(line, people.bob, situationOf([], {}, neverWaived(never)));
        return { codes: [saying?.code ?? 'passed_over'], through: (saying?.effect ?? null) !== null };
      },
    },
    {
      threat: 'T18',
      name: `a waiver of ${finding} from before the policy never waived ${never}`,
      refusedWith: 'waiver_not_allowed',
      attempt: () => judged(neverWaived(never), { ...given, finding }),
    },
  ]),
);

/** A true blocker, under each of its names. */
const blockerNames = ['direct_access', 'signal:direct_access', 'blocker_true'];
const blockedBy = (never: string): Scene => ({
  policy: commandPolicy.replace('never: [finding_open]', `never: ["${never}"]`),
  rollout: `${rolloutText}rollout:\n  block_if: [direct_access]\n`,
  facts: {
    checks: {
      complete: true,
      list: [check('evals'), check('trace_regression_check', { id: 801 }), check('direct_access', { id: 802 })],
    },
  },
});

const ofBlockers: readonly Attack[] = blockerNames.flatMap((never) =>
  blockerNames.map(
    (finding): Attack => ({
      threat: 'T18',
      name: `a waiver of the blocker ${finding} where the policy never waives ${never}`,
      refusedWith: 'waiver_not_allowed',
      attempt: () => {
        const scene = blockedBy(never);
        const decision = decisionOf({ ...scene, facts: { ...scene.facts, waivers: [{ ...given, finding }] } });
        return { codes: codesOf(decision), through: !bindingCodes(decision).includes('blocker_true') };
      },
    }),
  ),
);

const withPolicy = (from: string, to: string): Scene => ({ ...failing, policy: commandPolicy.replace(from, to) });
const byPermission = withPolicy('commands: { waive: [engineering] }', '');
const demoted = (permission: PermissionFact['permission']): Scene => ({
  ...byPermission,
  facts: {
    ...byPermission.facts,
    permissions: [
      { person: people.bob.id, permission },
      { person: people.carol.id, permission: 'write' },
    ],
  },
});

/** Waivers that both people once gave rightly, under the rules of today. */
const outlived: readonly (readonly [name: string, code: string, scene: Scene, changes: Partial<WaiverFact>])[] = [
  [
    'a waiver for a year from before the policy allowed an hour',
    'waiver_expired',
    withPolicy('max: 14d', 'max: 1h'),
    { at: '2026-04-07T14:00:00Z', expires_at: '2027-04-07T14:00:00Z' },
  ],
  ['a waiver that nobody knows since when it holds', 'waiver_expired', failing, { at: '' }],
  ['a waiver by who may no longer write', 'waiver_unapproved', demoted('none'), {}],
  ['a waiver by who may no longer maintain', 'waiver_unapproved', demoted('write'), {}],
  ['a waiver by who may have lost every right', 'waiver_unapproved', demoted('unknown'), {}],
  [
    'a waiver by who has left the role that may waive',
    'waiver_unapproved',
    withPolicy('waive: [engineering]', 'waive: [safety]'),
    {},
  ],
];

const byAge: readonly Attack[] = outlived.map(([name, refusedWith, scene, changes]) => ({
  threat: 'T18',
  name,
  refusedWith,
  attempt: () => judged(scene, { ...given, ...changes }),
}));

export const attacksOnWaivers: readonly Attack[] = [...bySpelling, ...ofBlockers, ...byAge];
