import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readPolicy } from '../../src/records/policy/reader.ts';
import { lintWorkflow } from './workflow-lint.ts';
import { findWorkflowFlaws } from './workflow-rules.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const action = parse(read('action.yml')) as { inputs: Record<string, unknown>; outputs: Record<string, unknown> };

/** Every YAML block of the page, without the indentation that a list gives it. */
const blocks = [...read('docs/action.md').matchAll(/^( *)```yaml\n([\s\S]*?)^\1```$/gm)].map(
  ([, indent = '', text = '']) => text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
);
const kinds = [
  ['workflow', /^jobs:/m],
  ['policy', /^version:/m],
  ['triggers', /^on:/m],
] as const;
const kindOf = (text: string): string => kinds.find(([, line]) => line.test(text))?.[0] ?? 'steps';
const of = (kind: string): readonly [line: string, text: string][] =>
  blocks.filter((text) => kindOf(text) === kind).map((text) => [text.split('\n')[0] ?? '', text]);

/** Steps as a job, so that they can be looked at like any workflow. */
const asWorkflow = (steps: string): string =>
  `on: workflow_dispatch\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replaceAll(/^(?=.)/gm, '      ')}`;

describe('the page of the Action', () => {
  it('has examples of each kind', () => {
    expect(['workflow', 'policy', 'triggers', 'steps'].map((kind) => of(kind).length)).toEqual([2, 2, 1, 2]);
  });

  it.each(of('policy'))('shows a policy that can be used: %s', (_line, text) => {
    const { effective, problems } = readPolicy(text, '.github/rollout-gate.yml');
    expect([effective === null, problems.map(({ message }) => message)]).toEqual([false, []]);
  });

  it.each(of('workflow'))('shows a workflow that keeps the rules: %s', async (_line, text) => {
    expect([await lintWorkflow(text, '.github/workflows/a.yml'), findWorkflowFlaws(text)]).toEqual([[], []]);
  });

  it.each(of('triggers'))('shows triggers that GitHub takes: %s', async (_line, text) => {
    const whole = text + asWorkflow('- run: "true"').slice('on: workflow_dispatch\n'.length);
    expect(await lintWorkflow(whole, '.github/workflows/a.yml')).toEqual([]);
  });

  it('shows the workflow that init writes', () => {
    const strip = (text: string): unknown => parse(text);
    expect(of('workflow').map(([, text]) => strip(text))).toEqual(
      ['templates/workflow.yml', 'templates/workflow-review.yml'].map((path) => strip(read(path))),
    );
  });

  it.each(of('steps'))('shows steps that keep the rules: %s', async (_line, text) => {
    const others = (await lintWorkflow(asWorkflow(text), '.github/workflows/a.yml')).filter(
      (line) => !line.includes('property "gate" is not defined'),
    );
    expect([others, findWorkflowFlaws(asWorkflow(text))]).toEqual([[], []]);
  });

  it.each([
    'docs/action.md',
    ...['judge', 'judge-as-app', 'job-only', 'evals'].map((name) => `examples/workflows/${name}.yml`),
  ])('%s gives the Action inputs and reads outputs that it has', (path) => {
    const texts = path.endsWith('.md') ? blocks : [read(path)];
    for (const text of texts) {
      for (const { uses = '', with: given = {} } of stepsIn(parse(text))) {
        if (uses.startsWith('rollout-gate/'))
          expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
      }
      for (const [, name] of text.matchAll(/steps\.(?:gate|evidence)\.outputs\.([\w-]+)/g)) {
        expect(Object.keys(action.outputs)).toContain(name);
      }
    }
  });
});

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

function stepsIn(value: unknown): readonly Step[] {
  if (Array.isArray(value)) return value as readonly Step[];
  const { jobs = {} } = value as { readonly jobs?: Readonly<Record<string, { readonly steps?: readonly Step[] }>> };
  return Object.values(jobs).flatMap(({ steps = [] }) => steps);
}
