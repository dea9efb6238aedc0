import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/core/canonical/json.ts';
import { decide } from '../../src/core/decide.ts';
import type { Decision } from '../../src/generated/types.ts';
import { validateDecision } from '../../src/generated/validators/decision.js';
import {
  approval,
  changeText,
  check,
  codesOf,
  decisionOf,
  judgementOf,
  people,
  policyText,
  rolloutText,
  type Scene,
  sha256,
  snapshotOf,
} from '../support/snapshot.ts';

const scenes: readonly (readonly [string, Scene, Decision['verdict']])[] = [
  ['ready', {}, 'go'],
  ['nothing governed', { files: ['README.md'], change: null, rollout: null }, 'go'],
  ['people missing', { facts: { reviews: { complete: true, list: [] } } }, 'wait'],
  ['under-declared', { files: ['prompts/system.md', 'policy/a.rego'] }, 'block'],
  ['no records', { change: null, rollout: null }, 'block'],
  ['malformed', { change: '- 1', rollout: 'x' }, 'block'],
  ['no policy', { policy: null }, 'block'],
  ['an invalid policy', { policy: 'version: 2\nsurface: {}\n' }, 'block'],
];

describe('decide', () => {
  test.each(scenes)('%s: %s', (_what, scene, verdict) => {
    const decision = decisionOf(scene);
    expect(decision.verdict).toBe(verdict);
    expect(validateDecision(decision), JSON.stringify(validateDecision.errors)).toBe(true);
  });

  test('a pull request that touches nothing governed goes at once, with nothing to do', () => {
    const decision = decisionOf({ files: ['README.md'], change: null, rollout: null });
    expect(decision).toMatchObject({
      governed: false,
      changes: [],
      reviews: [],
      signals: [],
      next_actions: [],
      draft: [],
    });
    expect(codesOf(decision)).toEqual(['not_governed']);
  });

  test('a record alone is governed', () => {
    expect(decisionOf({ files: [] }).governed).toBe(true);
  });

  test.each([
    [{ policy: null }, 'policy_missing', 'operator'],
    [{ policy: 'version: 2\n' }, 'policy_invalid', 'operator'],
  ] as const)('%j: %s', (scene, code, by) => {
    const decision = decisionOf(scene);
    expect(codesOf(decision)).toEqual([code]);
    expect(decision.next_actions).toEqual([expect.objectContaining({ code, by })]);
  });

  test('a policy that could not be read waits', () => {
    const { policy } = snapshotOf();
    const decision = decisionOf({ facts: { policy: policy && { ...policy, text: null } } });
    expect(codesOf(decision)).toEqual(['policy_unreadable']);
    expect(decision.verdict).toBe('wait');
  });

  test('problems of an invalid policy stand at their lines', () => {
    const decision = decisionOf({ policy: 'version: 1\nsurfacs: {}\n' });
    expect(decision.problems).toEqual([
      expect.objectContaining({ where: expect.objectContaining({ file: '.github/rollout-gate.yml', line: 2 }) }),
    ]);
    expect(decision.reasons[0]?.where).toMatchObject({ line: 2 });
  });

  test('a pull request that is not open is judged with that advice', () => {
    expect(codesOf(decisionOf({ pull_request: { state: 'closed' } }))).toEqual(['pull_request_closed']);
  });
});

describe('equal facts give equal bytes', () => {
  test.each(scenes)('%s', (_what, scene) => {
    expect(canonicalJson(decisionOf(scene))).toBe(canonicalJson(decisionOf(scene)));
  });

  test.each(scenes)('%s: also an hour later, since no time of its own stands in it', (_what, scene) => {
    const later = decisionOf({ ...scene, facts: { ...scene.facts, now: '2026-04-07T17:05:00Z' } });
    expect(canonicalJson(later)).toBe(canonicalJson(decisionOf(scene)));
  });

  test('the order of checks, reviews and statuses changes nothing', () => {
    const list = [
      check('evals'),
      check('evals', { id: 9, conclusion: 'failure' }, { id: 9 }),
      check('trace_regression_check', { id: 801 }),
    ];
    const reviews = [approval(people.bob, 1), approval(people.carol, 2)];
    const scene = (turned: boolean): Scene => ({
      facts: {
        checks: { complete: true, list: turned ? list.toReversed() : list },
        reviews: { complete: true, list: turned ? reviews.toReversed() : reviews },
      },
    });
    expect(decisionOf(scene(true)).verdict).toBe('go');
    expect(decisionOf(scene(true)).reasons).toEqual(decisionOf(scene(false)).reasons);
  });

  test('a judgement is not changed by being decided', () => {
    const judgement = judgementOf({ files: ['policy/a.rego'] });
    const before = canonicalJson(judgement);
    decide(judgement, sha256);
    expect(canonicalJson(judgement)).toBe(before);
  });
});

