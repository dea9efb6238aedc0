import { describe, expect, test } from 'vitest';
import type { FileFact, Snapshot } from '../../../src/generated/types.ts';
import {
  bindingCodes,
  changePath,
  changeText,
  codesOf,
  decisionOf,
  idUse,
  policyText,
  removedFile,
  rolloutPath,
  rolloutText,
  type Scene,
  textFact,
} from '../../support/snapshot.ts';

const lowPolicy = policyText.replace('paths: ["prompts/**"], risk: high', 'paths: ["prompts/**"], risk: low');
const use = (changes: Parameters<typeof idUse>[0]): Scene => ({ facts: idUse(changes) });

describe('record files', () => {
  test.each([
    [
      'neither record, and the risk needs them',
      { change: null, rollout: null },
      ['record_missing', 'rollout_record_missing'],
    ],
    ['no rollout record', { rollout: null }, ['rollout_record_missing']],
    ['no change record', { change: null }, ['change_record_missing']],
    ['a change record that is a list', { change: '- 1' }, ['record_malformed']],
    ['an emptied change record', { change: '' }, ['record_malformed']],
    ['a rollout record that is neither shape', { rollout: 'hello: world' }, ['record_malformed']],
    [
      'a record that could not be read',
      { change: null, records: [], files: ['prompts/system.md', changePath] },
      ['record_unreadable'],
    ],
    ['two ids', { rollout: rolloutText.replace('chg-1', 'chg-2') }, ['change_id_mismatch']],
  ] as const)('%s', (_what, scene, codes) => {
    expect(bindingCodes(decisionOf(scene as Scene))).toEqual(codes);
  });

  test('all problems of a malformed record are told, each at its line', () => {
    const decision = decisionOf({ change: 'kind: change_review_record\nreview_id: 1\nowner: [x]\n' });
    expect(decision.problems.length).toBeGreaterThan(4);
    expect(decision.reasons[0]).toMatchObject({ code: 'record_malformed', where: { file: changePath } });
  });

  test('a record that stands in the repository but is not touched does not count (DESIGN 4)', () => {
    const facts = {
      files: {
        complete: true,
        total: 1,
        list: [{ path: 'prompts/system.md', previous_path: null, change: 'modified' }],
      },
    } as const;
    expect(bindingCodes(decisionOf({ facts }))).toEqual(['record_missing', 'rollout_record_missing']);
    expect(decisionOf({ facts }).draft.map(({ path }) => path)).toEqual([
      'changes/pr-7/change.yaml',
      'changes/pr-7/rollout.yaml',
    ]);
  });

  test('below the risk that needs records a change is judged on a record made from its diff', () => {
    const decision = decisionOf({ policy: lowPolicy, change: null, rollout: null });
    expect(decision).toMatchObject({
      verdict: 'go',
      governed: true,
      risk: { declared: null, floor: 'low', effective: 'low' },
    });
    expect(decision.changes).toEqual([expect.objectContaining({ change_id: 'pr-7', record: null, bundle_id: null })]);
  });

  test('a record below that risk needs no rollout record', () => {
    expect(
      decisionOf({
        policy: lowPolicy,
        change: changeText.replace('risk_level: high', 'risk_level: low'),
        rollout: null,
      }).verdict,
    ).toBe('go');
  });
});

describe('removed records (T19)', () => {
  const removed = (facts: Partial<Snapshot> = {}, records = [textFact(changePath, changeText, 'base')]): Scene => ({
    change: null,
    rollout: null,
    files: ['prompts/system.md', removedFile(changePath)],
    records,
    facts,
  });

  test('taking the record away blocks, also alone', () => {
    expect(bindingCodes(decisionOf(removed()))).toContain('record_removed');
    expect(bindingCodes(decisionOf({ ...removed(), files: [removedFile(changePath)] }))).toContain('record_removed');
    expect(bindingCodes(decisionOf({ ...removed({}, []), files: [removedFile(changePath)] }))).toContain(
      'record_removed',
    );
  });

  test('renaming it out of sight blocks as well', () => {
    const renamed: FileFact = { path: 'old/change.yaml', previous_path: changePath, change: 'renamed' };
    expect(bindingCodes(decisionOf({ ...removed(), files: ['prompts/system.md', renamed] }))).toContain(
      'record_removed',
    );
  });

  test('moving it with its change_id does not, nor clearing up after a rollout that ended', () => {
    const moved = decisionOf({
      files: ['prompts/system.md', removedFile('change.yaml')],
      records: [textFact('change.yaml', changeText, 'base')],
    });
    expect(codesOf(moved)).toEqual([]);
    const ended = removed(idUse({ rollout: 'ended' }));
    expect(bindingCodes(decisionOf({ ...ended, files: [removedFile(changePath)] }))).not.toContain('record_removed');
  });
});

