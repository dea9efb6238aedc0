import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../src/action/limits.ts';

const words = {
  ownWorkflow: 'edit this job away',
  anyJob: 'can post a check run named rollout-gate',
  pin: 'pinned to that App',
  secret: 'repository secret can be read by a workflow on any branch',
  teams: 'reads no teams',
};

describe('what a writer could still forge', () => {
  const rows: readonly [mode: 'report' | 'job', app: string, rolesToken: boolean, said: (keyof typeof words)[]][] = [
    ['report', 'github-actions', false, ['anyJob', 'teams']],
    ['report', 'github-actions', true, ['anyJob']],
    ['report', 'acme-gate', false, ['pin', 'secret']],
    ['report', 'acme-gate', true, ['pin', 'secret']],
    ['job', 'github-actions', false, ['ownWorkflow', 'teams']],
    ['job', 'github-actions', true, ['ownWorkflow']],
  ];
  it.each(rows)('in mode %s with the token of %s, roles-token %s: %j', (mode, app, rolesToken, said) => {
    const limits = limitsOf(mode, { app, rolesToken });
    expect(limits).toHaveLength(said.length);
    for (const [index, name] of said.entries()) expect(limits[index]).toContain(words[name]);
  });
});
