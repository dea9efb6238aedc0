import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { packing } from '../../../src/adapters/digest/packing.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import type { OrganizationPolicy } from '../../../src/adapters/github/organization-policy.ts';
import { GithubPullRequestReader } from '../../../src/adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../../../src/adapters/github/pull-request-writer.ts';
import { httpTransport } from '../../../src/adapters/github/transport/http-transport.ts';
import { answersReader } from '../../../src/reconcile/answers.ts';
import { marks } from '../../../src/reconcile/marks.ts';
import { needsOf } from '../../../src/reconcile/needs.ts';
import { reportFault } from '../../../src/reconcile/report-fault.ts';
import { reportReader } from '../../../src/reconcile/report-reading.ts';
import { sampleFiles } from '../../../src/sandbox/seed/files.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../../support/judging.ts';
import { openRecoveringApp, type RecoveringApp } from '../../support/recovering-app.ts';
import { ticketPriority } from '../../support/scenes.ts';

/** GitHub fails where the policy only observes: no run may come under the name that a ruleset requires, nor stay. */
let world: JudgingWorld;
let app: RecoveringApp;

beforeEach(async () => {
  world = await openJudgingWorld();
  app = await openRecoveringApp(world);
});
afterEach(() => app.close());

const gates = (pull: PullRequest) =>
  [...world.sandbox.world.checkRuns.values()]
    .filter(({ headSha, name }) => headSha === pull.head.sha && name.startsWith('rollout-gate'))
    .map(({ name, conclusion, output }) => `${name}: ${conclusion}, ${output.title?.split(':')[0]}`)
    .filter((line) => !line.includes(' / '));
async function policy(enforcement: string): Promise<void> {
  const text = String(sampleFiles['.github/rollout-gate.yml']).replace(/^enforcement: .*$/m, enforcement);
  const files = { '.github/rollout-gate.yml': text };
  await world.sandbox.push(world.repository, 'main', { files, pusher: world.people.grace });
}
async function reported(pull: PullRequest, organizationPolicy?: OrganizationPolicy): Promise<void> {
  const { app: own, installation } = world.installed;
  const token = world.sandbox.installationToken(installation);
  const transport = httpTransport({ apiUrl: world.sandbox.url, token, userAgent: 'rollout-gate/test' });
  const key = { owner: 'acme', repo: world.repository.name, number: pull.number };
  const reader = new GithubPullRequestReader({
    transport,
    app: own.id,
    organizationPolicy,
    marks,
    needsOf,
    readReports: reportReader(packing.sha256),
    readAnswers: answersReader(packing.sha256),
    sha256: packing.sha256,
    memory: readingMemory(),
  });
  const writer = new GithubPullRequestWriter(key, { transport, app: own.id, patience: [0] });
  const fault = { code: 'github_server_error', message: 'GitHub answered 500', retryable: true, next: 'Wait.' };
  await reportFault({ reader, writer, packing, clock: systemClock }, key, fault);
}
/** A pull request whose first judgements fail; what is said of it, and what is when GitHub works again. */
async function failing(): Promise<readonly [readonly string[], readonly string[]]> {
  const before = app.faults.length;
  world.sandbox.faults.add({ operation: 'JudgePullRequest', fault: { kind: 'status', status: 500 }, times: 5 });
  const pull = await world.open('a', ticketPriority());
  await app.work();
  expect(app.faults.length).toBeGreaterThan(before);
  const said = gates(pull);
  world.sandbox.faults.clear();
  app.pass(60_000);
  await app.work();
  return [said, gates(pull)];
}
const closed = 'rollout-gate: action_required, Could not be evaluated';
const observing = 'rollout-gate (observe): neutral';

test('what is only observed is said to be so, and nothing of it stays', async () => {
  await policy('enforcement: observe');
  expect(await failing()).toEqual([[`${observing}, Could not be evaluated`], [`${observing}, Would wait`]]);
});

test.each([
  ['everything is observed', 'enforcement: observe', `${observing}, Could not be evaluated`],
  ['one risk is enforced', 'enforcement: { default: observe, high: enforce }', closed],
  ['one rule is enforced', 'enforcement: { default: observe, rules: { bundle_id_in_use: enforce } }', closed],
  ['it is enforced by now', 'enforcement: { default: observe, enforce_from: 2020-01-01 }', closed],
  [
    'it is not enforced yet',
    'enforcement: { default: observe, enforce_from: 2999-01-01 }',
    `${observing}, Could not be evaluated`,
  ],
  ['the policy can’t be used', 'enforcement: { default: observe, critical: 7 }', closed],
])('where %s', async (_, enforcement, said) => {
  await policy(enforcement);
  const pull = await world.open('a', ticketPriority());
  await reported(pull);
  expect(gates(pull)).toEqual([said]);
});

test('the gate closes where the organisation’s defaults are not told', async () => {
  await policy('enforcement: observe');
  const pull = await world.open('a', ticketPriority());
  await reported(pull, async () => Promise.reject(new Error('no answer')));
  expect(gates(pull)).toEqual([closed]);
});

test('a run under the required name goes on under it', async () => {
  await policy('enforcement: enforce');
  const pull = await world.open('a', ticketPriority());
  await world.judge(pull);
  await policy('enforcement: observe');
  await reported(pull);
  expect(gates(pull)).toContain(closed);
  expect(gates(pull).join()).not.toContain('neutral');
});
