import { describe, expect, test } from 'vitest';
import { decide } from '../../../../src/core/decide.ts';
import { groupVerdict, type JudgedMember } from '../../../../src/core/gate/group/verdict.ts';
import type { MergeGroupFact, Snapshot } from '../../../../src/generated/types.ts';
import {
  approval,
  bindingCodes,
  changePath,
  check,
  codesOf,
  decisionOf,
  head,
  judgementOf,
  people,
  policyText,
  report,
  repositoryId,
  type Scene,
  sha256,
} from '../../../support/snapshot.ts';
import { digests, group, inGroup, patchOf } from './group-scene.ts';

/** One ready pull request in a group; each case spoils what it names. */
const runOnGroup = { head_sha: group, event: 'merge_group', id: 9000, pull_requests: null, workflow_is_default: true };

const codeowners = { path: 'CODEOWNERS', blob: 'owners', text: '', error_lines: [] };

describe('in a merge group', () => {
  test.each<[sentence: string, scene: Scene, codes: readonly string[]]>([
    ['what is the same goes', inGroup(), []],
    [
      'another record blocks',
      inGroup({ files: { complete: true, list: [{ path: changePath, pull: 'a', group: 'b' }] } }),
      ['group_record_differs'],
    ],
    [
      'a record that is gone blocks',
      inGroup({ files: { complete: true, list: [{ path: changePath, pull: 'a', group: null }] } }),
      ['group_record_differs'],
    ],
    ['files that could not be read wait', inGroup({ files: { complete: false, list: [] } }), ['group_unreadable']],
    [
      'another policy ahead blocks',
      inGroup({ rules: { known: true, policy: 'policy-2', codeowners: null } }),
      ['group_rules_differ'],
    ],
    [
      'a policy that is gone ahead blocks',
      inGroup({ rules: { known: true, policy: null, codeowners: null } }),
      ['group_rules_differ'],
    ],
    [
      'rules that could not be read wait',
      inGroup({ rules: { known: false, policy: 'policy-1', codeowners: null } }),
      ['group_unreadable'],
    ],
    [
      'the same CODEOWNERS ahead goes',
      inGroup(
        { rules: { known: true, policy: 'policy-1', codeowners: { path: 'CODEOWNERS', blob: 'owners' } } },
        { codeowners },
      ),
      [],
    ],
    [
      'another CODEOWNERS ahead blocks',
      inGroup(
        { rules: { known: true, policy: 'policy-1', codeowners: { path: 'CODEOWNERS', blob: 'x' } } },
        { codeowners },
      ),
      ['group_rules_differ'],
    ],
    [
      'CODEOWNERS in another place ahead block',
      inGroup(
        { rules: { known: true, policy: 'policy-1', codeowners: { path: '.github/CODEOWNERS', blob: 'owners' } } },
        { codeowners },
      ),
      ['group_rules_differ'],
    ],
    ['CODEOWNERS that are gone ahead block', inGroup({}, { codeowners }), ['group_rules_differ']],
    [
      'other lines block: nobody approved them',
      inGroup({ patch: { pull: patchOf(head), group: patchOf(group, 'others') } }),
      ['group_patch_differs'],
    ],
    [
      'a file that the pull request does not touch blocks',
      inGroup({
        patch: { pull: patchOf(head), group: patchOf(group, 'hunks', ['prompts/system.md', 'tools/x']) },
      }),
      ['group_patch_differs'],
    ],
    ['a patch that could not be read waits', inGroup({ patch: { pull: null, group: null } }), ['group_unreadable']],
    [
      'a patch at the head that could not be read waits',
      inGroup({ patch: { pull: null, group: patchOf(group) } }),
      ['group_unreadable'],
    ],
    [
      'a patch that is not whole waits',
      inGroup({ patch: { pull: patchOf(head), group: { ...patchOf(group), complete: false } } }),
      ['group_unreadable'],
    ],
    [
      'the very tree of the head needs no patch',
      inGroup({ entry: { base_sha: 'b', head_sha: group, tree: 'tree' }, patch: { pull: null, group: null } }),
      [],
    ],
    [
      'a pull request that is not open waits',
      { ...inGroup(), pull_request: { state: 'closed' } },
      ['group_members_unclear'],
    ],
  ])('%s', (_sentence, scene, codes) => {
    expect(bindingCodes(decisionOf(scene))).toEqual(codes);
  });

  test.each<[sentence: string, changes: Partial<MergeGroupFact>, codes: readonly string[]]>([
    ['goes', { patch: { pull: null, group: patchOf(group, 'x', ['README.md']) } }, []],
    [
      'blocks when its group touches something else',
      { patch: { pull: null, group: patchOf(group, 'x', ['prompts/a.md']) } },
      ['group_patch_differs'],
    ],
    ['waits for a patch', { patch: { pull: null, group: null } }, ['group_unreadable']],
    [
      'blocks under other rules',
      {
        rules: { known: true, policy: 'x', codeowners: null },
        patch: { pull: null, group: patchOf(group, 'x', ['README.md']) },
      },
      ['group_rules_differ'],
    ],
  ])('what is not governed %s', (_sentence, changes, codes) => {
    const decision = decisionOf({ ...inGroup(changes), files: ['README.md'], change: null, rollout: null });
    expect([bindingCodes(decision), decision.governed]).toEqual([codes, false]);
    expect(decision.verdict).toBe(codes.length === 0 ? 'go' : codes[0] === 'group_unreadable' ? 'wait' : 'block');
  });
});

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
