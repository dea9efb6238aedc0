import { describe, expect, test } from 'vitest';
import {
  approval,
  bindingCodes,
  changeText,
  check,
  decisionOf,
  now,
  other,
  people,
  policyText,
  type Scene,
  snapshotOf,
} from '../support/snapshot.ts';

describe('reasons and ways', () => {
  const mixed: Scene = {
    files: ['prompts/system.md', 'policy/a.rego'],
    change: changeText.replace('risk_level: high', 'risk_level: low'),
    facts: {
      reviews: { complete: true, list: [approval(people.ada, 1)] },
      checks: { complete: true, list: [check('evals', { status: 'in_progress', conclusion: null })] },
    },
  };

  test('what blocks stands first, then what waits, then advice', () => {
    const effects = decisionOf(mixed).reasons.map(({ effect }) => effect);
    expect(effects).toEqual(
      effects.toSorted((a, b) => ['block', 'wait', 'advise'].indexOf(a) - ['block', 'wait', 'advise'].indexOf(b)),
    );
    expect(new Set(effects)).toEqual(new Set(['block', 'wait', 'advise']));
  });

  test('every reason that blocks or waits has a next action, the author’s first', () => {
    const decision = decisionOf(mixed);
    const settled = decision.next_actions.map(({ code }) => code);
    for (const code of bindingCodes(decision)) expect(settled).toContain(code);
    const who = decision.next_actions.map(({ by }) => by);
    expect(who).toEqual(
      who.toSorted((a, b) => ['author', 'role', 'machine'].indexOf(a) - ['author', 'role', 'machine'].indexOf(b)),
    );
    expect(decision.next_actions[0]).toEqual({
      code: 'surface_undeclared',
      by: 'author',
      how: 'declare policy_bundle (the diff changes policy/a.rego)',
      file: 'changes/one/change.yaml',
      line: 7,
    });
  });

  test.each<[string, Scene, string, string]>([
    [
      'evidence that an edit spoils is the author’s to mend',
      { files: ['prompts/system.md', 'evals/cases.json'] },
      'author',
      'take the edit out',
    ],
    [
      'evidence of an older commit is a machine’s to bring anew',
      { facts: { checks: { complete: true, list: [check('evals', { head_sha: other }, { head_sha: other })] } } },
      'machine',
      'evals has to run',
    ],
  ])('%s', (_what, scene, by, how) => {
    const step = decisionOf(scene).next_actions.find(({ how: said }) => said.includes(how));
    expect(step?.by).toBe(by);
  });

  test('a role’s action names who holds it, and how many are missing', () => {
    const policy = policyText.replace(
      'safety: { users: [carol] }',
      'safety: { teams: [safety-review], users: [carol], approvals: 2, permission: write }',
    );
    const permissions = [{ person: people.carol.id, permission: 'write' }] as const;
    const teams = [{ team: 'safety-review', readable: true, size: 4, acted: [] }];
    const decision = decisionOf({ policy, facts: { permissions, teams } });
    expect(decision.next_actions).toEqual([
      {
        code: 'review_missing',
        by: 'role',
        role: 'safety',
        how: '1 of 2 given (@carol); one more from team safety-review or @carol with write permission',
      },
    ]);
  });

  test('a missing record is settled by its draft, whose path the action names', () => {
    const files = decisionOf({ change: null, rollout: null }).next_actions.map(({ code, file }) => [code, file]);
    expect(files.slice(0, 2)).toEqual([
      ['record_missing', 'changes/pr-7/change.yaml'],
      ['rollout_record_missing', 'changes/pr-7/rollout.yaml'],
    ]);
  });

  test.each([
    ['Organization', 'one approval from team on-call'],
    ['User', 'one approval from anyone with maintain permission'],
  ] as const)('a role that the policy does not define, in the repository of an %s', (owner_type, how) => {
    const repository = { id: 42, full_name: 'acme/agents', owner_type, default_branch: 'main' };
    const teams = [{ team: 'on-call', readable: true, size: 2, acted: [] }];
    const change = changeText.replace('[engineering, safety]', '[engineering, safety, on_call]');
    const decision = decisionOf({ change, facts: { repository, teams } });
    expect(decision.next_actions).toEqual([{ code: 'review_missing', by: 'role', role: 'on_call', how }]);
  });

  test('what is no way is said: an approval that does not count, a status, a lower risk', () => {
    const decision = decisionOf({
      ...mixed,
      facts: {
        ...mixed.facts,
        statuses: {
          complete: true,
          list: [
            {
              context: 'evals',
              state: 'success',
              creator: people.dan,
              created_at: now,
              sha: snapshotOf().pull_request.head_sha,
            },
          ],
        },
      },
    });
    const codes = decision.not_a_way.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining([
        'approver_is_author',
        'evidence_status_not_trusted',
        'risk_below_floor',
        'surface_undeclared',
      ]),
    );
  });

  test('editing the policy in the pull request is no way', () => {
    const decision = decisionOf({ files: ['.github/rollout-gate.yml'] });
    expect(decision.not_a_way.map(({ why }) => why).join()).toContain('the policy of the default branch is used');
    expect(decision.surfaces.detected).toEqual(['rollout_rules']);
  });

  test('a claim that waits for others adds no action of its own', () => {
    const decision = decisionOf({
      change: `${changeText}status: approved\n`,
      facts: { reviews: { complete: true, list: [] } },
    });
    expect(bindingCodes(decision)).toContain('claim_pending');
    expect(decision.next_actions.map(({ code }) => code)).toEqual(['review_missing', 'review_missing']);
  });
});
