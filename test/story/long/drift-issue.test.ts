import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Drifting, openDrifting, otherRules, without } from '../../support/drifting.ts';
import { ticketPriority } from '../../support/scenes.ts';

/** The one issue that tells a repository of drift (T40): never two, never an incident, never on somebody else's word. */
let at: Drifting;
let isHeld: boolean;
beforeEach(async () => {
  isHeld = true;
  at = await openDrifting({ isHeld: () => isHeld });
});
afterEach(() => at.app.close());

type Change = () => unknown;
const drift = otherRules([]);

describe('the issue', () => {
  test('is rewritten when something else is wrong besides, and stays one', async () => {
    await drift.change(at);
    await at.look();
    const { number, body } = at.issue();
    without('checks').change(at);
    expect(await at.look()).toEqual([`PATCH /issues/${number}`]);
    expect(at.issue().body).not.toBe(body);
    expect(at.issue().body).toContain('`gate_not_required`');
    expect(at.issue().body).toContain('`installation_permission_missing`');
  });

  test('is opened again when the drift comes back, not a second one', async () => {
    await drift.change(at);
    await at.look();
    await drift.mend(at);
    await at.look();
    await drift.change(at);
    await at.look();
    expect({ state: at.issue().state, said: at.said() }).toEqual({ state: 'open', said: ['found', 'gone', 'found'] });
  });

  test('that somebody closed stays closed for the same drift, and is opened for another', async () => {
    await drift.change(at);
    await at.look();
    await at.world.sandbox.updateIssue(at.issue(), at.world.people.grace, { state: 'closed' });
    expect(await at.look()).toEqual([]);
    expect({ state: at.issue().state, labels: at.issue().labels }).toEqual({
      state: 'closed',
      labels: ['rollout-gate-drift'],
    });
    without('checks').change(at);
    await at.look();
    expect(at.issue().state).toBe('open');
  });

  test.each<[string, Change]>([
    ['lost its store', () => at.app.forget()],
    [
      'lost the label of its issue',
      () => at.world.sandbox.unlabel(at.issue(), at.world.people.grace, 'rollout-gate-drift'),
    ],
    [
      'had its text written over',
      () => at.world.sandbox.updateIssue(at.issue(), at.world.people.grace, { body: 'nothing to see' }),
    ],
  ])('is found again by an App that %s', async (_name, change) => {
    await drift.change(at);
    await at.look();
    const { number } = at.issue();
    await change();
    await at.look();
    const own = [...at.world.sandbox.world.issues.values()].filter(({ authorAppId }) => authorAppId !== null);
    expect(own.map((one) => one.number)).toEqual([number]);
    expect(at.issue().labels).toEqual(['rollout-gate-drift']);
    expect(at.issue().body).toContain('`gate_not_required`');
    expect(await at.look()).toEqual([]);
  });

  test('is not made twice by two looks within seconds, while a replica shows none', async () => {
    await drift.change(at);
    at.world.sandbox.faults.lag = 10;
    await at.look();
    await at.app.sweep('rules');
    at.app.forget();
    at.world.sandbox.faults.lag = 0;
    await at.look();
    expect(at.issues()).toHaveLength(1);
    expect(at.said()).toEqual(['found']);
  });

  test.each<[string, RegExp, 'before' | 'after']>([
    ['of which GitHub lost the answer', /\/issues$/, 'after'],
    ['that GitHub did not take', /\/issues$/, 'before'],
    ['whose word GitHub did not take', /\/comments$/, 'before'],
  ])('%s is made good once', async (_name, path, when) => {
    await drift.change(at);
    at.world.sandbox.faults.add({ fault: { kind: 'status', status: 502 }, method: 'POST', path, when });
    await at.look();
    expect(at.app.faults).toHaveLength(1);
    at.app.pass(16_000);
    await at.app.work();
    expect({ state: at.issue().state, said: at.said() }).toEqual({ state: 'open', said: ['found'] });
    expect(at.app.faults).toHaveLength(1);
  });

  test('of two the oldest stays', async () => {
    await drift.change(at);
    await at.look();
    const { number, title, body } = at.issue();
    const authorization = `token ${at.world.sandbox.installationToken(at.world.installed.installation)}`;
    await fetch(`${at.world.sandbox.url}/repos/acme/agents/issues`, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify({ title, body, labels: ['rollout-gate-drift'] }),
    });
    await at.look();
    expect(at.issues().map((one) => [one.number, one.state])).toEqual([
      [number, 'open'],
      [number + 1, 'closed'],
    ]);
  });

  test('is none of those that others write', async () => {
    await drift.change(at);
    await at.look();
    const { body } = at.issue();
    at.world.sandbox.world.issues.clear();
    at.app.forget();
    const theirs = await at.world.sandbox.openIssue(at.world.repository, at.world.people.erin, {
      title: 'x',
      body: String(body),
      labels: ['rollout-gate-drift'],
    });
    await at.look();
    expect(at.issues().map(({ authorAppId }) => authorAppId)).toEqual([null, at.world.installed.app.id]);
    expect(theirs).toMatchObject({ state: 'open', body });
  });

  test('is no incident, whoever closes it or labels it as one: nothing is on hold', async () => {
    await drift.change(at);
    await at.look();
    const pull = await at.world.open('a', ticketPriority());
    const held = async () => {
      const { decision } = await at.world.judge(pull, { write: false });
      return decision?.announced.filter(({ code }) => code === 'surface_held');
    };
    expect(await held()).toEqual([]);
    await at.world.sandbox.updateIssue(at.issue(), at.world.people.grace, { body: 'written over' });
    await at.world.sandbox.label(at.issue(), at.world.people.grace, 'rollout-gate-incident');
    expect(await held()).toEqual([]);
    await at.world.sandbox.unlabel(at.issue(), at.world.people.grace, 'rollout-gate-incident');
    await at.world.sandbox.updateIssue(at.issue(), at.world.people.grace, { state: 'closed' });
    await at.app.work();
    expect({ state: at.issue().state, labels: at.issue().labels }).toEqual({
      state: 'closed',
      labels: ['rollout-gate-drift'],
    });
    await at.world.sandbox.commentOnIssue(at.issue(), at.world.people.frank, '/resume because it was looked at');
    await at.app.work();
    expect(at.said()).toEqual(['found', '/resume because it was looked at']);
  });

  test('is known by nothing that somebody else wrote over it: our words from another mouth count for nothing', async () => {
    await drift.change(at);
    await at.look();
    const { number } = at.issue();
    const { sandbox, people } = at.world;
    await sandbox.updateIssue(at.issue(), people.grace, { body: 'written over' });
    for (const one of sandbox.world.issueComments.values()) await sandbox.deleteComment(one, people.grace);
    await sandbox.commentOnIssue(at.issue(), people.grace, '<!-- rollout-gate:drift-word found -->');
    await at.look();
    expect(at.issues().map((one) => one.number)).toEqual([number, number + 1]);
  });

  test('never takes the place of an incident that was made to look like it', async () => {
    at.world.ruleset.bypassUserIds.push(at.world.people.grace.id);
    await at.world.sandbox.push(at.world.repository, 'main', {
      files: { 'policy/tools.yaml': 'default: allow\n' },
      pusher: at.world.people.grace,
    });
    await at.app.work();
    const [incident] = [...at.world.sandbox.world.issues.values()];
    if (incident === undefined) throw new Error('no incident');
    await drift.change(at);
    await at.look();
    const { body } = at.issue();
    const records = [...at.world.sandbox.world.issueComments.values()].filter(
      ({ issueNumber }) => issueNumber === incident.number,
    );
    await at.world.sandbox.updateIssue(incident, at.world.people.grace, { body: String(body) });
    await at.world.sandbox.label(incident, at.world.people.grace, 'rollout-gate-drift');
    for (const record of records) await at.world.sandbox.deleteComment(record, at.world.people.grace);
    await drift.mend(at);
    await at.look();
    expect(incident.state).toBe('open');
    await at.world.sandbox.updateIssue(incident, at.world.people.grace, { state: 'closed' });
    await at.app.work();
    expect(incident).toMatchObject({ state: 'open' });
    expect(incident.labels).toContain('rollout-gate-incident');
  });

  test('is not written where issues are switched off, and nothing goes round in circles', async () => {
    await drift.change(at);
    at.world.sandbox.faults.add({ fault: { kind: 'not_found' }, method: 'POST', path: /\/issues$/, times: 9 });
    expect(await at.look()).toEqual(['POST /issues']);
    expect(at.app.warnings).toMatchObject([{ repository: 'acme/agents', code: 'github_not_found' }]);
    expect(at.app.faults).toEqual([]);
    expect(await at.look()).toEqual(['POST /issues']);
  });

  test('is not written for a moment in which GitHub does not tell the rules', async () => {
    at.world.sandbox.faults.add({ fault: { kind: 'status', status: 502 }, path: /\/rules\/branches/, times: 9 });
    expect(await at.look()).toEqual([]);
    expect(at.found()).toEqual([]);
  });

  test('is not written by a process that lost its lease', async () => {
    await drift.change(at);
    isHeld = false;
    expect(await at.look()).toEqual([]);
    expect(at.app.faults).toEqual([expect.stringContaining('Another process')]);
  });

  test('is written with a token that may do nothing else', async () => {
    await drift.change(at);
    const requests = await at.world.requestsOf(() => at.look());
    const [asked] = requests.filter(({ requestBody }) => JSON.stringify(requestBody)?.includes('issues') === true);
    expect(asked?.requestBody).toEqual({
      repository_ids: [at.world.repository.id],
      permissions: { metadata: 'read', contents: 'read', issues: 'write' },
    });
  });
});
