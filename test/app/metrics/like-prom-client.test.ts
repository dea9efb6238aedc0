import { Counter, Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { counts } from '../../../src/app/metrics/counts.ts';
import { distribution } from '../../../src/app/metrics/distribution.ts';

/** Our own counting is read as prom-client's is: line for line. */
const values = [0, 0.05, 0.1, 0.1000001, 1, 9.5, 10, 11, 1e9];
const buckets = [0.1, 1, 10];

/** What is read of both, twice: what was told once is not counted again. */
async function read(ours: Registry, theirs: Registry): Promise<readonly [string, string]> {
  await ours.metrics();
  await theirs.metrics();
  return [await ours.metrics(), await theirs.metrics()];
}

describe('a distribution', () => {
  it('without a label is there before a value is', async () => {
    const [ours, theirs] = [new Registry(), new Registry()];
    const own = distribution(ours, { name: 'h', help: 'H.', buckets });
    const usual = new Histogram({ name: 'h', help: 'H.', buckets, registers: [theirs] });
    const [empty, usualEmpty] = await read(ours, theirs);
    expect(empty).toBe(usualEmpty);
    expect(empty).toContain('h_count 0');
    for (const value of values) {
      own.observe(value);
      usual.observe(value);
      const [text, usualText] = await read(ours, theirs);
      expect(text).toBe(usualText);
    }
  });

  it('is one for each value of its label', async () => {
    const [ours, theirs] = [new Registry(), new Registry()];
    const own = distribution(ours, { name: 'h', help: 'H.', buckets, label: 'kind' });
    const usual = new Histogram({ name: 'h', help: 'H.', buckets, labelNames: ['kind'], registers: [theirs] });
    for (const kind of ['rest', 'a "quoted" one', 'rest']) {
      for (const value of values) {
        own.observe(value, kind);
        usual.observe({ kind }, value);
      }
    }
    const [text, usualText] = await read(ours, theirs);
    expect(text).toBe(usualText);
    expect(text).toContain('h_count{kind="rest"} 18');
  });
});

describe('a counter', () => {
  it.each<[what: string, labels: readonly [string, string?]]>([
    ['one label', ['kind']],
    ['two labels', ['kind', 'answer']],
  ])('of %s', async (_what, labels) => {
    const [ours, theirs] = [new Registry(), new Registry()];
    const own = counts(ours, { name: 'c', help: 'C.', labels });
    const labelNames = labels.filter((label) => label !== undefined);
    const usual = new Counter({ name: 'c', help: 'C.', labelNames, registers: [theirs] });
    for (const [first, second, count] of [
      ['rest', '2xx', 1],
      ['rest', '4xx', 3],
      ['graphql', '2xx', 1],
      ['rest', '2xx', 1],
    ] as const) {
      own.add(first, labels.length === 1 ? '' : second, count);
      usual.inc(labels.length === 1 ? { kind: first } : { kind: first, answer: second }, count);
      const [text, usualText] = await read(ours, theirs);
      expect(text).toBe(usualText);
    }
  });
});
