import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { appManifest } from '../../../src/core/access/manifest.ts';
import type { AlertRule } from '../../../src/sandbox/state/code-scanning.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { killLeftovers, startAppProcess } from '../../app/app-processes.ts';
import { type JudgingWorld, openJudgingWorld } from '../../support/judging.ts';
import { ripen } from '../../support/ripe.ts';
import { samplePolicy, ticketPriority } from '../../support/scenes.ts';

/** Alerts of code scanning as findings and as a signal. */
let world: JudgingWorld;
let pull: PullRequest;

const policy = samplePolicy({
  sections: 'findings:\n  code_scanning: { min_severity: high }\n',
  signals: '  direct_tool_access_present: { code_scanning: { rule: "agent/direct-tool-access" } }\n',
});

const injection: AlertRule = {
  id: 'js/code-injection',
  description: 'Code from outside is run',
  severity: 'error',
  securitySeverity: 'critical',
};
const access: AlertRule = { ...injection, id: 'agent/direct-tool-access', securitySeverity: 'low' };

const granted = (...parts: Parameters<typeof appManifest>[0]['with']) =>
  appManifest({ name: 'gate', url: null, with: parts }).default_permissions;

/** A pull request that only its alerts can keep from going. */
beforeEach(async () => {
  world = await openJudgingWorld();
  world.installed.installation.permissions = granted('code-scanning');
  await world.sandbox.push(world.repository, 'main', {
    files: { '.github/rollout-gate.yml': policy },
    pusher: world.people.grace,
  });
  const record = 'changes/ticket-priority/rollout.yaml';
  const files = ticketPriority();
  const rollout = `rollout:
  require: [offline_eval_passed, duplicate_ticket_eval_passed, rollback_plan_ready]
  block_if: [direct_tool_access_present]
  rollout_mode: { initial: canary, max_tenant_exposure_pct: 5 }
`;
  pull = await world.open('a', { ...files, [record]: rollout });
  await ripen(world, pull);
});

afterEach(async () => {
  world.sandbox.setWebhookUrl(world.installed.app, null);
  killLeftovers();
  await world.close();
});

const analyse = (...found: AlertRule[]) => world.sandbox.analyse({ repository: world.repository, on: pull, found });

async function codes(): Promise<readonly string[]> {
  const { decision } = await world.judge(pull, { memory: readingMemory() });
  return [
    decision?.verdict ?? 'none',
    ...(decision?.reasons ?? []).filter(({ effect }) => effect !== 'advise').map(({ code }) => code),
  ];
}

describe('an alert', () => {
  test('blocks while it is open on the pull request, and lets go when it is fixed', async () => {
    await analyse();
    expect(await codes()).toEqual(['go']);
    await analyse(injection);
    expect(await codes()).toEqual(['block', 'finding_open']);
    await analyse();
    expect(await codes()).toEqual(['go']);
  });

  test('that somebody dismissed lets go; opened again it blocks', async () => {
    const [alert] = await analyse(injection);
    if (alert === undefined) throw new Error('no alert');
    await world.sandbox.dismissAlert(alert, world.people.grace, 'false positive');
    expect(await codes()).toEqual(['go']);
    await world.sandbox.reopenAlert(alert, world.people.grace);
    expect(await codes()).toEqual(['block', 'finding_open']);
  });

  test('below the severity of the policy, or on another branch, is nothing', async () => {
    await analyse({ ...injection, securitySeverity: 'medium' });
    const sha = world.repository.refs.get('refs/heads/main') ?? '';
    const on = { branch: 'main', sha };
    await world.sandbox.analyse({ repository: world.repository, on, found: [{ ...injection, id: 'js/other' }] });
    expect(await codes()).toEqual(['go']);
  });

  test('of the rule that a blocker names blocks, however severe it is', async () => {
    await analyse(access);
    expect((await codes())[0]).toBe('block');
    await analyse();
    expect(await codes()).toEqual(['go']);
  });

  test('beyond the first page counts', async () => {
    const many = Array.from({ length: 130 }, (_, index) => ({ ...access, id: `js/small-${index}` }));
    await analyse(injection, ...many);
    expect(await codes()).toEqual(['block', 'finding_open']);
  });

  test('that may not be read waits, with the mend', async () => {
    world.installed.installation.permissions = granted();
    await analyse(injection);
    expect(await codes()).toContain('findings_unreadable');
    expect((await codes())[0]).toBe('wait');
  });
});

