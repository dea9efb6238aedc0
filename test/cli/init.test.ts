import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EffectivePolicy } from '../../src/generated/types.ts';
import { validateEffectivePolicy } from '../../src/generated/validators/effective-policy.js';
import { lintWorkflow } from '../contract/workflow-lint.ts';
import { ran } from './terminal.ts';

const open: string[] = [];
afterEach(() => open.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'init-'));
  open.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const agent = {
  'prompts/a.md': 'a',
  'tools/t.json': '{}',
  'sandbox/profile.json': '{}',
  'mcp.json': '{}',
  '.github/workflows/evals.yml': 'on: pull_request\njobs:\n  offline:\n    name: "Offline evals"\n    runs-on: x\n',
  '.github/workflows/ci.yml': 'on: push\njobs:\n  test:\n    runs-on: x\n',
};

const templates = ['solo', 'oss', 'team'] as const;
const textOf = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');

async function effective(cwd: string): Promise<EffectivePolicy> {
  const { status, out } = await ran(['policy', '--effective'], { cwd });
  expect(status).toBe(0);
  const policy: unknown = JSON.parse(out);
  if (!validateEffectivePolicy(policy)) throw new Error(JSON.stringify(validateEffectivePolicy.errors));
  return policy;
}

describe.each(templates)('init --template %s', (template) => {
  it.each([
    ['an empty folder', {}],
    ['a repository with an agent', agent],
  ])('in %s writes files in which validate finds nothing', async (_name, files) => {
    const cwd = folderWith(files);
    const { status, out, err } = await ran(['init', '--template', template], { cwd });
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('wrote    .github/rollout-gate.yml\n');
    expect(await ran(['validate'], { cwd })).toMatchObject({ status: 0, out: 'no problem in 3 files\n' });
    expect(textOf(cwd, 'AGENTS.md').trimEnd().split('\n').length).toBeLessThanOrEqual(12);
  });

  it('names the parts of the agent and the eval workflow that it found', async () => {
    const cwd = folderWith(agent);
    await ran(['init', '--template', template], { cwd });
    const { surfaces, signals } = await effective(cwd);
    expect(Object.keys(surfaces)).toEqual(['prompt_bundle', 'capability_contract', 'sandbox_profile_contract']);
    expect(surfaces['capability_contract']?.paths).toEqual(['tools/**', 'mcp.json']);
    expect(signals['offline_eval_passed']?.source).toEqual({
      kind: 'job',
      workflow: '.github/workflows/evals.yml',
      name: 'Offline evals',
    });
  });

  it('says which signals the name of a surface asks for', async () => {
    const cwd = folderWith(agent);
    await ran(['init', '--template', template], { cwd });
    expect(textOf(cwd, '.github/rollout-gate.yml')).toContain(
      '  # This name asks for sandbox_profile_reviewed besides: Actions jobs of that name, unless signals says otherwise.\n  sandbox_profile_contract: ',
    );
  });

  it('writes workflows in which actionlint finds nothing', async () => {
    const cwd = folderWith({});
    await ran(['init', '--template', template], { cwd });
    const names = readdirSync(join(cwd, '.github/workflows'));
    expect(names).toEqual(['review.yml', 'rollout-gate.yml']);
    for (const name of names) {
      const text = textOf(cwd, `.github/workflows/${name}`);
      expect(await lintWorkflow(text, `.github/workflows/${name}`)).toEqual([]);
      expect(text).toContain('permissions: {}');
      expect(text).not.toContain('actions/checkout');
    }
  });
});

describe('init', () => {
  it('keeps every file that is there, and adds to AGENTS.md once', async () => {
    const own = {
      '.github/rollout-gate.yml': 'version: 1\n',
      'AGENTS.md': '# Ours\n',
      'changes/example/change.yaml': 'x',
    };
    const cwd = folderWith(own);
    const { out } = await ran(['init', '--template', 'team'], { cwd });
    expect(out).toContain('kept     .github/rollout-gate.yml\n');
    expect(textOf(cwd, '.github/rollout-gate.yml')).toBe('version: 1\n');
    expect(textOf(cwd, 'changes/example/change.yaml')).toBe('x');
    const once = textOf(cwd, 'AGENTS.md');
    expect(once.startsWith('# Ours\n\n## ')).toBe(true);
    const again = await ran(['init', '--template', 'team'], { cwd });
    expect(again.out).not.toContain('wrote');
    expect(textOf(cwd, 'AGENTS.md')).toBe(once);
  });

  it('writes nothing with --dry-run', async () => {
    const cwd = folderWith(agent);
    const { out } = await ran(['init', '--template', 'oss', '--dry-run'], { cwd });
    expect(out).toContain('# .github/rollout-gate.yml\n');
    expect(readdirSync(cwd).toSorted()).toEqual(['.github', 'mcp.json', 'prompts', 'sandbox', 'tools']);
  });

  it('names jobs and folders as text, whatever they are called', async () => {
    const hostile = { '.github/workflows/eval".yml': 'jobs:\n  x:\n    name: a", name: "b\n', 'prompts/a': '' };
    const cwd = folderWith(hostile);
    await ran(['init', '--template', 'solo'], { cwd });
    const { signals } = await effective(cwd);
    expect(signals['offline_eval_passed']?.source).toMatchObject({ workflow: '.github/workflows/eval".yml' });
  });

  it('leads to a first judgement: committed, a changed prompt is governed', async () => {
    const cwd = folderWith(agent);
    await ran(['init', '--template', 'solo'], { cwd });
    const env = {
      ...process.env,
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@b',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@b',
    };
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd, env });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message=start');
    writeFileSync(join(cwd, 'prompts/a.md'), 'b');
    git('commit', '--quiet', '--all', '--message=change');
    const { status, out } = await ran(['check', '--base', 'HEAD~1', '--head', 'HEAD'], { cwd });
    expect(out).toContain('offline_eval_passed');
    expect(status).toBe(1);
  });
});
