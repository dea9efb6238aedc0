import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/adapters/digest/sha256.ts';
import { decide } from '../../../src/core/decide.ts';
import { makeCapsule } from '../../../src/records/capsule.ts';
import { runCase } from '../../../src/records/case/case.ts';
import { offsetOf } from '../../../src/records/case/place.ts';
import { prepareJudgement } from '../../../src/records/judgement.ts';
import { snapshotOf } from '../../support/snapshot.ts';

const strict = 'version: 1\nsurfaces: { prompts: { paths: ["prompts/**"], risk: high } }\n';
const loose = 'version: 1\nsurfaces: { tools: { paths: ["tools/**"] } }\n';

const snapshot = snapshotOf({ change: null, rollout: null });
const capsule = makeCapsule(snapshot, decide(prepareJudgement(snapshot), sha256), sha256);
const text = (part: object): string =>
  JSON.stringify(
    {
      format: 'rollout-gate/case',
      version: 1,
      means: 'prompts need a record',
      expect: { verdict: 'block' },
      capsule,
      ...part,
    },
    null,
    2,
  );
const path = '.github/rollout-gate/cases/prompts.json';
const run = (content: string | null, policy = strict) => runCase({ path, text: content }, policy, sha256);

describe('a case', () => {
  it('is judged by the policy in the place of its own', () => {
    expect(run(text({}))).toEqual({ path, means: 'prompts need a record', passed: true, problems: [] });
    expect(run(text({}), loose).passed).toBe(false);
  });

  it('that comes out otherwise is a problem at what it expected', () => {
    const content = text({});
    const { problems } = run(content, loose);
    expect(problems).toMatchObject([{ code: 'case_failed', pointer: '/expect/verdict' }]);
    expect(problems[0]?.message).toContain('prompts need a record: expected block, got go');
    const { line = 0, column = 0 } = problems[0]?.where ?? {};
    expect(content.split('\n')[line - 1]?.slice(column - 1)).toBe('"block"');
  });

  it('may say which reasons there must be', () => {
    expect(run(text({ expect: { verdict: 'block', reasons: ['record_missing'] } })).passed).toBe(true);
    const { passed, problems } = run(text({ expect: { verdict: 'block', reasons: ['signal_false'] } }));
    expect(passed).toBe(false);
    expect(problems[0]?.message).toContain('block as expected, but without signal_false');
  });

  it('may be edited: its digests need not fit', () => {
    const edited = { ...capsule, snapshot: { ...snapshot, now: '2027-01-01T00:00:00Z' } };
    expect(run(text({ capsule: edited })).passed).toBe(true);
  });

  it.each([
    ['no JSON', '{ "format": ', 'json_syntax', 1],
    ['a file that GitHub does not show', null, 'text_unavailable', 1],
    ['an unknown verdict', text({ expect: { verdict: 'maybe' } }), 'json_schema', 6],
    ['no capsule', text({ capsule: undefined }), 'json_schema', 1],
    ['half a capsule', text({ capsule: { ...capsule, snapshot: {} } }), 'json_schema', 13],
  ])('with %s is no case, and a problem at its line', (_name, content, code, line) => {
    const { passed, means, problems } = run(content);
    expect({ passed, means, code: problems[0]?.code, line: problems[0]?.where.line }).toEqual({
      passed: false,
      means: null,
      code,
      line,
    });
  });
});

describe('the place of a pointer in a JSON text', () => {
  const json = '{"a": [1, {"b/c": "x\\"}"}, [ ]], "~": {"": true}, "d":null}';
  it.each([
    ['', '{"a"'],
    ['/a', '[1, {'],
    ['/a/0', '1, {'],
    ['/a/1/b~1c', '"x\\"}"'],
    ['/a/2', '[ ]]'],
    ['/~0', '{"": '],
    ['/~0/', 'true'],
    ['/d', 'null}'],
    // What isn't there stands where it would be.
    ['/a/1/none', '{"b/c'],
    ['/none', '{"a"'],
    ['/d/none', 'null}'],
  ])('%j begins %j', (pointer, begin) => {
    expect(json.slice(offsetOf(json, pointer)).startsWith(begin)).toBe(true);
  });
});
