import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parseChange } from '../../../src/records/change/record.ts';
import { parseRollout } from '../../../src/records/rollout/record.ts';
import { compose } from '../../../src/records/yaml/composition.ts';
import { gateTokens } from '../../../src/records/yaml/gate.ts';
import { treeOfTokens } from '../../../src/records/yaml/token-tree.ts';
import { buildTree } from '../../../src/records/yaml/tree.ts';
import { TRICKY_FILES } from '../../records/yaml/tricky-files.ts';
import { BOMBS } from './bombs.ts';
import { mutate } from './mutation.ts';
import { type Choices, choices } from './random.ts';

/** No file may keep a reader longer than this. */
export const MAX_MILLISECONDS = 250;

export interface CampaignReport {
  seed: number;
  count: number;
  /** Files that were records, files that were refused. */
  records: number;
  refused: number;
  /** Files whose tree was made of tokens alone, and was what the library's composer makes. */
  plain: number;
  slowest: { milliseconds: number; index: number; file: string };
  failures: { index: number; what: string; file: string }[];
}

const READERS = { change: parseChange, rollout: parseRollout };

/** Validates `count` mutated files in this process and watches time, exceptions and `Object.prototype`. */
export function runCampaign(count: number, seed: number): CampaignReport {
  const random = choices(seed);
  const corpus = seedFiles();
  const report: CampaignReport = {
    seed,
    count,
    records: 0,
    refused: 0,
    plain: 0,
    slowest: { milliseconds: 0, index: -1, file: '' },
    failures: [],
  };
  const pristine = prototypeState();
  for (let index = 0; index < count; index += 1) {
    const file = nextFile(corpus, random, index);
    for (const kind of ['change', 'rollout'] as const) judge(kind, file, index, report);
    compare(file, index, report);
    if (prototypeState() !== pristine) report.failures.push({ index, what: 'Object.prototype changed', file });
  }
  return report;
}

function judge(kind: keyof typeof READERS, file: string, index: number, report: CampaignReport): void {
  try {
    const [milliseconds, parsed] = timed(kind, file);
    if (parsed.record === null) report.refused += 1;
    else report.records += 1;
    if (parsed.record === null && parsed.problems.length === 0)
      report.failures.push({ index, what: 'refused without a problem', file });
    if (milliseconds > report.slowest.milliseconds) report.slowest = { milliseconds, index, file: file.slice(0, 80) };
    if (milliseconds > MAX_MILLISECONDS) report.failures.push({ index, what: `${milliseconds} ms`, file });
  } catch (error) {
    report.failures.push({ index, what: String(error), file });
  }
}

/** Two ways lead from tokens to a tree: where both do, they have to lead to the same. */
function compare(file: string, index: number, report: CampaignReport): void {
  const { tokens, refusals } = gateTokens(file);
  const plain = refusals.length > 0 ? null : treeOfTokens(tokens);
  if (plain === null) return;
  report.plain += 1;
  const { document, refusals: faults } = compose(gateTokens(file).tokens);
  const composed = faults.length > 0 ? null : buildTree(document?.contents ?? null, file.length);
  if (!isDeepStrictEqual(plain, composed))
    report.failures.push({ index, what: 'the composer makes another tree', file });
}

/** A slow reading is repeated: the best of three counts, because other processes only ever add time. */
function timed(kind: keyof typeof READERS, file: string): [number, ReturnType<(typeof READERS)['change' | 'rollout']>] {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; ; attempt += 1) {
    const start = performance.now();
    const parsed = READERS[kind](file, `${kind}.yaml`);
    best = Math.min(best, performance.now() - start);
    if (best <= MAX_MILLISECONDS || attempt === 2) return [best, parsed];
  }
}

/** First each bomb as it is, then mutated files; now and then a mutated bomb. */
function nextFile(corpus: readonly string[], random: Choices, index: number): string {
  const bombs = Object.values(BOMBS);
  const bomb = bombs[index];
  if (bomb !== undefined) return bomb;
  let file = random.pick(random.below(200) === 0 ? bombs : random.below(2) === 0 ? corpus.slice(0, RECORDS) : corpus);
  for (let edits = 1 + random.below(random.pick([1, 2, 6])); edits > 0; edits -= 1) file = mutate(file, corpus, random);
  return file;
}

/** So many seed files, the first ones, are records; half of all files are made from these. */
const RECORDS = 5;

function seedFiles(): string[] {
  const names = ['change.yaml', 'change-record.yaml', 'rollout.yaml', 'rollout-record.yaml'];
  const examples = names.map((name) =>
    readFileSync(new URL(`../../fixtures/records/examples/${name}`, import.meta.url), 'utf8'),
  );
  return [...examples, `${examples[3]}${examples[2]}`, ...TRICKY_FILES.map(([text]) => text)];
}

/** All of what pollution would change: the keys of the base prototypes, and what a fresh object inherits. */
function prototypeState(): string {
  const keys = [Object.prototype, Array.prototype, Function.prototype].map((prototype) =>
    Reflect.ownKeys(prototype).map(String).join(),
  );
  return `${keys.join(';')};${'decision' in {}}`;
}
