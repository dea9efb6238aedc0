import { parse } from 'yaml';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { decide } from '../../src/core/decide.ts';
import type { Snapshot } from '../../src/generated/types.ts';
import { parseChange } from '../../src/records/change/record.ts';
import { prepareJudgement } from '../../src/records/judgement.ts';
import { memoizeByBlob } from '../../src/records/memo.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import { sampleSnapshot, textFact } from '../records/snapshot-sample.ts';
import { type Figure, interleaved, median } from './figure.ts';
import { flawedRecord, longRecord } from './records/long-record.ts';

/** Microseconds that one call takes, over so many calls that the clock's grain doesn't count. */
function timed(times: number, work: (index: number) => unknown): () => Promise<number> {
  return async () => {
    const started = performance.now();
    for (let index = 0; index < times; index += 1) work(index);
    return ((performance.now() - started) * 1000) / times;
  };
}

/** Records and decisions in one warm process. Floors: issue "The main job", section 8. */
export async function recordFigures(rounds: number): Promise<readonly Figure[]> {
  const judgement = prepareJudgement(judgedSnapshot());
  if (decide(judgement, sha256).problems.length > 0) throw new Error('the record of the bench is malformed');
  const known = memoizeByBlob(parseChange);
  const fresh = memoizeByBlob(parseChange, 1_000_000);
  let blob = 0;
  const runs = await interleaved(
    {
      // The yardstick: the package's own way from text to values, without places, checks or types.
      usual: timed(200, () => parse(longRecord)),
      record: timed(200, () => parseChange(longRecord, 'change.yaml')),
      flawed: timed(200, () => parseChange(flawedRecord, 'change.yaml')),
      decision: timed(500, () => decide(judgement, sha256)),
      first: timed(200, () => fresh({ sha: `blob-${(blob += 1)}`, text: longRecord }, 'change.yaml')),
      again: timed(20_000, () => known({ sha: 'blob', text: longRecord }, 'change.yaml')),
    },
    rounds,
  );
  const us = (name: keyof typeof runs): number => median(runs[name]);
  const words = (...names: (keyof typeof runs)[]): string =>
    `${names.map((name) => us(name).toFixed(1)).join(' and ')} µs`;
  return [
    {
      name: "one decision ÷ the YAML package's parse of its record",
      made_of: words('decision', 'usual'),
      value: us('decision') / us('usual'),
      floor: 0.5,
      unit: '',
    },
    {
      name: "a record, checked, typed and located ÷ the YAML package's parse of it",
      made_of: words('record', 'usual'),
      value: us('record') / us('usual'),
      floor: 0.5,
      unit: '',
    },
    {
      name: 'a record whose blob was seen before ÷ a first one',
      made_of: words('again', 'first'),
      value: us('again') / us('first'),
      floor: 1 / 50,
      unit: '',
    },
    {
      name: 'validate and locate every problem of a 60-line record, warm',
      made_of: words('flawed'),
      value: us('flawed') / 1000,
      floor: 1,
      unit: 'ms',
    },
  ];
}

/** A prompt change with its record, judged by the sample's policy. */
function judgedSnapshot(): Snapshot {
  const policy = sampleSnapshot().policy;
  if (policy === null) throw new Error('the sample has no policy');
  return sampleSnapshot({
    policy: { ...policy, text: sampleFiles['.github/rollout-gate.yml'] ?? '' },
    records: [textFact('change.yaml', longRecord)],
    files: {
      complete: true,
      total: 2,
      list: ['change.yaml', 'prompts/support/system.md'].map((path) => ({
        path,
        previous_path: null,
        change: 'modified',
      })),
    },
  });
}
