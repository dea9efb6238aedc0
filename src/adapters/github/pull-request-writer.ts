import type { Observation, PullRequestKey, PullRequestWriter, Write, WriteResult } from '../../reconcile/ports.ts';
import { Fault } from '../fault.ts';
import { keepWrites, type WritesKept } from './kept-writes.ts';
import type { ReadingMemory } from './memory.ts';
import { isUnanswered } from './transport/answer-fault.ts';
import type { Transport } from './transport/transport.ts';
import { lookUp } from './write/lookup.ts';
import {
  annotationSteps,
  annotationsPerWrite,
  isCut,
  mutationOf,
  resultsOf,
  type Step,
  stepOf,
} from './write/mutation.ts';

export interface WriterOptions {
  readonly transport: Transport;
  /** The app whose check runs are ours: its id, or its slug where only that is known. */
  readonly app: number | string;
  /**
   * Milliseconds to wait before each look for a write that nobody answered; GitHub's replicas lag by up to 10 seconds
   * (github-facts F12, F23). Default: 0.5, 2, 7.5 seconds.
   */
  readonly patience?: readonly number[];
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** The reader's memory: it then knows of writes that GitHub's replicas don't show yet. */
  readonly memory?: ReadingMemory;
  /** How the gate's check is told, and the ids in it: memory then knows of them without reading. */
  readonly marks?: WritesKept['marks'];
}

/**
 * Writes everything in one mutation; annotations beyond the first 50 of a run in a second one. What failed or was not
 * answered is looked up by its key and sent once more only when it is surely not there (DESIGN 6).
 */
export class GithubPullRequestWriter implements PullRequestWriter {
  readonly #options: WriterOptions;
  readonly #key: PullRequestKey;

  constructor(key: PullRequestKey, options: WriterOptions) {
    this.#key = key;
    this.#options = options;
  }

  async write(observation: Observation, writes: readonly Write[]): Promise<readonly WriteResult[]> {
    if (writes.length === 0) return [];
    const first = await this.#sent(writes, observation);
    const results = first.some(isOpen) ? await this.#again(observation, writes, first) : first;
    const whole = await this.#restOfAnnotations(observation, writes, results);
    const { memory, marks } = this.#options;
    if (memory !== undefined) keepWrites({ memory, marks }, this.#key, observation, writes, whole);
    return whole;
  }

  async #again(
    observation: Observation,
    writes: readonly Write[],
    first: readonly WriteResult[],
  ): Promise<readonly WriteResult[]> {
    const results = [...first];
    const open = (): readonly number[] => results.flatMap((result, index) => (isOpen(result) ? [index] : []));
    let whole = false;
    for (const milliseconds of this.#options.patience ?? [500, 2_000, 7_500]) {
      await (this.#options.sleep ?? sleep)(milliseconds);
      const missing = open();
      const looked = await this.#lookedUp(
        observation,
        missing.flatMap((index) => writes[index] ?? []),
      );
      if (looked === null) continue;
      whole = looked.whole;
      for (const [position, index] of missing.entries())
        results[index] = looked.found[position] ?? results[index] ?? failed;
      if (open().length === 0) return results;
    }
    // Only what is surely not there is sent again: a second object would be worse than none (github-facts F11).
    if (!whole) return results;
    const missing = open();
    const sent = await this.#sent(
      missing.flatMap((index) => writes[index] ?? []),
      observation,
    );
    for (const [position, index] of missing.entries()) results[index] = sent[position] ?? failed;
    return results;
  }

  async #lookedUp(
    observation: Observation,
    writes: readonly Write[],
  ): Promise<Awaited<ReturnType<typeof lookUp>> | null> {
    const { transport, app } = this.#options;
    const { owner, repo, number } = this.#key;
    try {
      return await lookUp(transport, { owner, repo, number }, app, observation, writes);
    } catch (error) {
      if (error instanceof Fault && error.retryable && error.code !== 'github_rate_limited') return null;
      throw error;
    }
  }

  /** A limit is thrown: nothing may be sent until it ends. */
  async #sent(writes: readonly Write[], observation: Observation): Promise<readonly WriteResult[]> {
    return this.#mutation(writes.map((write) => stepOf(write, observation)));
  }

  async #mutation(steps: readonly Step[]): Promise<readonly WriteResult[]> {
    const { query, variables } = mutationOf(steps);
    try {
      const answer = await this.#options.transport.graphql(query, variables);
      const limited = answer.errors.find(({ type }) => type === 'RATE_LIMITED');
      if (limited !== undefined) throw new Fault('github_rate_limited', { message: `GitHub: ${limited.message}` });
      return resultsOf(steps, answer);
    } catch (error) {
      if (!(error instanceof Fault) || !isUnanswered(error)) throw error;
      return steps.map(() => ({ ...failed, error: error.message }));
    }
  }

  async #restOfAnnotations(
    observation: Observation,
    writes: readonly Write[],
    results: readonly WriteResult[],
  ): Promise<readonly WriteResult[]> {
    if (!writes.some(isCut)) return results;
    const steps = writes.flatMap((write, index) => {
      const id = results[index]?.node_id ?? null;
      if (write.kind !== 'check_run' || id === null || write.annotations.length <= annotationsPerWrite) return [];
      return annotationSteps(write, id, observation).map((step) => ({ index, step }));
    });
    if (steps.length === 0) return results;
    // Not sent again here after a failure: appending twice would show every problem twice. Who judges again goes on from
    // the number in the external id.
    const appended = await this.#mutation(steps.map(({ step }) => step));
    return results.map((result, index) => {
      const cut = appended.find(({ error }, position) => error !== null && steps[position]?.index === index);
      return cut === undefined ? result : { ...result, error: `not all annotations are written: ${cut.error}` };
    });
  }
}

const failed: WriteResult = { node_id: null, id: null, url: null, error: 'GitHub gave no answer' };

/** Not there yet, as far as is known, and worth another try. */
function isOpen({ error, refused }: WriteResult): boolean {
  return error !== null && refused !== true;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