describe('an empty list of alerts', () => {
  const waiting = ['wait', 'blocker_unknown', 'findings_not_analysed'];
  const next = async () =>
    (await world.judge(pull, { write: false })).decision?.next_actions.map(({ how }) => how).join('\n');

  test('says nothing before the head was analysed: it waits, and says for what', async () => {
    expect(await codes()).toEqual(waiting);
    expect(await next()).toContain('the code-scanning workflow has to run on this pull request');
    const sha = world.repository.refs.get('refs/heads/main') ?? '';
    await world.sandbox.analyse({ repository: world.repository, on: { branch: 'main', sha }, found: [] });
    expect(await codes()).toEqual(waiting);
    await analyse();
    expect(await codes()).toEqual(['go']);
  });

  test('of a head before is none of the head that was pushed over it', async () => {
    await analyse();
    const before = pull.head.sha;
    await world.sandbox.push(world.repository, 'a', { files: { 'y.md': 'y\n' }, pusher: world.people.alice });
    expect(pull.head.sha).not.toBe(before);
    expect(await codes()).toEqual(expect.arrayContaining(waiting));
    await analyse();
    expect(await codes()).not.toEqual(expect.arrayContaining(['findings_not_analysed']));
  });

  test('counts on when only the base moves, which nothing analyses anew', async () => {
    await analyse();
    await world.sandbox.push(world.repository, 'main', { files: { 'y.md': 'y\n' }, pusher: world.people.grace });
    expect(await codes()).not.toEqual(expect.arrayContaining(['findings_not_analysed']));
  });

  test('is not counted when the analyses can’t be read', async () => {
    await analyse();
    const fault = { kind: 'status', status: 500 } as const;
    world.sandbox.faults.add({ path: /code-scanning\/analyses/, fault, times: 9 });
    expect(await codes()).toEqual(['wait', 'blocker_unknown', 'findings_unreadable']);
  });
});

describe('under the App', () => {
  const conclusion = () =>
    [...world.sandbox.world.checkRuns.values()].findLast(
      ({ name, headSha }) => name === 'rollout-gate' && headSha === pull.head.sha,
    )?.conclusion;
  const shows = (wanted: string | null) => expect.poll(conclusion, { timeout: 10_000, interval: 20 }).toBe(wanted);

  test.each([true, false])('tokens read alerts only where that was granted (%s)', { timeout: 40_000 }, async (may) => {
    world.installed.installation.permissions = granted(...(may ? (['code-scanning'] as const) : []));
    const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-scanning-'));
    await analyse();
    const app = await startAppProcess(world, join(folder, 'store.sqlite'));
    world.sandbox.setWebhookUrl(world.installed.app, `${app.url}/api/github/webhooks`);
    await world.sandbox.comment(pull, world.people.alice, '/recheck');
    await shows(may ? 'success' : null);
    if (may) {
      await analyse(injection);
      await shows('failure');
      await analyse();
      await shows('success');
    }
    expect(await app.end('SIGTERM')).toBe(0);
    const tokens = world.sandbox.exchanges.filter(({ path }) => path.endsWith('/access_tokens'));
    // The sweeps of the start ask for one that only lists repositories.
    const asked = tokens.flatMap(({ requestBody, status }) => {
      const { permissions } = requestBody as { readonly permissions: Readonly<Record<string, string>> };
      return permissions['checks'] === undefined ? [] : [[permissions['security_events'], status]];
    });
    expect(asked).toEqual([[may ? 'read' : undefined, 201]]);
    rmSync(folder, { recursive: true });
  });
});
