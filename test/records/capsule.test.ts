import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/core/canonical/json.ts';
import { decide } from '../../src/core/decide.ts';
import { makeCapsule, sealed } from '../../src/records/capsule.ts';
import { readCapsule, replay } from '../../src/records/capsule-reading.ts';
import { plainReaders, prepareJudgement } from '../../src/records/judgement.ts';
import { sampleSnapshot, textFact } from './snapshot-sample.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const policyText =
  'version: 1\nroles: { engineering: { teams: [eng] } }\nsurfaces: { prompts: { paths: ["prompts/**"], risk: high, requires: { reviews: [engineering] } } }\n';
const change =
  'change:\n  change_id: c1\n  change_type: prompt_update\n  risk_level: high\n  rollout_strategy: staged\n  session_control_owner: engineering\n  emergency_freeze_owner: engineering\n';
const snapshot = sampleSnapshot({
  policy: {
    repository: 'acme/agents',
    path: '.github/rollout-gate.yml',
    commit: 'c',
    blob: 'policy-2',
    text: policyText,
  },
  files: { complete: true, total: 1, list: [{ path: 'prompts/a.md', previous_path: null, change: 'modified' }] },
  records: [textFact('change.yaml', change)],
});

const judged = decide(prepareJudgement(snapshot, plainReaders), sha256);
const capsule = makeCapsule(snapshot, judged, sha256);
const text = JSON.stringify(capsule);

describe('a capsule', () => {
  it('is read as it was made', () => {
    expect(readCapsule(text, sha256)).toEqual({ capsule, problems: [] });
  });

  it('has its canonical JSON as its text, whatever stands in it', () => {
    for (const now of ['2026-01-01T00:00:00Z', '\ud800 "\u2028']) {
      const made = sealed({ ...snapshot, now }, judged, sha256);
      expect(made.capsule).toEqual(makeCapsule({ ...snapshot, now }, judged, sha256));
      expect(made.text).toBe(canonicalJson(made.capsule));
    }
  });

  it('replays to the same bytes', () => {
    expect(judged.governed).toBe(true);
    expect(judged.reasons.length).toBeGreaterThan(0);
    expect(replay(capsule, sha256)).toMatchObject({ same: true, difference: null });
  });

  it('names the first difference when it does not', () => {
    const edited = makeCapsule(
      snapshot,
      { ...judged, verdict: 'go', surfaces: { ...judged.surfaces, detected: ['prompts', 'a/b'] } },
      sha256,
    );
    expect(replay(edited, sha256).difference).toEqual({
      pointer: '/surfaces/detected/1',
      recorded: '"a/b"',
      replayed: null,
    });
  });

  const refused: [name: string, input: string, code: string][] = [
    ['with an edited decision', text.replace('"verdict":"block"', '"verdict":"go"'), 'digest_mismatch'],
    ['with an edited snapshot', text.replace('"number":7', '"number":8'), 'digest_mismatch'],
    ['with another version', text.replace('capsule","version":1', 'capsule","version":2'), 'json_schema'],
    ['with more than its schema has', text.replace('{"format"', '{"more":1,"format"'), 'json_schema'],
    ['that is cut short', text.slice(0, 500), 'json_syntax'],
  ];
  it.each(refused)('%s is refused', (_name, input, code) => {
    const { capsule: read, problems } = readCapsule(input, sha256);
    expect(read).toBeNull();
    expect(problems[0]?.code).toBe(code);
  });

  it('whose policy was edited with its digest no longer gives the decision', () => {
    const policy = snapshot.policy && { ...snapshot.policy, text: `${policyText}enforcement: observe\n` };
    const forged = makeCapsule({ ...snapshot, policy }, judged, sha256);
    expect(readCapsule(JSON.stringify(forged), sha256).problems).toEqual([]);
    expect(replay(forged, sha256).difference).toMatchObject({ pointer: '/changes/0/verdict' });
  });
});
