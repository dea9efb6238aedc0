import { hangsOnPermission, sayingOf } from '../core/command/answer.ts';
import { isBeyondBudget } from '../core/command/budget.ts';
import { answerEntry } from '../core/command/entry.ts';
import { commandIn } from '../core/command/grammar.ts';
import type { Situation } from '../core/command/situation.ts';
import { decide } from '../core/decide.ts';
import type { Sha256 } from '../core/judgement.ts';
import type { GivenComment } from '../core/route/comment.ts';
import type { AnswerEffect, Decision, EffectivePolicy, Snapshot } from '../generated/types.ts';
import { answerComment } from '../records/answer.ts';
import { codeTexts } from '../records/code-texts.ts';
import { prepareJudgement } from '../records/judgement.ts';
import { policyOfDefaults } from '../records/policy/resolution.ts';
import { answerWords } from '../report/answer/answer.ts';
import type { Observation } from './ports.ts';
import type { AnswersRead } from './ports/thread.ts';

/** What is done about a comment. */
export type Ruling =
  | { readonly kind: 'ignored' }
  /** Who gave it has no standing here, or has been answered enough for now: nothing is written. */
  | { readonly kind: 'silence' }
  /** Not enough could be read to know: to be done again. */
  | { readonly kind: 'unread' }
  | {
      readonly kind: 'answer';
      readonly code: string;
      /** Text of the answer comment. */
      readonly body: string;
      /** Whether what is remembered of the pull request is dropped. */
      readonly forgets: boolean;
      /** What it changes; null = nothing. */
      readonly effect: AnswerEffect | null;
    };

export interface CommandMatter {
  readonly observation: Observation;
  readonly snapshot: Snapshot;
  readonly answers: AnswersRead;
  readonly sha256: Sha256;
}

/** Rules on a comment of a pull request by what was read of it, and puts the answer into words. */
export function ruleCommand(comment: GivenComment, matter: CommandMatter): Ruling {
  const found = commandIn(comment.body);
  if (found.kind === 'none') return { kind: 'ignored' };
  const judgement = prepareJudgement(matter.snapshot);
  const policy = judgement.policy?.effective ?? null;
  // Without a policy that can be used nobody has a role, and the check says what is wrong with it. A stop is heard by the
  // defaults: it is needed all the more, and would be forgotten once the policy is mended.
  const isStop = found.kind === 'command' && found.command.verb === 'block';
  if (policy === null && !isStop) return { kind: 'ignored' };
  return rulingIn(situationOf(matter, policy ?? policyOfDefaults, decide(judgement, matter.sha256)), comment);
}

/** Rules on a comment by the situation that it was read in. */
export function rulingIn(situation: Situation, comment: GivenComment): Ruling {
  const found = commandIn(comment.body);
  if (found.kind === 'none') return { kind: 'ignored' };
  const given = { found, person: comment.author, at: comment.created_at };
  const saying = sayingOf(given, situation);
  if (hangsOnPermission(saying, given, situation)) return { kind: 'unread' };
  if (saying === null || isBeyondBudget(saying, given, situation)) return { kind: 'silence' };
  const { verb, line } = found.kind === 'command' ? found.command : found.malformed;
  const command = { comment_id: comment.id, verb, line, person: comment.author, head: situation.head };
  const entry = answerEntry(saying, command, situation.chain, situation.now);
  return {
    kind: 'answer',
    code: saying.code,
    body: answerComment(answerWords(given, saying, situation, codeTexts), entry),
    forgets: verb === 'recheck' && saying.outcome === 'done',
    effect: saying.effect,
  };
}

function situationOf(
  { observation, snapshot, answers }: CommandMatter,
  policy: EffectivePolicy,
  decision: Decision,
): Situation {
  return {
    place: 'pull_request',
    chain: answers.chain,
    facts: { roles: snapshot, author: snapshot.pull_request.author },
    policy,
    decision,
    is_open: snapshot.pull_request.state === 'open',
    head: observation.head_sha,
    head_since: observation.head_since,
    incidents: snapshot.answers.holds.map(({ issue }) => issue),
    now: snapshot.now,
  };
}
