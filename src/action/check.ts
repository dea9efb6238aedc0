import { Fault } from '../adapters/fault.ts';
import { openPullRequests, openPullRequestsOfCommit } from '../adapters/github/commit-pull-requests.ts';
import type { RepositoryName } from '../adapters/github/rest/repository-name.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import { policyLocation } from '../settings/policy-location.ts';
import { capsuleFolder } from './capsule-file.ts';
import { connect, repositoryOf } from './connection.ts';
import { planOf, type Plan } from './event.ts';
import { judgeGroup } from './judge-group.ts';
import { judgeParts } from './judge-parts.ts';
import { judgeOne, type Outcome } from './judge-one.ts';
import { judgingLater } from './judging-later.ts';
import { ignoredEnding } from './ignored-ending.ts';
import { limitsOf } from './limits.ts';
import { type Environment, type Given, run, type Said } from './run.ts';
import { knowingOwner } from './token-owner.ts';

/** `command: check`. */
export function start(environment: Environment): Promise<void> {
  return run('check', environment, check);
}

/** Judges what the event names. A pull request that can't be evaluated doesn't keep the others from it; throws a `Fault` when none can. */
async function check({ inputs, environment, payload, clock }: Given): Promise<Said> {
  const plan = planOf(environment['GITHUB_EVENT_NAME'] ?? '', payload, inputs.pullRequest);
  if (plan.kind === 'ignored') return ignoredEnding(plan.why);
  if (plan.kind === 'unreadable') throw new Fault('event_unreadable', { message: plan.why });
  const name = repositoryOf(environment);
  const { token, 'roles-token': rolesToken } = inputs.text;
  const judging = judgingLater();
  const connected = (own: string): Transport => judging.behind(connect(own, environment, () => void judging.load()));
  const known = knowingOwner(connected(token));
  const rolesTransport = rolesToken === '' ? null : connected(rolesToken);
  const parts = judgeParts(known, rolesTransport, judging, policyLocation(inputs.text['organization-policy']));
  const folder = capsuleFolder(inputs, environment);
  if (plan.kind === 'merge_group') {
    const { base_ref, sha, mode } = plan;
    const { checkEnding } = await judging.load();
    const outcomes = await judgeGroup({ ...name, base_ref, sha }, parts.options, judging, clock.now(), folder);
    const limits = limitsOf(mode, { app: known.owner(), rolesToken: rolesToken !== '' });
    return checkEnding(outcomes, {
      mode,
      limits,
      nothing: `nothing is judged for the merge group ${sha.slice(0, 7)} now`,
    });
  }
  const { numbers, complete } = await pullRequestsOf(plan, known.transport, name);

  const outcomes: Outcome[] = [];
  for (const number of numbers) {
    const key = { ...name, number };
    const way = { now: clock.now(), write: plan.mode === 'report', folder };
    const outcome = await judgeOne(parts.of(key), key, judging, way);
    outcomes.push(outcome);
    // The token and the limit are the same for the others.
    if (outcome.fault !== null && concernsAll.includes(outcome.fault.code)) break;
  }
  const given = { app: known.owner(), rolesToken: rolesToken !== '' };
  const limits = [...limitsOf(plan.mode, given), ...(complete ? [] : [notAll])];
  const { checkEnding } = await judging.load();
  return checkEnding(outcomes, { mode: plan.mode, limits, nothing: nothingFound(plan) });
}

const concernsAll: readonly string[] = ['github_unauthorized', 'github_rate_limited', 'github_unreachable'];

type Findable = Exclude<Plan, { kind: 'ignored' | 'unreadable' | 'merge_group' }>;

const notAll = 'Not every open pull request could be listed: the others keep the check run that they had.';

interface Found {
  readonly numbers: readonly number[];
  /** False = there are more. */
  readonly complete: boolean;
}

async function pullRequestsOf(plan: Findable, transport: Transport, name: RepositoryName): Promise<Found> {
  switch (plan.kind) {
    case 'pull_request':
      return { numbers: [plan.number], complete: true };
    case 'commit': {
      const named = plan.numbers.length > 0;
      return {
        numbers: named ? plan.numbers : await openPullRequestsOfCommit(transport, name, plan.sha),
        complete: true,
      };
    }
    case 'open_pull_requests':
      return openPullRequests(transport, name);
  }
}

function nothingFound(plan: Findable): string {
  return plan.kind === 'commit'
    ? `no open pull request has the head ${plan.sha.slice(0, 7)}`
    : 'no pull request is open';
}
