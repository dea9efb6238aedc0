import type { IdUseFact } from '../../generated/types.ts';
import {
  type GateRun,
  gateRunsOf,
  idUsesOf,
  type OpenPullRequests,
  openPullRequestsOf,
  othersIn,
  type UsedIds,
  type UseSearch,
} from './facts/id-uses.ts';
import type { ReadingMemory } from './memory.ts';
import type { Collected } from './query/connection.ts';
import type { PieceAnswer } from './query/piece.ts';
import type { ReaderOptions } from './reader-options.ts';
import { isKnownRepository } from './repository-hint.ts';
import type { RepositoryName } from './rest/repository-name.ts';

/** Whose gate checks are read, how the ids stand in them, and what is known of them. */
type Reader = Pick<ReaderOptions, 'app' | 'marks' | 'memory'>;

/**
 * Whether a list of all open pull requests is worth asking for without the gates' summaries: where the repository was read
 * before, most of what they say is remembered. Never of an app that is known by its slug: any workflow can write a check run
 * of `github-actions`, so that an external id there vouches for nothing.
 */
export function remembersUses({ app, memory }: Omit<Reader, 'marks'>, repository: RepositoryName): boolean {
  return typeof app === 'number' && isKnownRepository(memory, repository);
}

/** Remembers which ids a gate check uses, whose summary was read or written. */
export function rememberUses(memory: Pick<ReadingMemory, 'uses'>, gate: GateName, uses: UsedIds): void {
  // Copied: a part of a text keeps the whole text, here a summary of many kilobytes, in the process's memory.
  memory.uses.set(keyOf(gate), JSON.parse(JSON.stringify(uses)) as UsedIds);
}

type GateName = Pick<GateRun, 'node_id' | 'external_id'>;

/**
 * The external id is a digest over all that the check shows, its summary with the hidden line among it (`report/digest/external-id.ts`;
 * what may stand behind the digest, an answer's name and how far annotations are written, changes no text). Only the
 * App writes its own checks, so one run with one external id has one summary for good.
 */
function keyOf({ node_id, external_id }: GateName): string {
  return `${node_id} ${external_id}`;
}

/** The gate checks of all open pull requests, as one reading learns which ids they use. */
export class OtherGates {
  readonly #reader: Reader;
  #open: OpenPullRequests | null = null;
  /** Whether the list was asked for with the summaries: what it doesn't tell is not to be had. */
  #hasSummaries = false;
  /** What this reading read: memory may forget it before the reading ends. */
  readonly #read = new Map<string, UsedIds>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** What a list of all open pull requests told; a second one takes the place of the first. */
  takeList(collected: Collected, hasSummaries: boolean): void {
    const { app, marks } = this.#reader;
    this.#open = openPullRequestsOf(collected, { app, externalId: marks.external_id });
    this.#hasSummaries = hasSummaries;
    for (const { gate } of this.#open.list) if (gate !== null && gate !== 'unread') this.#take(gate);
  }

  /** What gate checks told that were asked for by their ids. */
  takeRuns(answer: PieceAnswer | undefined): void {
    for (const gate of gateRunsOf(answer)) this.#take(gate);
  }

  /** Node ids of the others' gates of which it isn't known what they use, and may be asked. */
  unknown(pull: Pick<UseSearch, 'self' | 'headSha'>): readonly string[] {
    if (this.#open === null || this.#hasSummaries) return [];
    return othersIn(this.#open, pull).flatMap(({ gate }) =>
      gate === null || gate === 'unread' || this.#usesOf(gate) !== null ? [] : [gate.node_id],
    );
  }

  /** Who else uses the ids, by all that was told. */
  uses(search: UseSearch): { complete: boolean; list: readonly IdUseFact[] } {
    return idUsesOf(this.#open ?? { complete: false, list: [] }, search, (gate) => this.#usesOf(gate));
  }

  #take(gate: GateRun): void {
    if (gate.summary === null) return;
    const { marks, memory } = this.#reader;
    const uses = marks.usesIn(gate.summary);
    this.#read.set(keyOf(gate), uses);
    rememberUses(memory, gate, uses);
  }

  #usesOf(gate: GateRun): UsedIds | null {
    const key = keyOf(gate);
    const read = this.#read.get(key);
    if (read !== undefined || this.#hasSummaries) return read ?? null;
    return this.#reader.memory.uses.get(key) ?? null;
  }
}
