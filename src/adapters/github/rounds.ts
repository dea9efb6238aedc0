import type { Person } from '../../generated/types.ts';
import type { Needs } from '../../reconcile/ports.ts';
import { answerQuestions } from './batch.ts';
import type { ChecksSeen } from './facts/checks.ts';
import { askingOf } from './facts/requesters.ts';
import { type KnownContext, type NeededFacts, nothingWanted, type Wanted } from './needed-facts.ts';
import type { Ask } from './query/asking.ts';
import type { ReaderOptions } from './reader-options.ts';
import { nothingLate, type Reading, snapshotOf } from './snapshot.ts';

/** Rounds of questions; each is raised by what the one before brought: policy, then records, then owners. */
const mostRounds = 5;

export interface RoundsParts {
  readonly options: ReaderOptions;
  readonly asking: readonly Person[];
  readonly ask: Ask;
  /** Asks what a token of its own may know: who is in a team; null = `ask` may. */
  readonly askRoles: Ask | null;
  readonly needed: NeededFacts;
}

/** The rounds of questions of one reading. */
export class Rounds {
  readonly #parts: RoundsParts;

  constructor(parts: RoundsParts) {
    this.#parts = parts;
  }

  /** Asks until what was read raises no new question; null = the head moved meanwhile. */
  async untilNothingNew(reading: Reading, checks: ChecksSeen, baseRef: string): Promise<Wanted | null> {
    const { head_sha } = reading.pullRequest.pull_request;
    let wanted = this.#wanted(reading, nothingWanted, checks);
    let before = '';
    for (let round = 0; round < mostRounds; round += 1) {
      const questions = this.#parts.needed.questions(wanted, this.context(baseRef));
      const text = JSON.stringify(wanted);
      // Nothing new was brought and the same was wanted before: the same would be wanted again.
      if (questions.length === 0 && text === before) return wanted;
      await answerQuestions(this.#parts.ask, this.#parts.askRoles, questions);
      if (this.movedFrom(head_sha)) return null;
      const next = this.#wanted(reading, wanted, checks);
      if (questions.length === 0 && JSON.stringify(next) === text) return next;
      before = text;
      wanted = next;
    }
    return wanted;
  }

  /** What is needed by all that is known now; a list that was read for the last round is not dropped from the snapshot. */
  #wanted(reading: Reading, before: Wanted, checks: ChecksSeen): Wanted {
    const needs = this.#parts.options.needsOf(
      snapshotOf(reading, before, nothingLate, this.#parts.options),
      this.#parts.asking,
    );
    const reporting = needs.reports.map(({ workflow }) => workflow);
    const workflows = checks.list.flatMap(({ name, suite }) =>
      suite.run !== null &&
      comparedEvents.includes(suite.run.event) &&
      (needs.checks.includes(name) || reporting.includes(suite.run.path))
        ? [suite.run.path]
        : [],
    );
    return {
      ...needs,
      users: [...new Set([...needs.users, ...asked(reading, needs)])],
      workflows: [...new Set(workflows)].sort(),
      body_edits: needs.governed && isByBot(reading) && reading.pullRequest.body_edited && !reading.isPast,
    };
  }

  /** Whether an answer was about another head commit. */
  movedFrom(headSha: string): boolean {
    return [...this.#parts.needed.heads].some((seen) => seen !== headSha);
  }

  /** What questions are made with. */
  context(baseRef: string | null): KnownContext {
    const { app, marks } = this.#parts.options;
    return { baseRef, app, gate: marks.gates[0] ?? '' };
  }
}

/** Logins that a bot's pull request names, or ever named, as those who asked for it. */
export function asked(reading: Reading, { governed }: Needs): readonly string[] {
  const { pullRequest, needed } = reading;
  return governed && isByBot(reading) ? askingOf(pullRequest.body, needed.bodyTexts).logins : [];
}

function isByBot({ pullRequest }: Reading): boolean {
  return pullRequest.pull_request.author?.type === 'Bot';
}

/** Events whose runs use the workflow file of their own commit. */
const comparedEvents = ['push', 'merge_group'];
