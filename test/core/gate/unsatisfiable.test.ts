import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/generated/types.ts';
import { decisionOf, people, policyText, rolloutText, type Scene } from '../../support/snapshot.ts';

const policyWith = (from: string, to: string): string => policyText.replace(from, to);
const signal = (source: string): string =>
  policyText.replace(
    'job: { workflow: .github/workflows/evals.yml, name: evals }\n    trusted_paths: ["evals/**"]',
    source,
  );
const noReviews: Partial<Snapshot> = { reviews: { complete: true, list: [] } };
const emptyTeam: Partial<Snapshot> = { teams: [{ team: 'safety-review', readable: true, size: 0, acted: [] }] };

const deadEnds: readonly (readonly [string, string, Scene])[] = [
  [
    'a signal is both required and a blocker',
    'signal:trace_regression_check',
    { rollout: `${rolloutText}rollout:\n  block_if: [trace_regression_check]\n` },
  ],
  [
    'a signal takes the word of a role that nobody holds',
    'signal:offline_eval_passed',
    {
      policy: signal('attested_by: keeper').replace('roles:', 'roles:\n  keeper: { teams: [safety-review] }'),
      facts: emptyTeam,
    },
  ],
  [
    'a blocker is settled by a word that can only make it true',
    'signal:frozen',
    {
      policy: policyWith('signals:', 'signals:\n  frozen: { attested_by: safety }'),
      rollout: `${rolloutText}rollout:\n  block_if: [frozen]\n`,
    },
  ],
  [
    'a status is to be set by an account that does not exist',
    'signal:offline_eval_passed',
    {
      policy: signal('status: { context: scan, creator: nobody-here }'),
      facts: { users: [...Object.values(people), { login: 'nobody-here', id: null }] },
    },
  ],
  [
    "the pull request edits the signal's workflow and nobody is trusted to review that",
    'signal:offline_eval_passed',
    { files: ['prompts/system.md', '.github/workflows/evals.yml'] },
  ],
  [
    "the pull request edits the signal's trusted paths and nobody is trusted to review that",
    'signal:offline_eval_passed',
    { files: ['prompts/system.md', 'evals/cases.json'] },
  ],
  [
    'a required review is held by an empty team',
    'role:safety',
    {
      policy: policyWith('safety: { users: [carol] }', 'safety: { teams: [safety-review] }'),
      facts: { ...noReviews, ...emptyTeam },
    },
  ],
  [
    'a required review is held by the author alone',
    'role:safety',
    { policy: policyWith('safety: { users: [carol] }', 'safety: { users: [ada] }'), facts: noReviews },
  ],
  [
    'two required roles are held by one person',
    'role:engineering',
    { policy: policyWith('safety: { users: [carol] }', 'safety: { users: [bob] }'), facts: noReviews },
  ],
  [
    'a role asks for more people than hold it',
    'role:safety',
    { policy: policyWith('safety: { users: [carol] }', 'safety: { users: [carol], approvals: 2 }') },
  ],
];

describe('when no set of actions can lead to go, it is said with whom to ask (DESIGN 5)', () => {
  test.each(deadEnds)('%s', (_end, subject, scene) => {
    const decision = decisionOf(scene);
    const reason = decision.reasons.find(({ code, subject: of }) => code === 'unsatisfiable' && of === subject);
    expect(reason?.effect).toBe('block');
    expect(decision).toMatchObject({ verdict: 'block', unsatisfiable: true });
    expect(decision.next_actions[0]).toMatchObject({ code: 'unsatisfiable', by: 'operator' });
    expect(decision.next_actions[0]?.how).toMatch(/ask/);
  });

  test('an empty plan has no wave to name, and empty patterns no place for a record', async () => {
    const { decide } = await import('../../../src/core/decide.ts');
    const { judgementOf, sha256 } = await import('../../support/snapshot.ts');
    const judgement = judgementOf({ change: null, rollout: null });
    const effective = judgement.policy?.effective;
    if (effective === null || effective === undefined) expect.fail('the policy must be usable');
    const judged = (changes: Partial<typeof effective>) =>
      decide({ ...judgement, policy: { effective: { ...effective, ...changes }, problems: [] } }, sha256);
    expect(
      judged({ waves: [] })
        .reasons.map(({ message }) => message)
        .join(),
    ).toContain('the plan in the policy has none');
    const nowhere = judged({ records: { ...effective.records, change: [], rollout: [] } });
    expect(nowhere.reasons.map(({ message }) => message).join()).toContain('no place for change and rollout records');
  });

  test('what can still be done is no dead end', () => {
    expect(decisionOf({ facts: noReviews })).toMatchObject({ verdict: 'wait', unsatisfiable: false });
    const unreadable = { teams: [{ team: 'safety-review', readable: false, size: 0, acted: [] }] };
    const policy = policyWith('safety: { users: [carol] }', 'safety: { teams: [safety-review] }');
    expect(decisionOf({ policy, facts: { ...noReviews, ...unreadable } })).toMatchObject({
      verdict: 'wait',
      unsatisfiable: false,
    });
  });

  test('what binds at the promotion only is no dead end of the merge', () => {
    const signals = (at: string): Scene => ({
      policy: policyWith('signals:', `signals:\n  told: { attested_by: keeper, at: ${at} }`).replace(
        'roles:',
        'roles:\n  keeper: { teams: [safety-review] }',
      ),
      rollout: rolloutText.replace('required_checks: [', 'required_checks: [told, '),
      facts: emptyTeam,
    });
    expect(decisionOf(signals('promote'))).toMatchObject({ verdict: 'go', unsatisfiable: false });
    expect(decisionOf(signals('merge'))).toMatchObject({ verdict: 'block', unsatisfiable: true });
  });
});
