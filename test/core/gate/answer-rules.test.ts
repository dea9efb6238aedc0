import { describe, expect, test } from 'vitest';
import type { BlockFact, HoldFact, Snapshot } from '../../../src/generated/types.ts';
import { bindingCodes, decisionOf, earlier, head, people, policyText, type Scene } from '../../support/snapshot.ts';

type Answers = Snapshot['answers'];

const whole: Answers = { complete: true, fault: null, blocks: [], holds: [] };
const blocked: BlockFact = { entry: 3, person: people.erin, reason: 'the pager is on fire', at: earlier };
const held: HoldFact = {
  issue: 12,
  surfaces: ['prompt_bundle', 'policy_bundle'],
  commit: head,
  by: 'push',
  at: earlier,
};

const ready: Scene = {};
/** Touches no surface and no record: without answers it is not governed. */
const ungoverned: Scene = { files: ['README.md'], change: null, rollout: null };

function judged(scene: Scene, answers: Partial<Answers>) {
  return decisionOf({ ...scene, facts: { answers: { ...whole, ...answers } } });
}

describe.each([
  ['a ready pull request', ready, true],
  ['one that is not governed', ungoverned, false],
] as const)('%s', (_name, scene, governed) => {
  test('goes while the answers say nothing against it', () => {
    expect(judged(scene, {})).toMatchObject({ verdict: 'go', governed });
  });

  test.each([
    ['a block', { blocks: [blocked] }, 'block', 'blocked_by_command'],
    ['answers that could not be read', { complete: false }, 'wait', 'answers_unreadable'],
    ['a broken chain', { fault: 'answer 2 is missing' }, 'wait', 'answers_broken'],
  ] as const)('is stopped by %s', (_what, answers, verdict, code) => {
    const decision = judged(scene, answers);
    expect(decision).toMatchObject({ verdict, governed });
    expect(bindingCodes(decision)).toEqual([code]);
    expect(decision.next_actions.map((action) => action.code)).toEqual([code]);
  });
});

test('a block says who, why, and who lifts it', () => {
  const decision = judged(ready, { blocks: [blocked] });
  expect(decision.reasons[0]).toMatchObject({
    code: 'blocked_by_command',
    subject: 'answer:3',
    message: '@erin blocked it: the pager is on fire',
  });
  expect(decision.next_actions[0]).toEqual({
    code: 'blocked_by_command',
    by: 'role',
    role: '@erin or maintain permission',
    how: 'settle what it names, then /unblock',
  });
});

test('where the policy says who lifts a block, who blocked it is not named', () => {
  const policy = `${policyText}commands: { unblock: [safety] }\n`;
  expect(judged({ policy }, { blocks: [blocked] }).next_actions[0]).toMatchObject({ role: 'safety' });
});

test('a hold is announced on pull requests that touch its surface, and binds nothing at merge', () => {
  const decision = judged(ready, { holds: [held] });
  expect(decision.verdict).toBe('go');
  expect(decision.announced.map(({ code, subject }) => [code, subject])).toContainEqual([
    'surface_held',
    'surface:prompt_bundle',
  ]);
  expect(decision.announced.some(({ subject }) => subject === 'surface:policy_bundle')).toBe(false);
});
