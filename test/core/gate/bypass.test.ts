import { describe, expect, test } from 'vitest';
import { type BranchUpdate, bypassOf, isJudged, type TiedPullRequest } from '../../../src/core/gate/bypass.ts';
import { file, filesOf, people, policyOf, surface } from '../change/facts.ts';
import { after, before, gate, pull, pushed, run, update } from './branch-updates.ts';

/** What came to the default branch past the gate, and what did not (T39). */
const merged = (over: Partial<TiedPullRequest>): BranchUpdate => update({ pull_requests: [pull(over)] });
const waiting = run({ status: 'in_progress', conclusion: null, completed_at: null });

describe('judged', () => {
  test.each<[string, BranchUpdate]>([
    ['a squash, merge commit or rebase of a pull request whose gate had gone', update()],
    ['one whose gate had waited before', merged({ runs: [run({ conclusion: 'failure' }), run()] })],
    [
      'one whose gate ran anew after the merge',
      merged({ runs: [run(), { ...waiting, started_at: '2026-04-20T12:00:01Z', id: 10_000 }] }),
    ],
    ['a group of the merge queue whose gate had gone', update({ type: 'merge_queue_merge', runs: [run()] })],
    ['a queue that the gate judges by the pull request', update({ type: 'merge_queue_merge', runs: [] })],
    [
      'the head of a judged pull request that was pushed as it is',
      pushed({ runs: [run()], pull_requests: [pull({ head_sha: after, merge_commit: after })] }),
    ],
  ])('%s', (_name, given) => expect(isJudged(given, 'main', gate)).toBe(true));

  test.each<[string, BranchUpdate]>([
    ['a direct push', pushed()],
    [
      'a push of several commits of which the last belongs to a judged pull request',
      pushed({ pull_requests: [pull()], runs: [] }),
    ],
    [
      'a push of a commit that was judged for another branch, after a merge of another head',
      pushed({ runs: [run()], pull_requests: [pull()] }),
    ],
    ['a force push', pushed({ type: 'force_push' })],
    [
      'a force push to the head of a judged pull request: what it took away was not judged',
      pushed({ type: 'force_push', runs: [run()], pull_requests: [pull({ head_sha: after })] }),
    ],
    ['a revert that was pushed', pushed({ pull_requests: [pull({ merged: false, merge_commit: null })] })],
    [
      'the head of a pull request to another branch, pushed here',
      pushed({ runs: [run()], pull_requests: [pull({ head_sha: after, base_ref: 'dev' })] }),
    ],
    [
      'the head of an open pull request that is pushed by somebody',
      pushed({ runs: [run()], pull_requests: [pull({ head_sha: after, merged: false })] }),
    ],
    ['a merge by an admin while the gate waited', merged({ runs: [waiting] })],
    ['a merge while the gate blocked', merged({ runs: [run({ conclusion: 'failure' })] })],
    ['a merge of a pull request without a gate', merged({ runs: [] })],
    ['a merge that a neutral gate observed', merged({ runs: [run({ conclusion: 'neutral' })] })],
    ['a gate that went for an older head', update({ pull_requests: [pull({ runs: [] })], runs: [] })],
    ['a gate that went only afterwards', merged({ runs: [run({ completed_at: '2026-04-20T12:00:01Z' })] })],
    ['a newer run that was under way', merged({ runs: [run(), { ...waiting, id: 10_000 }] })],
    ['a check of the name by another app', merged({ runs: [run({ app: 15_368 })] })],
    ['a check of no app', merged({ runs: [run({ app: null })] })],
    ['a check of ours by another name', merged({ runs: [run({ name: 'rollout-gate (observe)' })] })],
    ['a pull request that was merged elsewhere', merged({ base_ref: 'dev' })],
    ['a pull request that was merged as another commit', merged({ merge_commit: before })],
    [
      'a group of the merge queue whose gate had not gone',
      update({ type: 'merge_queue_merge', runs: [run({ conclusion: 'failure' })] }),
    ],
    ['a run whose times can not be read', merged({ runs: [run({ completed_at: null })] })],
  ])('not %s', (_name, given) => expect(isJudged(given, 'main', gate)).toBe(false));
});

describe('a bypass', () => {
  const policy = policyOf({
    surfaces: { prompts: surface(['prompts/**'], { risk: 'high' }), docs: surface(['docs/**'], { risk: 'low' }) },
  });
  const observing = (enforcement: Partial<typeof policy.enforcement>) => ({
    ...policy,
    enforcement: { ...policy.enforcement, ...enforcement },
  });

  test.each<[string, BranchUpdate, object]>([
    [
      'by a push names the pusher',
      pushed(),
      { by: 'push', commit: after, pull_request: null, surfaces: ['prompts'], person: people.ann, verdict: null },
    ],
    [
      'by a merge names the pull request, who merged it, and what the gate said last',
      merged({ runs: [waiting] }),
      { by: 'merge', commit: after, pull_request: 7, surfaces: ['prompts'], person: people.dan, verdict: 'wait' },
    ],
    ['after a block says so', merged({ runs: [run({ conclusion: 'failure' })] }), { verdict: 'block' }],
    [
      'after an unready set-up is a block',
      merged({ runs: [run({ conclusion: 'action_required' })] }),
      { verdict: 'block' },
    ],
    ['by whom nobody knows', pushed({ person: null }), { person: null }],
  ])('%s', (_name, given, expected) => {
    expect(bypassOf(given, 'main', gate, { files: filesOf('prompts/a.md'), policy })).toMatchObject(expected);
  });

  test('names both surfaces of a rename', () => {
    const files = { complete: true, total: 1, list: [file('prompts/a.md', 'renamed', 'docs/a.md')] };
    expect(bypassOf(pushed(), 'main', gate, { files, policy })?.surfaces).toEqual(['prompts', 'docs']);
  });

  test('of a list that is not whole may be any surface', () => {
    const files = { ...filesOf('README.md'), complete: false };
    expect(bypassOf(pushed(), 'main', gate, { files, policy })?.surfaces).toEqual(['prompts', 'docs']);
  });

  test('of a record alone holds no surface', () => {
    expect(bypassOf(pushed(), 'main', gate, { files: filesOf('change.yaml'), policy })?.surfaces).toEqual([]);
  });

  test('is an edit of the policy itself', () => {
    const files = filesOf('.github/rollout-gate.yml');
    expect(bypassOf(pushed(), 'main', gate, { files, policy })?.surfaces).toEqual(['rollout_rules']);
  });

  test.each([
    ['nothing governed', filesOf('README.md', 'src/app.ts'), policy],
    ['what is only observed', filesOf('prompts/a.md'), observing({ default: 'observe' })],
    ['what is only observed for its risk', filesOf('docs/a.md'), observing({ by_risk: { low: 'observe' } })],
    [
      'what was only observed at that time',
      filesOf('prompts/a.md'),
      observing({ default: 'observe', enforce_from: '2026-04-20T12:00:01Z' }),
    ],
  ])('is not %s', (_name, files, under) => {
    expect(bypassOf(pushed(), 'main', gate, { files, policy: under })).toBeNull();
  });

  test('is what was enforced from that time on', () => {
    const policyThen = observing({ default: 'observe', enforce_from: update().at });
    expect(bypassOf(pushed(), 'main', gate, { files: filesOf('prompts/a.md'), policy: policyThen })).not.toBeNull();
  });
});
