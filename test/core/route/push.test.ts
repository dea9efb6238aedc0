import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../src/core/route/event.ts';

const repository = { id: 7, name: 'agents', default_branch: 'main', owner: { login: 'acme' } };
const commit = (...modified: unknown[]) => ({ added: [], removed: [], modified });
const push = (commits: unknown, more: object = {}) => ({
  repository,
  ref: 'refs/heads/main',
  created: false,
  forced: false,
  commits,
  ...more,
});
const kinds = (payload: unknown): string[] => keysOf('push', payload, 1).map((key) => key.kind);

describe('a push to the default branch', () => {
  it.each([
    '.github/rollout-gate.yml',
    '.github/workflows/evals.yml',
    'CODEOWNERS',
    'docs/CODEOWNERS',
    'changes/a/change.yaml',
    'rollout.yml',
    'deep/records/one.json',
  ])('that touches %s has the repository judged again', (path) => {
    expect(kinds(push([commit('src/a.ts'), commit('src/b.ts', path)]))).toEqual(['repository', 'default_branch']);
    expect(kinds(push([{ added: [path], removed: [], modified: [] }]))).toEqual(['repository', 'default_branch']);
    expect(kinds(push([{ added: [], removed: [path], modified: [] }]))).toEqual(['repository', 'default_branch']);
  });

  it.each(['src/a.ts', 'README.md', 'prompts/system.md', 'x.github/a', 'CODEOWNERS.md'])(
    'that touches only %s is looked at for changes past the gate, no more',
    (path) => {
      expect(kinds(push([commit(path)]))).toEqual(['default_branch']);
    },
  );

  it.each<[string, unknown]>([
    ['without commits', push([])],
    ['with commits that are no list', push('none')],
    ['with more than 20 commits', push(Array.from({ length: 21 }, () => commit('a.md')))],
    ['that is forced', push([commit('a.md')], { forced: true })],
    ['that makes the branch', push([commit('a.md')], { created: true })],
    ['with a commit that lists no files', push([{ added: [] }])],
    ['with a path that is no text', push([commit(7)])],
  ])('%s may have changed anything', (_, payload) => {
    expect(kinds(payload)).toEqual(['repository', 'default_branch']);
  });
});
