import { packing } from '../../adapters/digest/packing.ts';
import { Fault, faultOf } from '../../adapters/fault.ts';
import type { Transport } from '../../adapters/github/transport/transport.ts';
import { faults } from '../../generated/codes.ts';
import { judgePullRequest } from '../../reconcile/judge-pull-request.ts';
import { nextMoment } from '../../reconcile/next-moment.ts';
import { editsPolicy } from '../../reconcile/policy-edit.ts';
import type { PullRequestKey, WriteBudget } from '../../reconcile/ports.ts';
import { reportFault } from '../../reconcile/report-fault.ts';
import { groupsOfPullRequest } from '../merge-groups.ts';
import { withPatience } from '../patience.ts';
import type { Follow } from '../../reconcile/task.ts';
import { noteBaseline } from './baseline.ts';
import { heldBack, type Standing, standingOf } from './held-back.ts';
import type { Given, Held, JudgingPorts } from './ports.ts';

/** What follows from a judgement. */
interface AfterJudging {
  /** When it has to be judged again although nothing happens; null = never. */
  readonly due: number | null;
  /** When there is room for what was left out of it; null = nothing was. */
  readonly rest: number | null;
  /** The branch in whose merge queue it stands; null = in none. */
  readonly queue: string | null;
  /** Whether it edits the policy, which is looked at apart. */
  readonly edits_policy: boolean;
  /** By what it may hold others back; null = not known. */
  readonly standing: Standing | null;
}

/**
 * Judges a pull request: again when time alone changes it (a waiver runs out with no push and no human), and when there is
 * room for what was left out. Throws what failed, after it was said on the pull request.
 */
export function pullRequests(ports: JudgingPorts): (key: PullRequestKey, given: Given) => Promise<readonly Follow[]> {
  const wakeHeldBack = heldBack(ports);
  return async (pull, { place, lane, isHeld, keep }) => {
    const transport = await ports.transportFor(place, lane);
    const budget = { shed: (creations: number) => ports.limiter.shed(place.installationId, lane, creations) };
    const { due, rest, queue, edits_policy, standing } = await judge(ports, pull, { transport, budget, isHeld });
    if (standing !== null) await wakeHeldBack(pull, standing, { place, transport, keep });
    const again = { key: { kind: 'pull_request', ...pull } as const, place };
    const later: readonly Follow[] = [
      ...(due === null ? [] : [{ ...again, due }]),
      ...(rest === null ? [] : [{ ...again, due: rest, lane: 'sweep' as const }]),
      ...(edits_policy ? [{ key: { kind: 'policy_edit', ...pull } as const, place, lane: 'sweep' as const }] : []),
    ];
    return queue === null ? later : [...later, ...(await groupsOfPullRequest(pull, queue, place, { transport }))];
  };
}

async function judge(
  { readerWith, writerOf, clock, time, metrics, log, redact, inbox }: JudgingPorts,
  key: PullRequestKey,
  { transport, budget, isHeld }: { readonly transport: Transport; readonly budget: WriteBudget; readonly isHeld: Held },
): Promise<AfterJudging> {
  const parts = { reader: readerWith(transport), writer: writerOf(key, transport, isHeld), packing, clock };
  const name = `${key.owner}/${key.repo}#${key.number}`;
  let after: AfterJudging = { due: null, rest: null, queue: null, edits_policy: false, standing: null };
  try {
    await withPatience(async () => {
      const started = performance.now();
      const judged = await judgePullRequest(parts, key, { write: true, asks: true, budget });
      const { decision, observation, writes, results } = judged;
      const queue = observation.in_merge_queue === true ? (decision?.subject.base_ref ?? null) : null;
      const { snapshot } = observation;
      const edits_policy = snapshot?.pull_request.state === 'open' && editsPolicy(snapshot);
      const moment = nextMoment(observation, { now: new Date(time.now()), governed: decision?.governed === true });
      after = {
        due: moment === null ? null : time.here(moment),
        rest: judged.later,
        queue,
        edits_policy,
        standing: standingOf(judged),
      };
      if (decision !== null) await noteBaseline(inbox, key, decision);
      metrics.judged(decision, (performance.now() - started) / 1_000);
      log.info({ pull_request: name, verdict: decision?.verdict ?? null, writes: results.length }, 'judged');
      const failed = results
        .map(({ error }, index) => ({ error, kind: writes[index]?.kind }))
        .filter(({ error }) => error !== null);
      for (const { error } of failed) log.error({ pull_request: name }, `a write failed: ${error ?? ''}`);
      // A comment that can't be written (a locked conversation, say) is no reason to close the gate.
      const [check] = failed.filter(({ kind }) => kind === 'check_run');
      if (check === undefined) return;
      throw new Fault('github_answer_incomplete', { message: `A check could not be written: ${check.error ?? ''}` });
    });
  } catch (error) {
    const { code, message, retryable } = faultOf(error);
    const shown = { code, message: redact(message), retryable, next: faults[code].next };
    if (code !== 'lease_lost') await reportFault(parts, key, shown);
    throw error;
  }
  return after;
}
