import type { AnswerPlace, AnswerWriter } from '../../reconcile/ports/answer-writer.ts';
import type { OwnComment } from '../../reconcile/ports/thread.ts';
import { Fault } from '../fault.ts';
import { readBatch } from './batch.ts';
import { comments, commentsOf, issueComments } from './facts/comments.ts';
import { freshAnswers, pullRequestText, type ReadingMemory } from './memory.ts';
import { asking } from './query/asking.ts';
import { isUnanswered } from './transport/answer-fault.ts';
import type { Transport } from './transport/transport.ts';
import { mutationOf, resultsOf, type Step } from './write/mutation.ts';

export interface AnswerWriterOptions {
  readonly transport: Transport;
  /** The reader's memory: it then knows of answers that GitHub's replicas don't show yet. */
  readonly memory: ReadingMemory;
  /** Milliseconds before each look for an answer that GitHub said nothing about (github-facts F12, F23). */
  readonly patience?: readonly number[];
}

/** Writes answer comments: look up, write, never twice (DESIGN 6). */
export class GithubAnswerWriter implements AnswerWriter {
  readonly #options: AnswerWriterOptions;

  constructor(options: AnswerWriterOptions) {
    this.#options = options;
  }

  async answer(place: AnswerPlace, body: string): Promise<OwnComment> {
    const written = (await this.#sent(place, body)) ?? (await this.#lookedUp(place, body));
    const { memory } = this.#options;
    const key = pullRequestText(place);
    memory.freshAnswers.set(key, [...freshAnswers(memory, key), { ...written, at: Date.now() }]);
    return written;
  }

  /** null = GitHub didn't say whether it is there. */
  async #sent({ node_id: subjectId }: AnswerPlace, body: string): Promise<OwnComment | null> {
    const steps: readonly Step[] = [{ field: 'addComment', input: { subjectId, body } }];
    const { query, variables } = mutationOf(steps, 'WriteAnswer');
    try {
      const answer = await this.#options.transport.graphql(query, variables);
      const limited = answer.errors.find(({ type }) => type === 'RATE_LIMITED');
      if (limited !== undefined) throw new Fault('github_rate_limited', { message: `GitHub: ${limited.message}` });
      const [result] = resultsOf(steps, answer);
      return result?.node_id == null || result.id === null ? null : { node_id: result.node_id, id: result.id, body };
    } catch (error) {
      if (error instanceof Fault && isUnanswered(error)) return null;
      throw error;
    }
  }

  /** Only what is surely not there is sent once more: a second answer would break the chain (github-facts F11). */
  async #lookedUp(place: AnswerPlace, body: string): Promise<OwnComment> {
    let isAbsent = false;
    for (const milliseconds of this.#options.patience ?? [500, 2_000, 7_500]) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const found = await this.#found(place, body);
      if (found !== null && found !== 'absent') return found;
      isAbsent = found === 'absent';
    }
    const again = isAbsent ? await this.#sent(place, body) : null;
    if (again !== null) return again;
    throw new Fault('github_answer_incomplete', { message: 'An answer to a command could not be written.' });
  }

  /** null = it could not be told. */
  async #found({ owner, repo, number, on }: AnswerPlace, body: string): Promise<OwnComment | 'absent' | null> {
    const list = on === 'issue' ? issueComments : comments;
    try {
      const ask = asking(this.#options.transport, { owner, repo, number }, 'LookUpAnswer');
      const { lists } = await readBatch(ask, [], [list]);
      const seen = commentsOf(lists.get(list.name) ?? { complete: false, total: null, nodes: [] });
      const found = seen.list.find((one) => one.is_ours && one.body.trim() === body.trim());
      if (found !== undefined) return { node_id: found.node_id, id: found.id, body };
      return seen.complete ? 'absent' : null;
    } catch (error) {
      if (error instanceof Fault && error.retryable && error.code !== 'github_rate_limited') return null;
      throw error;
    }
  }
}
