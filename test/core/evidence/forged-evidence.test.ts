import { describe, expect, test } from 'vitest';
import type { ReviewFact } from '../../../src/generated/types.ts';
import { statuses, attestation, word } from '../../attacks/evidence/others.ts';
import { comparePolicy, reports, baseline } from '../../attacks/evidence/reports.ts';
import { trace, evals } from '../../attacks/evidence/scenes.ts';
import {
  approval,
  check,
  decisionOf,
  other,
  people,
  policyText,
  report,
  status,
  type Scene,
} from '../../support/snapshot.ts';

describe('evidence counts where nothing is forged; the forgeries stand in test/attacks (DESIGN 5, T6)', () => {
  test('the same pull request with genuine evidence goes', () => {
    expect(decisionOf().verdict).toBe('go');
    expect(decisionOf(reports(report())).verdict).toBe('go');
    expect(decisionOf({ policy: comparePolicy, facts: { reports: [report(), baseline] } }).verdict).toBe('go');
    expect(decisionOf(statuses(status('security/scan'))).verdict).toBe('go');
    expect(decisionOf(attestation({})).verdict).toBe('go');
    expect(decisionOf(word({})).verdict).toBe('go');
  });

  test("another commit's run counts where the trees are equal", () => {
    const scene = evals({ head_sha: other }, { head_sha: other });
    const trees = [other, check('x').head_sha].map((commit) => ({ commit, tree: 'tree-1' }));
    expect(decisionOf({ ...scene, facts: { ...scene.facts, trees } }).verdict).toBe('go');
  });

  test("another commit's run counts where every covered surface has equal digests, and not with one unread", () => {
    const scene = evals({ head_sha: other }, { head_sha: other });
    const digests = ['prompt_bundle', 'policy_bundle'].flatMap((surface) =>
      [other, check('x').head_sha].map((commit) => ({ commit, surface, digest: `sha256:${surface}` })),
    );
    const judged = (surface_digests: typeof digests) =>
      decisionOf({ ...scene, facts: { ...scene.facts, surface_digests } });
    expect(judged(digests).verdict).toBe('go');
    expect(judged(digests.slice(1)).verdict).toBe('wait');
    expect(
      judged(digests.map((digest, index) => (index === 0 ? { ...digest, digest: 'sha256:x' } : digest))).verdict,
    ).toBe('wait');
  });

  test('a push run counts where its workflow equals the default branch, and a merge group run as well', () => {
    expect(decisionOf(evals({}, { event: 'push', workflow_is_default: true })).verdict).toBe('go');
    expect(decisionOf(evals({}, { event: 'merge_group', workflow_is_default: true })).verdict).toBe('go');
  });

  test('a trusted reviewer who approved the patch lets edits of trusted paths count; the review is asked for', () => {
    const policy = policyText
      .replace('trusted_paths: ["evals/**"]', 'trusted_paths: ["evals/**"]\n    trusted_reviewer: keeper')
      .replace('roles:', 'roles:\n  keeper: { users: [dan] }');
    const scene: Scene = { policy, files: ['prompts/system.md', 'evals/cases.json'] };
    const before = decisionOf(scene);
    expect(before.verdict).toBe('wait');
    expect(before.reviews.find(({ role }) => role === 'keeper')).toMatchObject({
      state: 'missing',
      demanded_by: ['signal:offline_eval_passed'],
    });
    const list = [approval(people.bob, 1), approval(people.carol, 2), approval(people.dan, 3)];
    expect(decisionOf({ ...scene, facts: { reviews: { complete: true, list } } }).verdict).toBe('go');
  });

  test('a signal that the policy does not define may run in any workflow but one that the pull request edits', () => {
    const mine = check('trace_regression_check', { id: 801 }, { path: '.github/workflows/mine.yml' });
    const scene: Scene = { facts: { checks: { complete: true, list: [check('evals'), mine] } } };
    expect(decisionOf(scene).verdict).toBe('go');
    const edited = decisionOf({
      ...scene,
      files: ['prompts/system.md', { path: '.github/workflows/mine.yml', previous_path: null, change: 'added' }],
    });
    expect(edited.signals.flatMap(({ refused }) => refused.map(({ code }) => code))).toEqual([
      'evidence_workflow_edited',
    ]);
  });

  test('a list of checks that is not whole settles nothing but what is bad already', () => {
    const list = [check('evals'), trace];
    const cut = decisionOf({ facts: { checks: { complete: false, list } } });
    expect(cut.reasons.map(({ code }) => code)).toEqual(['checks_unreadable', 'signal_unknown', 'signal_unknown']);
    const red = decisionOf({
      facts: { checks: { complete: false, list: [check('evals', { conclusion: 'failure' }), trace] } },
    });
    expect(red.reasons.map(({ code }) => code)).toContain('signal_false');
  });

  test('when head and run both come from repositories that are gone, nothing says that they are one', () => {
    const decision = decisionOf({ ...evals({}, { head_repository: null }), pull_request: { head_repository: null } });
    expect(decision.signals[0]?.refused.map(({ code }) => code)).toEqual(['evidence_foreign_repository']);
  });

  test('while not every changed file is known, no run vouches', () => {
    const list = [{ path: 'prompts/system.md', previous_path: null, change: 'modified' }] as const;
    const decision = decisionOf({ facts: { files: { complete: false, total: 4000, list } } });
    expect(decision.signals[0]).toMatchObject({ value: 'unknown', refused: [{ code: 'surfaces_unreadable' }] });
  });

  test('with no surface to compare, a run of another commit stays one of another commit', () => {
    const policy = policyText.replace(/surfaces:\n.*\n.*\n/, '');
    const decision = decisionOf({ ...evals({ head_sha: other }, { head_sha: other }), policy });
    expect(decision.signals[0]?.refused.map(({ code }) => code)).toEqual(['evidence_wrong_commit']);
  });

  test('a trusted reviewer bound to paths vouches only for the head itself', () => {
    const policy = policyText
      .replace('trusted_paths: ["evals/**"]', 'trusted_paths: ["evals/**"]\n    trusted_reviewer: keeper')
      .replace('roles:', 'roles:\n  keeper: { codeowners: ["prompts/**"] }');
    const codeowners = { path: 'CODEOWNERS', blob: 'c', text: 'prompts/ @dan @erin\n', error_lines: [] };
    const file = {
      path: 'prompts/system.md',
      previous_path: null,
      patch: 'sha256:p',
      base_blob: null,
      head_blob: null,
      head_mode: '100644',
    };
    const patches = [other, check('x').head_sha].map((sha, index) => ({
      sha,
      complete: true,
      files: index === 0 ? [file] : [file, { ...file, path: 'evals/cases.json' }],
    }));
    const judged = (commit: string, more: readonly ReviewFact[] = [], needed = 1) => {
      const list = [approval(people.bob, 1), approval(people.carol, 2), approval(people.dan, 3, { commit }), ...more];
      const reviews = { complete: true, list };
      return decisionOf({
        policy: policy.replace('codeowners: ["prompts/**"]', `codeowners: ["prompts/**"], approvals: ${needed}`),
        files: ['prompts/system.md', 'evals/cases.json'],
        facts: { codeowners, patches, reviews },
      });
    };
    expect(judged(check('x').head_sha).verdict).toBe('go');
    expect(judged(other).reviews.find(({ role }) => role === 'keeper')?.state).toBe('given');
    expect(judged(other).signals[0]?.refused.map(({ code }) => code)).toEqual(['evidence_trusted_path_edited']);
    // Of the two that it takes, only one saw the head.
    const half = judged(other, [approval(people.erin, 4)], 2);
    expect(half.reviews.find(({ role }) => role === 'keeper')?.state).toBe('given');
    expect(half.signals[0]?.refused.map(({ code }) => code)).toEqual(['evidence_trusted_path_edited']);
    expect(judged(check('x').head_sha, [approval(people.erin, 4)], 2).verdict).toBe('go');
  });

  test('promotion: evidence older than max_age is refused', async () => {
    const { readSignal, signalPolicy } = await import('../../../src/core/evidence/signal.ts');
    const { matterOf } = await import('../../../src/core/change/matter.ts');
    const { judgementOf } = await import('../../support/snapshot.ts');
    const judgement = judgementOf(evals({ completed_at: '2026-03-01T00:00:00Z' }));
    const effective = judgement.policy?.effective;
    if (effective === null || effective === undefined) expect.fail('the policy must be usable');
    const matter = matterOf(judgement.snapshot, effective);
    const name = 'offline_eval_passed';
    const signal = signalPolicy(name, effective);
    const scope = {
      matter,
      name,
      signal,
      demanded_as: 'required',
      is_trusted: false,
      bundles: [],
      folders: [],
    } as const;
    expect(readSignal({ ...scope, at: 'merge' }).value).toBe('true');
    const reading = readSignal({ ...scope, at: 'promote' });
    expect(reading).toMatchObject({ value: 'unknown', refused: [{ code: 'evidence_too_old' }] });
  });
});
