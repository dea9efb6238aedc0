import { describe, expect, test } from 'vitest';
import type { MergeGroupFact } from '../../../../src/generated/types.ts';
import { bindingCodes, changePath, decisionOf, head, type Scene } from '../../../support/snapshot.ts';
import { group, inGroup, patchOf } from './group-scene.ts';

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
