import type { Key } from '../../../src/core/route/key.ts';

/** Parts of GitHub's payloads about acme/agents, and the keys that they lead to. */
export const sha = 'a'.repeat(40);
export const repository = { id: 7, name: 'agents', default_branch: 'main', owner: { login: 'acme' } };
export const ours = 1234;
export const pull: Key = { kind: 'pull_request', owner: 'acme', repo: 'agents', number: 12 };
export const other: Key = { ...pull, number: 13 };
export const byCommit: Key = { kind: 'commit', owner: 'acme', repo: 'agents', sha };
export const whole: Key = { kind: 'repository', owner: 'acme', repo: 'agents' };
export const tied = (number: number, repo = 7) => ({ number, base: { repo: { id: repo } } });
export const person = { id: 31, login: 'carol', type: 'User' };
export const bot = { id: 32, login: 'rollout-gate[bot]', type: 'Bot' };
export const bob = { id: 5, login: 'bob', type: 'User' } as const;
export const check = (action: string, app: number, pull_requests: unknown = [tied(12)]) => ({
  action,
  repository,
  check_run: { app: { id: app }, head_sha: sha, pull_requests },
});
