import type { Person } from '../../generated/types.ts';
import type { Needs } from '../../reconcile/ports/needs.ts';
import { answerQuestions } from './batch.ts';
import type { ChecksSeen } from './facts/checks.ts';
import { askingOf } from './facts/requesters.ts';
import { type NeededFacts, recordFacts } from './needed-facts.ts';
import type { KnownContext, Questions } from './questions.ts';
import { nothingWanted, type Wanted } from './wanted.ts';
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
  readonly questions: Questions;
  /** As the first request was made. */
  readonly context: KnownContext;
}

/** The rounds of questions of one reading. */
export class Rounds {
  readonly #parts: RoundsParts;
  #last: { readonly texts: Texts; readonly wanted: Wanted } | null = null;

  constructor(parts: RoundsParts) {
    this.#parts = parts;
  }

  /**
   * Asks until what was read raises no new question; null = the head moved meanwhile. `before`: what was asked for already,
   * on a guess. What is wanted in the end hangs on what GitHub said alone, never on the guess.
   */
  async untilNothingNew(
    reading: Reading,
    { before, checks, baseRef }: { readonly before: Wanted; readonly checks: ChecksSeen; readonly baseRef: string },
  ): Promise<Wanted | null> {
    const { number, head_sha } = reading.pullRequest.pull_request;
    const context = { ...this.#parts.context, baseRef };
    let wanted = this.#wanted(reading, before, checks);
    for (let round = 0; round < mostRounds; round += 1) {
      const { ask, askRoles, needed } = this.#parts;
      // Where no ids are needed, nobody's are looked for.
      const gates = wanted.change_ids.length === 0 ? [] : needed.gates.unknown({ self: number, headSha: head_sha });
      const questions = this.#parts.questions.of(wanted, context, gates);
      if (questions.length > 0) await answerQuestions(ask, askRoles, questions, needed);
      if (needed.movedFrom(head_sha)) return null;
      const next = this.#wanted(reading, wanted, checks);
      if (questions.length === 0 && (next === wanted || JSON.stringify(next) === JSON.stringify(wanted))) return next;
      wanted = next;
    }
    return wanted;
  }

  /** What is needed by all that is known now. */
  #wanted(reading: Reading, before: Wanted, checks: ChecksSeen): Wanted {
    const texts = this.#textsOf(before);
    if (this.#last !== null && isSameTexts(this.#last.texts, texts)) return this.#last.wanted;
    const { records, reviewed, codeowners } = before;
    // Nothing but texts raises new needs: what else was asked for on a guess is kept out of sight.
    const seen = { ...nothingWanted, records, reviewed, codeowners };
    const known = texts.records === 'unread' ? [] : texts.records;
    const snapshot = snapshotOf(reading, { needs: seen, records: known, late: nothingLate });
    const needs = this.#parts.options.needsOf(snapshot, this.#parts.asking);
    const reporting = needs.reports.map(({ workflow }) => workflow);
    const workflows = checks.list.flatMap(({ name, suite }) =>
      suite.run !== null &&
      comparedEvents.includes(suite.run.event) &&
      (needs.checks.includes(name) || reporting.includes(suite.run.path))
        ? [suite.run.path]
        : [],
    );
    const wanted = {
      ...needs,
      users: unique([...needs.users, ...asked(reading, needs)]),
      workflows: unique(workflows).sort(),
      body_edits: needs.governed && isByBot(reading) && reading.pullRequest.body_edited && !reading.isPast,
    };
    this.#last = { texts, wanted };
    return wanted;
  }

  /** The texts that needs are made from, beside what the first request brought. */
  #textsOf(wanted: Wanted): Texts {
    const { needed } = this.#parts;
    return {
      records: recordFacts(needed, wanted),
      codeowners: wanted.codeowners ? needed.codeowners : null,
      body: needed.bodyTexts,
    };
  }
}

function unique(texts: string[]): string[] {
  return texts.length < 2 ? texts : [...new Set(texts)];
}

interface Texts {
  readonly records: ReturnType<typeof recordFacts>;
  readonly codeowners: NeededFacts['codeowners'];
  readonly body: NeededFacts['bodyTexts'];
}

function isSameTexts(some: Texts, others: Texts): boolean {
  if (some.codeowners !== others.codeowners || some.body !== others.body) return false;
  if (some.records === 'unread' || others.records === 'unread') return some.records === others.records;
  const { records } = others;
  return some.records.length === records.length && some.records.every((text, index) => text === records[index]);
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
