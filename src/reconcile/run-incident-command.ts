import type { Chain } from '../core/command/chain/chain.ts';
import { commandIn } from '../core/command/grammar.ts';
import type { Situation } from '../core/command/situation.ts';
import type { GivenComment } from '../core/route/comment.ts';
import type { EffectivePolicy } from '../generated/types.ts';
import { policyInForce } from '../records/judgement.ts';
import { rulingIn } from './command-rules.ts';
import type { AnswerWriter } from './ports/answer-writer.ts';
import type { IssueKey, IssueThread, IssueThreads, StandingNeedsOf } from './ports/issue-thread.ts';
import type { Clock } from './ports.ts';
import { roleSources } from './role-sources.ts';
import type { CommandRun } from './run-command.ts';

export interface IncidentCommandParts {
  readonly threads: IssueThreads;
  readonly answers: AnswerWriter;
  readonly clock: Clock;
}

/** What became of a command on an issue. */
export interface IncidentRun {
  readonly run: CommandRun;
  /** Whether holds may be others now, so that open pull requests have to be judged again. */
  readonly lifts: boolean;
}

/**
 * Answers a command given on an incident issue, at most once for its comment, and closes the issue where it is resolved.
 * Done again after a crash, it does what is left of it. On issues that are no incident of ours nothing is said: other
 * bots take such words there. Throws what the ports throw.
 */
export async function answerIncidentCommand(
  { threads, answers, clock }: IncidentCommandParts,
  key: IssueKey,
  comment: GivenComment,
): Promise<IncidentRun> {
  const still = (run: CommandRun): IncidentRun => ({ run, lifts: false });
  const found = commandIn(comment.body);
  if (found.kind === 'none') return still({ kind: 'ignored' });
  const thread = await threads.read(key, [comment.author]);
  if (thread === null || thread.policy === null) return still({ kind: 'ignored' });
  if (!thread.answers.facts.answers.complete) return still({ kind: 'unread' });
  const verb = found.kind === 'command' ? found.command.verb : null;
  const { chain } = thread.answers;
  if (chain.answered.has(comment.id)) {
    if (chain.resolved.includes(comment.id) && thread.is_open) await threads.close(key);
    return { run: { kind: 'answered', code: null }, lifts: verb === 'resume' };
  }
  const policy = policyInForce(thread.policy, thread.organization_policy);
  if (policy === null) return still({ kind: 'silence' });
  const ruling = rulingIn(situationOf(thread, policy, clock.now()), comment);
  if (ruling.kind !== 'answer') return still(ruling);
  await answers.answer({ ...key, on: 'issue', node_id: thread.node_id }, ruling.body);
  const { effect } = ruling;
  if (effect?.kind === 'resolve' && thread.is_open) await threads.close(key);
  return {
    run: { kind: 'answered', code: ruling.code },
    lifts: effect?.kind === 'resume' || effect?.kind === 'restart',
  };
}

/** Nobody is the author of an incident: the App is. */
function situationOf({ answers, roles, is_open }: IssueThread, policy: EffectivePolicy, now: Date): Situation {
  return {
    place: 'incident',
    chain: withRecord(answers.chain),
    facts: { roles, author: null },
    policy,
    decision: null,
    is_open,
    head: null,
    head_since: null,
    incidents: [],
    now: `${now.toISOString().slice(0, 19)}Z`,
  };
}

/** An incident without a record is one whose record was taken away: only a start anew goes on from there. */
function withRecord(chain: Chain): Chain {
  return chain.fault === null && !chain.recorded ? { ...chain, fault: 'the record of the bypass is missing' } : chain;
}

/** What people's standing is read from where there is no pull request. */
export const standingNeeds: StandingNeedsOf = ({ policy: source, organization_policy, repository }) => {
  const policy = source === null ? null : policyInForce(source, organization_policy);
  if (policy === null) return null;
  const { teams, users } = roleSources(policy, repository, []);
  return {
    teams: repository.owner_type === 'User' ? [] : [...new Set(teams)].sort(),
    users: [...new Set(users)].sort(),
  };
};
