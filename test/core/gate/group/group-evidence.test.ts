import { describe, expect, test } from 'vitest';
import { decide } from '../../../../src/core/decide.ts';
import { groupVerdict, type JudgedMember } from '../../../../src/core/gate/group/verdict.ts';
import type { MergeGroupFact, Snapshot } from '../../../../src/generated/types.ts';
import {
  approval,
  check,
  codesOf,
  decisionOf,
  judgementOf,
  people,
  policyText,
  report,
  repositoryId,
  type Scene,
  sha256,
} from '../../../support/snapshot.ts';
import { digests, group, inGroup } from './group-scene.ts';

/** One ready pull request in a group; each case spoils what it names. */
const runOnGroup = { head_sha: group, event: 'merge_group', id: 9000, pull_requests: null, workflow_is_default: true };

describe('evidence in a merge group', () => {
  const differing = { surface_digests: digests('one', 'two') };
  const onGroup = (conclusion: string | null, changes = {}): Partial<MergeGroupFact> => ({
    checks: {
      complete: true,
      list: ['evals', 'trace_regression_check'].map((name, index) =>
        check(
          name,
          { id: 9100 + index, head_sha: group, conclusion, status: conclusion === null ? 'in_progress' : 'completed' },
          { ...runOnGroup, ...changes },
        ),
      ),
    },
  });

  test.each<[sentence: string, changes: Partial<MergeGroupFact>, facts: Partial<Snapshot>, verdict: string]>([
    ['of the head counts while what it covers is equal', {}, {}, 'go'],
    ['of the head does not count once that differs', {}, differing, 'wait'],
    ['of the head does not count while digests are not known', {}, { surface_digests: [] }, 'wait'],
    ['of the group counts, whatever differs', onGroup('success'), differing, 'go'],
    ['of the group that is bad counts, although the head is good', onGroup('failure'), {}, 'block'],
    ['of the group that is still made is waited for', onGroup(null), {}, 'wait'],
    [
      'of the group by another workflow does not count',
      onGroup('success', { workflow_is_default: false }),
      differing,
      'wait',
    ],
    [
      'of the group by who knows which workflow does not count',
      onGroup('success', { workflow_is_default: null }),
      differing,
      'wait',
    ],
    [
      'of the group on a trusted path that another one edits does not count',
      { ...onGroup('success'), others: { complete: true, paths: ['evals/run.js'] } },
      differing,
      'wait',
    ],
    [
      'of the group with edits of others that are not known does not count',
      { ...onGroup('success'), others: { complete: false, paths: [] } },
      differing,
      'wait',
    ],
    ['of the group that could not be read to the end waits', { checks: { complete: false, list: [] } }, {}, 'wait'],
  ])('%s', (_sentence, changes, facts, verdict) => {
    expect(decisionOf(inGroup(changes, facts)).verdict).toBe(verdict);
  });

  test('that is a word on the pull request counts in the group: its patch is held to be the same', () => {
    const policy = policyText.replace(
      'job: { workflow: .github/workflows/evals.yml, name: evals }\n    trusted_paths: ["evals/**"]',
      'attested_by: safety',
    );
    const word = { signal: 'offline_eval_passed', person: people.carol, at: '2026-04-07T15:30:00Z', comment_id: 5 };
    const given = inGroup({}, { human_attestations: [{ ...word, commit: check('x').head_sha }] });
    expect(decisionOf({ ...given, policy }).signals[0]).toMatchObject({ name: 'offline_eval_passed', value: 'true' });
  });

  test('of the head is no baseline for that of the group', () => {
    const policy = policyText.replace(
      'job: { workflow: .github/workflows/evals.yml, name: evals }',
      'report: { workflow: .github/workflows/evals.yml, artifact: evals, suite: duplicate_ticket, min_cases: 1, compare: baseline }',
    );
    const facts = {
      checks: { complete: true, list: [check('trace_regression_check', { id: 801 })] },
      reports: [report({}, {}, { event: 'push', workflow_is_default: true, head_repository: repositoryId })],
    };
    const found = report({ commit: group }, { artifact_id: 901 }, runOnGroup);
    const decision = decisionOf({ ...inGroup({ reports: [found] }, facts), policy });
    const [signal] = decision.signals.filter(({ name }) => name === 'offline_eval_passed');
    expect(signal?.refused.map(({ code }) => code)).toContain('baseline_missing');
  });
});

describe('the verdict on a group', () => {
  const member = (scene: Scene): JudgedMember => {
    const judgement = judgementOf(scene);
    return { judgement, decision: decide(judgement, sha256) };
  };
  const differing = { surface_digests: digests('one', 'two') };
  const go = inGroup();
  const block = inGroup({ rules: { known: true, policy: 'x', codeowners: null } });
  const coming = inGroup({}, differing);
  const deaf = inGroup({ workflows: [{ path: '.github/workflows/evals.yml', listens: false }] }, differing);
  const ran = inGroup(
    {
      checks: {
        complete: true,
        list: [check('evals', { id: 9100, head_sha: group, conclusion: 'neutral' }, runOnGroup)],
      },
    },
    differing,
  );
  const unread = inGroup({ patch: { pull: null, group: null } });
  const byPeople = inGroup({}, { reviews: { complete: true, list: [approval(people.bob, 1)] } });

  test.each<[sentence: string, members: readonly Scene[], verdict: string, may_clear: boolean]>([
    ['is go when all go', [go, go], 'go', false],
    ['is the worst of its members', [go, coming, block], 'block', false],
    ['waits for evals that are to come', [go, coming], 'wait', true],
    ['waits for what is read again', [unread], 'wait', true],
    ['waits in vain for people', [byPeople], 'wait', false],
    ['waits in vain for evals that do not listen', [deaf], 'wait', false],
    ['waits in vain for evals that ran and said nothing', [ran], 'wait', false],
    ['waits in vain when one of several does', [coming, byPeople], 'wait', false],
    ['waits for nobody', [], 'wait', false],
  ])('%s', (_sentence, members, verdict, may_clear) => {
    const found = groupVerdict(members.map(member));
    expect([found.verdict, members.length > 0 && found.may_clear]).toEqual([verdict, may_clear]);
  });

  test('is observed only when all are', () => {
    const observing = { ...block, policy: `${policyText}enforcement: observe\n` };
    expect(groupVerdict([member(observing), member(observing)])).toMatchObject({
      observed: true,
      verdict: 'block',
    });
    expect(groupVerdict([member(observing), member(go)])).toMatchObject({ observed: false, verdict: 'go' });
  });

  test('names no reason of a group outside one', () => {
    expect(codesOf(decisionOf()).filter((code) => code.startsWith('group_'))).toEqual([]);
  });
});
