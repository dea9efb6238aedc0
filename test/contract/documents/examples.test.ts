import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import type { Decision, EvalReport } from '../../../src/generated/types.ts';
import { validateEvalReport } from '../../../src/generated/validators/eval-report.js';
import { parseChange } from '../../../src/records/change/record.ts';
import { readPolicy } from '../../../src/records/policy/reader.ts';

import { parseRollout } from '../../../src/records/rollout/record.ts';
import { machinePart } from '../../../src/report/check/machine-part.ts';

const root = join(import.meta.dirname, '../../..');

const fence = /^(`{3,})(\w*)\n([\s\S]*?)\n\1$/gm;
const mark = /<!-- example: ([^>]+) -->\n$/;

/** What is shown of a problem. */
interface Spoken {
  readonly code: string;
  readonly message: string;
  readonly where: { readonly line: number };
}

interface Example {
  /** What the mark says: `policy`, `change refused: field_type, …`. */
  readonly kind: string;
  readonly text: string;
  /** Page and line of the mark. */
  readonly place: string;
}

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : [])),
];
const examples = pages.flatMap((page) => examplesIn(page, readFileSync(join(root, page), 'utf8')));
const of = (kind: string): readonly Example[] => examples.filter((example) => example.kind === kind);

describe('examples in the documents', () => {
  test('are all marked, so that none goes unread', () => {
    const bare = pages.flatMap((page) => unmarked(page, readFileSync(join(root, page), 'utf8')));
    expect(bare).toEqual([]);
    expect(examples.length).toBeGreaterThan(15);
  });

  it.each(of('policy'))('the policy at $place can be used and leaves nothing out', ({ text, place }) => {
    const { effective, problems } = readPolicy(text, place);
    expect(problems.filter(({ code }) => code !== 'signal_undefined').map(spelt)).toEqual([]);
    expect(effective).not.toBeNull();
  });

  it.each(of('change'))('the change record at $place has no problem', ({ text, place }) => {
    expect(parseChange(text, place).problems.map(spelt)).toEqual([]);
  });

  it.each(of('rollout'))('the rollout record at $place has no problem', ({ text, place }) => {
    expect(parseRollout(text, place).problems.map(spelt)).toEqual([]);
  });

  it.each(examples.filter(({ kind }) => kind.startsWith('change refused: ')))(
    'the change record at $place has just the problems that the page says',
    ({ kind, text, place }) => {
      const said = kind.slice('change refused: '.length).split(', ');
      expect(
        parseChange(text, place)
          .problems.map(({ code }) => code)
          .toSorted(),
      ).toEqual(said.toSorted());
    },
  );

  it.each(of('eval-report'))('the eval report at $place fits its schema', ({ text }) => {
    const report: unknown = JSON.parse(text);
    expect(validateEvalReport(report), JSON.stringify(validateEvalReport.errors)).toBe(true);
    expect((report as EvalReport).cases.length).toBeGreaterThan(0);
  });

  it.each(of('machine'))('the machine part at $place has the keys that the product writes', ({ text }) => {
    const shown = machineJson(text);
    expect(shapeOf(shown)).toEqual(shapeOf(machineJson(machinePart(decisionOf(shown)))));
  });

  it.each(of('step'))('the step at $place uses inputs that action.yml has', ({ text }) => {
    const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as { inputs: Record<string, unknown> };
    const steps = parse(text) as { uses: string; with?: Record<string, unknown> }[];
    expect(steps.flatMap((step) => Object.keys(step.with ?? {})).filter((name) => !(name in action.inputs))).toEqual(
      [],
    );
    expect(steps.map(({ uses }) => uses)).toEqual([expect.stringMatching(/^rollout-gate\/rollout-gate@[0-9a-f]{40}$/)]);
  });
});

function examplesIn(page: string, text: string): Example[] {
  return [...text.matchAll(fence)].flatMap((found) => {
    const before = text.slice(0, found.index);
    const kind = mark.exec(before)?.[1];
    return kind === undefined
      ? []
      : [{ kind, text: `${found[3] ?? ''}\n`, place: `${page}:${before.split('\n').length}` }];
  });
}

/** Fences of YAML and JSON without a mark. The Action's and the CLI's pages have tests of their own. */
function unmarked(page: string, text: string): string[] {
  if (page === 'docs/action.md' || page === 'docs/cli.md') return [];
  return [...text.matchAll(fence)]
    .filter(([, , language]) => language === 'yaml' || language === 'json')
    .flatMap((found) => {
      const before = text.slice(0, found.index);
      return mark.test(before) ? [] : [`${page}:${before.split('\n').length}`];
    });
}

function spelt({ code, where, message }: Spoken): string {
  return `${where.line} ${code}: ${message}`;
}

/** As a reader is told to take it: what stands between the two lines, without the fence. */
function machineJson(text: string): Record<string, unknown> {
  const inner =
    /<!-- rollout-gate:next_actions -->\n```json\n([\s\S]*?)\n```\n<!-- \/rollout-gate:next_actions -->/.exec(text);
  return JSON.parse(inner?.[1] ?? 'null') as Record<string, unknown>;
}

/** The decision that would be told so; what the machine part doesn't show is left out. */
function decisionOf({ head_sha, ...shown }: Record<string, unknown>): Decision {
  const reasons = (shown['reasons'] as object[]).map((reason) => ({ ...reason, mode: 'enforce' }));
  return { ...shown, subject: { head_sha }, reasons } as unknown as Decision;
}

/** Names of keys and types of values, entries of lists included. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
