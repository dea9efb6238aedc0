import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../src/core/judgement.ts';
import type { Decision } from '../../src/generated/types.ts';
import { makeCapsule, readCapsule, replayWith } from '../../src/records/capsule.ts';
import { BASE, HEAD, sampleSnapshot } from './snapshot-sample.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const snapshot = sampleSnapshot();

/** A decision that depends on what was read, so that a replay that read nothing would differ. */
function decide({ policy }: Judgement): Decision {
  return {
    version: 1,
    verdict: policy?.effective?.enforcement.default === 'enforce' ? 'go' : 'wait',
    observed_verdict: 'go',
    governed: false,
    enforcement: 'enforce',
    subject: {
      repository_id: 42,
      repository: 'acme/agents',
      pull_request: 7,
      head_sha: HEAD,
      base_ref: 'main',
      policy: { commit: BASE, blob: 'policy-1' },
    },
    risk: { declared: null, floor: 'low', effective: 'low' },
    surfaces: { declared: [], detected: [], undeclared: [], known: true },
    changes: [],
    reasons: [],
    problems: [],
    reviews: [],
    signals: [],
    answers: [],
    announced: [],
    next_actions: [],
    not_a_way: [],
    unsatisfiable: false,
    draft: [],
  };
}

const judged: Decision = { ...decide({ snapshot, policy: null, changes: [], rollouts: [] }), verdict: 'go' };
const capsule = makeCapsule(snapshot, judged, sha256);
const text = JSON.stringify(capsule);

describe('a capsule', () => {
  it('is read as it was made', () => {
    expect(readCapsule(text, sha256)).toEqual({ capsule, problems: [] });
  });

  it('replays to the same bytes', () => {
    expect(replayWith(capsule, decide)).toMatchObject({ same: true, difference: null });
  });

  it('names the first difference when it does not', () => {
    const edited = makeCapsule(
      snapshot,
      { ...judged, verdict: 'block', surfaces: { ...judged.surfaces, detected: ['a/b'] } },
      sha256,
    );
    expect(replayWith(edited, decide).difference).toEqual({
      pointer: '/surfaces/detected/0',
      recorded: '"a/b"',
      replayed: null,
    });
  });

  const refused: [name: string, input: string, code: string][] = [
    ['with an edited decision', text.replace('"verdict":"go"', '"verdict":"wait"'), 'digest_mismatch'],
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
    const policy = snapshot.policy && { ...snapshot.policy, text: 'version: 1\nenforcement: observe\n' };
    const forged = makeCapsule({ ...snapshot, policy }, judged, sha256);
    expect(readCapsule(JSON.stringify(forged), sha256).problems).toEqual([]);
    expect(replayWith(forged, decide).difference).toMatchObject({ pointer: '/verdict' });
  });
});
