import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedSample } from '../../src/sandbox/seed/sample.ts';
import { validateExchangeLog } from '../support/github-descriptions/exchange-log.ts';
import { added, counted, nothing, renderTally } from '../support/github-descriptions/tally.ts';
import { DescriptionWatch } from '../support/github-descriptions/watch.ts';
import { openTestSandbox } from '../support/sandbox.ts';

describe('the watch over a sandbox', () => {
  const wrong = { method: 'GET', path: '/api/v3/repos/a/b/pulls?perpage=1', status: 404 };
  it('throws when it closes after a request that is not as described', () => {
    const watch = new DescriptionWatch({ report: () => {} });
    watch.exchange(wrong);
    expect(() => watch.close()).toThrow(/perpage/);
  });
  it('lets a request pass that the test makes wrong on purpose, but not a wrong answer to it', () => {
    const watch = new DescriptionWatch({ provoked: () => true, report: () => {} });
    watch.exchange(wrong);
    expect(() => watch.close()).not.toThrow();
    watch.exchange({ ...wrong, status: 200, responseBody: { not: 'a list' } });
    expect(() => watch.close()).toThrow(/must be array/);
  });
  it('looks only at the request where a fault script made the answer', () => {
    const watch = new DescriptionWatch({ report: () => {} });
    watch.exchange({ method: 'GET', path: '/repos/a/b/pulls', status: 200, responseBody: '<html>', faulted: true });
    expect(() => watch.close()).not.toThrow();
  });
  it('sums what it saw over processes into one report', () => {
    const one = { ...nothing, rest: counted(nothing.rest, 'pulls/list', true) };
    const other = { ...nothing, rest: counted(nothing.rest, 'pulls/list', false, false), provoked: 2 };
    expect(renderTally(added(one, other)).split('\n')[0]).toBe(
      "Held to GitHub's own descriptions: requests to GitHub: 2 over 1 operations, invalid 1; responses: 2, invalid 1; " +
        'webhooks: 0 over 0 kinds, invalid 0; GraphQL queries: 0 over 0 operations, invalid 0; made wrong on purpose: 2.',
    );
  });
});

describe('closing a sandbox throws', () => {
  it.each([
    [
      'after a request that is not as described',
      'GET',
      '/repos/acme/agents/pulls?perpage=3',
      undefined,
      'query/perpage',
    ],
    ['after a query that the schema does not have', 'POST', '/graphql', { query: '{ viewer { naem } }' }, 'naem'],
    ['after a path that GitHub does not have', 'GET', '/repos/acme/agents/nonsense', undefined, 'operation_unknown'],
  ])('%s', async (_name, method, path, body, expected) => {
    for (const provoked of [false, true]) {
      const other = await openTestSandbox({ report: () => {}, ...(provoked ? { provoked: () => true } : {}) });
      const { installed } = await seedSample(other);
      await fetch(`${other.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${other.installationToken(installed.installation)}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (provoked) await expect(other.close()).resolves.toBeUndefined();
      else await expect(other.close()).rejects.toThrow(expected);
    }
  });
});

it('an exchange log of another process is held to the same descriptions', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'exchange-log-'));
  const exchangeLog = join(folder, 'exchanges.jsonl');
  const other = await openTestSandbox({ exchangeLog, report: () => {}, provoked: () => true });
  await seedSample(other, { webhookUrl: 'http://127.0.0.1:9/' });
  await fetch(`${other.url}/meta`);
  expect(() => validateExchangeLog(exchangeLog)).not.toThrow();
  await fetch(`${other.url}/repos/acme/agents/pulls?perpage=3`);
  await other.close();
  expect(() => validateExchangeLog(exchangeLog, { report: () => {} })).toThrow('query/perpage');
  rmSync(folder, { recursive: true });
});
