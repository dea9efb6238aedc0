import { speaksOfPatch } from '../core/command/answer.ts';
import type { Chain } from '../core/command/chain/chain.ts';
import type { CommandFound } from '../core/command/command.ts';
import { commandIn } from '../core/command/grammar.ts';
import type { GivenComment } from '../core/route/comment.ts';
import type { JudgeParts } from './judge-pull-request.ts';
import type { AnswerWriter } from './ports/answer-writer.ts';
import type { PullRequestKey } from './ports.ts';
import { ruleCommand } from './command-rules.ts';

export interface CommandParts extends Pick<JudgeParts, 'reader' | 'packing' | 'clock'> {
  readonly answers: AnswerWriter;
  /** Drops what is remembered of a pull request, so that everything is asked for anew. */
  readonly forget: (key: PullRequestKey) => void;
}

/** What became of a command. */
export type CommandRun =
  /** The default branch has no policy, or none that can be used, or the comment holds no command: nothing is done. */
  | { readonly kind: 'ignored' }
  /** Who gave it has no standing here, or was answered enough: nothing is written, and it isn't looked at again soon. */
  | { readonly kind: 'silence' }
  /** Not every comment, or not what the person may, could be read, so nobody knows what to say: to be done again. */
  | { readonly kind: 'unread' }
  /** Answered, now or before. */
  | { readonly kind: 'answered'; readonly code: string | null };

/**
 * Answers a command given on a pull request, at most once for its comment: the answer is the record of what it changed.
 * The caller judges afterwards, also when the answer was there already, so that a crash between the two loses nothing.
 * Throws what the ports throw.
 */
export async function answerCommand(
  { reader, answers, forget, clock, packing }: CommandParts,
  key: PullRequestKey,
  comment: GivenComment,
): Promise<CommandRun> {
  const now = clock.now();
  const observation = await reader.observe(key, now, [comment.author]);
  const { snapshot } = observation;
  if (snapshot === null || observation.answers === null) return { kind: 'ignored' };
  if (!snapshot.answers.complete) return { kind: 'unread' };
  const found = commandIn(comment.body);
  if (isAnswered(comment, found, observation.answers.chain)) return { kind: 'answered', code: null };
  const matter = { observation, snapshot, answers: observation.answers, sha256: packing.sha256 };
  const first = ruleCommand(comment, matter);
  // Only of what would be answered is it asked, since a stranger's comment costs next to nothing.
  const asks = first.kind === 'answer' && speaksOfPatch(found);
  const since = asks ? await reader.headSince(key, observation) : observation.head_since;
  const ruling = asks ? ruleCommand(comment, { ...matter, observation: { ...observation, head_since: since } }) : first;
  if (ruling.kind !== 'answer') return ruling;
  if (ruling.forgets) forget(key);
  await answers.answer({ ...key, on: comment.on, node_id: observation.pull_request_node_id }, ruling.body);
  return { kind: 'answered', code: ruling.code };
}

/** A stop that was given twice is one stop; one that somebody hid by editing an answer would be none. */
function isAnswered({ id }: GivenComment, found: CommandFound, { answered, surely_answered }: Chain): boolean {
  const isStop = found.kind === 'command' && found.command.verb === 'block';
  return (isStop ? surely_answered : answered).has(id);
}
