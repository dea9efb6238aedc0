import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { externalId, noAnnotations } from '../../../src/report/digest/external-id.ts';
import type { CheckOutput } from '../../../src/report/output.ts';
import { annotation } from '../samples/annotation.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const output: Required<CheckOutput> = {
  name: 'rollout-gate',
  status: 'completed',
  conclusion: 'failure',
  title: 'Blocked',
  summary: 's',
  text: 'shown, and a capsule',
  text_without_capsule: 'shown',
  annotations: [],
  actions: [{ label: 'Recheck', description: 'Judge again', identifier: 'recheck' }],
};

/** Of every member another value, so that one that is added has to be thought of here. */
const others: Required<CheckOutput> = {
  name: 'rollout-gate (observe)',
  status: 'in_progress',
  conclusion: null,
  title: 'Blocked!',
  summary: 't',
  text: 'shown, and another capsule',
  text_without_capsule: 'shown!',
  annotations: [annotation],
  actions: [{ label: 'Recheck', description: 'Judge anew', identifier: 'recheck' }],
};
const names = Object.keys(others) as (keyof CheckOutput)[];

describe('the external id of a check run', () => {
  it.each(names.filter((name) => name !== 'text'))('is another when its %s is', (name) => {
    expect(externalId({ ...output, [name]: others[name] }, sha256)).not.toBe(externalId(output, sha256));
  });

  it('does not hang on the capsule in its text', () => {
    expect(externalId({ ...output, text: others.text }, sha256)).toBe(externalId(output, sha256));
  });

  it('hangs on the text where there is no capsule', () => {
    const { text_without_capsule, ...bare } = output;
    expect(externalId({ ...bare, text: text_without_capsule }, sha256)).toBe(externalId(output, sha256));
    expect(externalId(bare, sha256)).not.toBe(externalId(output, sha256));
  });

  it.each<[sentence: string, Partial<CheckOutput>, Partial<CheckOutput>]>([
    ['goes from one member to the next', { title: 'ab', summary: 'c' }, { title: 'a', summary: 'bc' }],
    ['looks like the border of two', { title: 'a:', summary: 'b' }, { title: 'a', summary: ':b' }],
    ['is empty in one of them', { title: 'a', summary: '' }, { title: '', summary: 'a' }],
  ])('tells outputs apart where text %s', (_sentence, one, other) => {
    expect(externalId({ ...output, ...one }, sha256)).not.toBe(externalId({ ...output, ...other }, sha256));
  });

  it('names the annotations alone in its last part', () => {
    const partOf = (over: Partial<CheckOutput>): string | undefined =>
      externalId({ ...output, ...over }, sha256).split(':')[2];
    expect(partOf({})).toBe(noAnnotations);
    expect(noAnnotations).toBe(sha256('[]').slice(0, 16));
    const one = partOf({ annotations: [annotation] });
    expect(partOf({ annotations: [annotation], title: others.title, summary: others.summary })).toBe(one);
    const members = { ...annotation, path: 'a.yaml', start_line: 2, level: 'notice', message: 'n' };
    const changed = (['path', 'start_line', 'level', 'message'] as const).map((member) =>
      partOf({ annotations: [{ ...annotation, [member]: members[member] }] }),
    );
    expect(new Set([...changed, one, noAnnotations]).size).toBe(changed.length + 2);
  });
});
