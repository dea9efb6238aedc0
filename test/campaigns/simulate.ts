import { GithubHistoryReader } from '../../src/adapters/github/history/history-reader.ts';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { tallyOf } from '../../src/core/simulation/tally.ts';
import { simulate } from '../../src/reconcile/simulate.ts';
import { seedSample } from '../../src/sandbox/seed/sample.ts';
import { handClock, mergedHistory } from '../support/merged-history.ts';
import { openTestSandbox } from '../support/sandbox.ts';
import { readerOptions } from '../../src/cli/check/pull-request.ts';

/** 200 merged pull requests of known outcome: each must come to it, the counts are exact, and nothing is written. */
const total = 200;
const clock = handClock('2026-03-02T08:00:00Z');
const sandbox = await openTestSandbox({ now: clock.now });
const sample = await seedSample(sandbox);
const { expected } = await mergedHistory(sandbox, sample, clock, total);
const token = sandbox.installationToken(sample.installed.installation);
const options = await readerOptions({ GITHUB_TOKEN: token, GITHUB_API_URL: sandbox.url }, null);
const before = sandbox.exchanges.length;
const history = new GithubHistoryReader(options, { owner: 'acme', repo: 'history' }, null);
const found = (await simulate({ history, sha256, today: clock.now() }, total)) ?? [];
const requests = sandbox.exchanges.slice(before);
const { counts } = tallyOf(found);
const wrong = found.filter(({ number, outcome }) => {
  const codes = outcome.kind === 'unknowable' ? [outcome.lost] : outcome.reasons.map(({ code }) => code);
  const wanted = expected.get(number);
  return wanted?.kind !== outcome.kind || [...new Set(codes)].toSorted().join() !== wanted.codes.join();
});
const writes = requests.filter(
  ({ method, operation }) => method !== 'GET' && operation !== 'MergedPullRequests' && operation !== 'JudgePullRequest',
);
console.log(`seed none: the history is the same each time; ${found.length} merged pull requests`);
for (const [kind, count] of Object.entries(counts)) console.log(`  ${kind}: ${count}`);
console.log(`  requests: ${requests.length}, writes: ${writes.length}, not as expected: ${wrong.length}`);
await sandbox.close();
const isHeld = found.length === total && wrong.length + writes.length === 0 && requests.length <= 2 * total;
process.exitCode = isHeld ? 0 : 1;
