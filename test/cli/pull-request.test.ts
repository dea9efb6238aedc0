import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiUrlOf } from '../../src/cli/check/pull-request.ts';
import type { Decision } from '../../src/generated/types.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ran } from './terminal.ts';

let world: JudgingWorld;
beforeAll(async () => {
  world = await openJudgingWorld();
});
afterAll(() => world.close());

const environment = (name = 'GITHUB_TOKEN') => ({
  [name]: world.sandbox.installationToken(world.installed.installation),
  GITHUB_API_URL: world.sandbox.url,
});

describe('check --pr', () => {
  it.each(['GITHUB_TOKEN', 'GH_TOKEN'])('reads with %s, decides, and writes nothing', async (name) => {
    const pull = await world.open(`prompt-${name.toLowerCase().replace('_', '-')}`, {
      'prompts/refund.md': `${name}\n`,
    });
    let result = { status: -1, out: '', err: '' };
    const requests = await world.requestsOf(async () => {
      const words = ['check', '--pr', `acme/agents#${pull.number}`, '--json'];
      result = await ran(words, { environment: environment(name) });
    });
    const { governed, subject, reasons } = JSON.parse(result.out) as Decision;
    expect({ governed, head: subject.head_sha }).toEqual({ governed: true, head: pull.head.sha });
    expect(reasons.map(({ code }) => code)).toContain('record_missing');
    expect(result).toMatchObject({ status: 1, err: '' });
    expect(requests.length).toBeGreaterThan(0);
    expect(world.sandbox.world.checkRuns.size).toBe(0);
  });

  it('lets an ungoverned pull request go', async () => {
    const pull = await world.open('docs', { 'docs/a.md': 'a\n' });
    const words = ['check', '--pr', `acme/agents#${pull.number}`];
    const { status, out } = await ran(words, { environment: environment() });
    expect(out).toContain('Not governed');
    expect(status).toBe(0);
  });

  it('is a fault with a next step where GitHub refuses', async () => {
    const wrong = { ...environment(), GITHUB_TOKEN: 'wrong' };
    const { status, out, err } = await ran(['check', '--pr', 'acme/agents#1'], { environment: wrong });
    expect(err).toContain('github_unauthorized');
    expect(err).not.toContain('wrong');
    expect({ status, out }).toEqual({ status: 3, out: '' });
    const absent = await ran(['check', '--pr', 'acme/agents#999'], { environment: environment() });
    expect(absent.err).toContain('github_not_found');
    expect(absent.status).toBe(3);
  });
});

describe('the address of the API', () => {
  it.each([
    [{}, 'https://api.github.com'],
    [{ GH_HOST: 'github.com' }, 'https://api.github.com'],
    [{ GH_HOST: 'ghes.example' }, 'https://ghes.example/api/v3'],
    [{ GITHUB_API_URL: 'https://ghes.example/api/v3/', GH_HOST: 'other.example' }, 'https://ghes.example/api/v3'],
  ])('for %j is %s', (variables, url) => {
    expect(apiUrlOf(variables)).toBe(url);
  });

  it('is a fault where it is none', () => {
    expect(() => apiUrlOf({ GITHUB_API_URL: 'nowhere' })).toThrow('no address');
  });
});