describe('what the review rules say reaches the decision', () => {
  const unlinked = {
    sha: 'a',
    author: { person: null, name: 'Ada L' },
    committer: { person: null, name: 'Ada L' },
    co_authors: [],
  };
  test.each([
    ['reviews_unreadable', { facts: { reviews: { complete: false, list: [] } } }],
    ['commits_unreadable', { facts: { commits: { complete: false, list: [] } } }],
    ['pusher_unknown', { facts: { pushers: { known: false, list: [] } } }],
    ['requester_unknown', { facts: { requesters: { known: false, list: [] } } }],
    ['identity_unlinked', { facts: { commits: { complete: true, list: [unlinked] } } }],
    ['role_unknown', { change: changeText.replace('[engineering, safety]', '[engineering, safety, "!!"]') }],
    ['role_unreadable', { change: changeText.replace('[engineering, safety]', '[engineering, safety, platform]') }],
    ['approver_not_in_role', { facts: { reviews: { complete: true, list: [approval(people.dan, 1)] } } }],
    [
      'approver_counted_elsewhere',
      {
        policy: policyText.replace('safety: { users: [carol] }', 'safety: { users: [bob, dan] }'),
        facts: { reviews: { complete: true, list: [approval(people.bob, 1)] } },
      },
    ],
  ] as const)('%s', (code, scene) => {
    const decision = decisionOf(scene as Scene);
    expect(codesOf(decision)).toContain(code);
    const isAdvice = decision.reasons.find((reason) => reason.code === code)?.effect === 'advise';
    expect(isAdvice || decision.next_actions.some((action) => action.code === code)).toBe(true);
  });
});

describe('whatever stands in the facts, decide answers', () => {
  const junk = fc.oneof(
    fc.string(),
    fc.constantFrom('', '__proto__', 'constructor', 'NaN', '2026-13-99', '\u202e', '../..', '*'.repeat(50)),
  );

  test('texts of any kind', () => {
    fc.assert(
      fc.property(junk, junk, junk, (a, b, c) => {
        const decision = decisionOf({
          files: ['prompts/system.md', a, { path: b, previous_path: c, change: 'renamed' }],
          facts: {
            now: a,
            reviews: { complete: true, list: [approval(people.bob, 1, { submitted_at: b, commit: c })] },
            checks: {
              complete: true,
              list: [check('evals', { completed_at: a, status: b, conclusion: c }, { path: b, event: c })],
            },
            signal_files: [{ path: c, exists: true, length: null }],
            waivers: [
              {
                id: a,
                finding: b,
                owner: people.bob,
                second_approver: null,
                reason: c,
                at: b,
                expires_at: a,
                commit: b,
              },
            ],
          },
        });
        expect(['go', 'wait', 'block']).toContain(decision.verdict);
        expect(decision.verdict).not.toBe('go');
      }),
      { numRuns: 150 },
    );
  });

  test('records of any kind', () => {
    fc.assert(
      fc.property(junk, junk, (a, b) => {
        const texts = [changeText, rolloutText].map((text) =>
          text.replaceAll('chg-1', JSON.stringify(a)).replaceAll('canary', JSON.stringify(b)),
        );
        const [change, rollout] = texts;
        const decision = decisionOf({ change: change ?? null, rollout: rollout ?? null });
        expect(decision.verdict).not.toBe('wait');
        for (const { text } of decision.draft) expect(typeof text).toBe('string');
      }),
      { numRuns: 150 },
    );
  });
});