describe('ids (contract 0.6)', () => {
  test.each([
    ['another open pull request uses it', use({ pull_request: 8 }), ['change_id_in_use']],
    ['this pull request uses it', use({ pull_request: 7 }), []],
    ['its rollout has begun', use({ rollout: 'begun' }), ['change_rollout_begun']],
    ['its rollout has ended', use({ rollout: 'ended' }), ['change_rollout_begun']],
    [
      'another change used the bundle',
      use({ change_id: 'chg-0', bundle_id: 'bundle-1', rollout: 'ended' }),
      ['bundle_id_in_use'],
    ],
    ['another change is rolling out', use({ change_id: 'chg-0', rollout: 'begun' }), []],
    ['the uses were not read', { facts: { id_uses: { complete: false, list: [] } } }, ['id_use_unknown']],
  ] as const)('%s', (_what, scene, codes) => {
    expect(bindingCodes(decisionOf(scene))).toEqual(codes);
  });

  test('a change_id that leaves no room for the bundle made from it is unusable', () => {
    const id = `c${'x'.repeat(95)}`;
    const policy = `${policyText}findings:\n  issues: { label: blocking }\n`;
    const rollout =
      'rollout:\n  require: [rollback_plan_ready, trace_regression_check]\n  rollout_mode: { initial: canary }\n';
    expect(bindingCodes(decisionOf({ policy, change: changeText.replace('chg-1', id), rollout }))).toEqual([
      'id_unusable',
    ]);
  });

  test('two records of one pull request can not share an id', () => {
    const records = [
      textFact('changes/two/change.yaml', changeText),
      textFact('changes/two/rollout.yaml', rolloutText),
    ];
    const decision = decisionOf({ files: ['prompts/system.md', ...records.map(({ path }) => path)], records });
    expect(new Set(bindingCodes(decision))).toEqual(new Set(['change_id_in_use', 'bundle_id_in_use']));
  });
});

describe('several changes in one pull request', () => {
  const second = [
    textFact(
      'changes/two/change.yaml',
      changeText.replaceAll('chg-1', 'chg-2').replace('prompt_bundle', 'policy_bundle'),
    ),
    textFact('changes/two/rollout.yaml', rolloutText.replaceAll('-1', '-2')),
  ];
  const both: Scene = {
    files: ['prompts/system.md', 'policy/a.rego', ...second.map(({ path }) => path)],
    records: second,
  };

  test('each is judged, and what one declares need not be declared by the other', () => {
    const decision = decisionOf(both);
    expect(decision.verdict).toBe('go');
    expect(decision.changes.map(({ change_id, verdict }) => [change_id, verdict])).toEqual([
      ['chg-1', 'go'],
      ['chg-2', 'go'],
    ]);
  });

  test('the worst wins, and only the change that it concerns has it', () => {
    const bad = second.map((fact) => ({
      ...fact,
      text: fact.text?.replace('rollout_wave: canary', 'rollout_wave: soon') ?? null,
    }));
    const decision = decisionOf({ ...both, records: bad });
    expect(decision.verdict).toBe('block');
    expect(decision.changes.map(({ verdict }) => verdict)).toEqual(['go', 'block']);
  });

  test('two rollout records in one folder pair with nothing', () => {
    const policy = `${policyText}records: { rollout: ["changes/*/rollout*.yaml"] }\n`;
    const twin = textFact('changes/one/rollout-b.yaml', rolloutText);
    const decision = decisionOf({ policy, files: ['prompts/system.md', twin.path], records: [twin] });
    expect(bindingCodes(decision)).toContain('records_disconnected');
  });
});

describe('demands of base and head are united under the same change_id only (T19)', () => {
  const strict = `${changeText.replace('[engineering, safety]', '[engineering, safety, platform]')}`;
  test('lowering the risk, dropping a review or a blocker changes nothing', () => {
    const records = [
      textFact(changePath, strict, 'base'),
      textFact(rolloutPath, `${rolloutText}rollout:\n  block_if: [direct_access]\n`, 'base'),
    ];
    const decision = decisionOf({
      policy: lowPolicy,
      change: strict.replace('risk_level: high', 'risk_level: low').replace(', platform', ''),
      records,
    });
    expect(decision.risk).toEqual({ declared: 'low', floor: 'low', effective: 'high' });
    expect(decision.reviews.find(({ role }) => role === 'platform')?.demanded_by).toEqual(['base record']);
    expect(decision.signals.find(({ name }) => name === 'direct_access')?.demanded_by).toEqual(['base rollout record']);
  });

  test('the record of an earlier change binds nothing', () => {
    const records = [textFact(changePath, strict.replace('chg-1', 'chg-0'), 'base')];
    expect(decisionOf({ records }).reviews.map(({ role }) => role)).toEqual(['engineering', 'safety']);
  });
});
