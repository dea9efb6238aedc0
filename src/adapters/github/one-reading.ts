import type { HoldFact, Person, PolicySource } from '../../generated/types.ts';
import type { Needs, Observation, PullRequestKey, Reviewers } from '../../reconcile/ports.ts';
import type { Thread } from '../../reconcile/ports/thread.ts';
import { Fault } from '../fault.ts';
import { answerQuestions, type Batch, readBatch } from './batch.ts';
import { type ChecksSeen, readChecks, suites } from './facts/checks.ts';
import { rollup } from './facts/statuses.ts';
import { comments, commentsOf } from './facts/comments.ts';
import { commits, pushesOf } from './facts/commits.ts';
import { files, hasMoved, type PreviousPaths } from './facts/files.ts';
import { openIncidents } from './facts/incidents.ts';
import { policyPiece } from './facts/policy.ts';
import {
  headPiece,
  ownHeadBranch,
  pullRequestOf,
  pullRequestPiece,
  queuedPiece,
  repositoryOf,
  repositoryPiece,
  requestedBy,
} from './facts/pull-request.ts';
import { requestedOf, reviewerNodes, reviewRequestsPiece } from './facts/review-requests.ts';
import { pastTimeline, reviews, timeline } from './facts/reviews.ts';
import { checksAt, listsAt } from './history/moment.ts';
import { holdsOf, withHolds } from './holds.ts';
import { lateFactsThen, type Past, readingThen, snapshotThen } from './history/past.ts';
import { at, booleanAt, textAt } from './json-value.ts';
import { lateFacts } from './late-facts.ts';
import { freshAnswers, freshWrites, pullRequestText, seenAnswers, tailKey } from './memory.ts';
import { type KnownContext, NeededFacts, nothingWanted, recordFacts, type Wanted } from './needed-facts.ts';
import { oursBy, ownObjects } from './own-objects.ts';
import { type Ask, asking, isFailed } from './query/asking.ts';
import type { Collected } from './query/connection.ts';
import type { PieceAnswer, Target } from './query/piece.ts';
import type { ReaderOptions } from './reader-options.ts';
import { type BranchActivity, readActivity } from './rest/activity.ts';
import { readPreviousPaths } from './rest/renames.ts';
import { nothingLate, type Reading, snapshotOf } from './snapshot.ts';
import { threadOf } from './thread.ts';

/** Rounds of questions; each is raised by what the one before brought: policy, then records, then owners. */
const mostRounds = 5;

/** Where records are unless the policy says otherwise: asked for before the policy is known, they often save a request. */
const likely: Wanted = { ...nothingWanted, records: ['change.yaml', 'rollout.yaml'] };

/** One reading of a pull request, from nothing but what memory hints at. */
export class OneReading {
  readonly #options: ReaderOptions;
  readonly #target: Target;
  readonly #now: Date;
  readonly #asking: readonly Person[];
  readonly #past: Past | null;
  readonly #ask: Ask;
  readonly #askRoles: Ask | null;
  readonly #needed = new NeededFacts();

  /** `past`: the pull request is read as it was at `now`. */
  constructor(
    options: ReaderOptions,
    { owner, repo, number }: PullRequestKey,
    now: Date,
    people: readonly Person[],
    past: Past | null = null,
  ) {
    this.#options = options;
    this.#asking = people;
    this.#past = past;
    this.#target = { owner, repo, number, ...(past === null ? {} : { baseSha: past.baseSha }) };
    this.#now = now;
    this.#ask = asking(options.transport, this.#target);
    this.#askRoles =
      options.rolesTransport === undefined ? null : asking(options.rolesTransport, this.#target, 'ReadRoles');
  }

  /** null = the head moved meanwhile. */
  async read(): Promise<Observation | null> {
    const { memory } = this.#options;
    const memoryKey = pullRequestText(this.#target);
    const known = memory.pullRequests.get(memoryKey);
    const all = await this.#first(this.#hinted(known?.wanted ?? likely), known?.baseRef ?? null);
    const first = this.#past === null ? all : { ...all, lists: listsAt(all.lists, this.#now) };
    const begun = this.#start(first);
    const { head_sha, base_ref, state } = begun.pullRequest.pull_request;
    if (textAt(first.answers.get('head')?.values, 'oid') !== head_sha || this.#movedFrom(head_sha)) return null;

    const allChecks = await readChecks(this.#ask, first.lists.get('suites') ?? unread);
    const checks = this.#past === null ? allChecks : checksAt(allChecks, this.#now);
    const thread = this.#thread(begun, checks);
    const answers = withHolds(this.#options.readAnswers(thread), this.#holds(begun));
    if (answers.tail !== null && this.#past === null)
      memory.tails.set(tailKey(thread.repository, thread.number), answers.tail);
    const start: Reading = { ...begun, answers, organization: await this.#organization(first) };
    const moved = await this.#withPreviousPaths(start);
    const isOpen = state === 'open';
    const wanted =
      isOpen || this.#asking.length > 0 ? await this.#untilNothingNew(moved, checks, base_ref) : nothingWanted;
    if (wanted === null) return null;
    if (recordFacts(this.#needed, wanted) === 'unread') throw incomplete('A record file could not be read');
    if (asked(moved, wanted).some((login) => !this.#needed.users.has(login))) {
      throw incomplete('Who asked for the change could not be read');
    }

    const reading: Reading = { ...moved, activity: wanted.governed ? await this.#activity(moved) : null };
    const allLate = await lateFacts(this.#options, this.#target, reading, wanted, checks);
    const late = this.#past === null ? allLate : lateFactsThen(allLate, this.#now);
    const fresh = freshWrites(memory, memoryKey, head_sha);
    const own = ownObjects(this.#options, first, checks, thread.sticky, fresh);
    memory.pullRequests.set(memoryKey, { wanted, baseRef: base_ref });
    const read = snapshotOf(reading, wanted, late, this.#options);
    const snapshot = this.#past === null ? read : snapshotThen(read, wanted);
    return {
      snapshot: snapshot.policy === null ? null : snapshot,
      repository_node_id: start.repository.node_id,
      repository_url: start.repository.url,
      head_sha,
      head_since: checks.since,
      head_branch: ownHeadBranch(start),
      in_merge_queue: booleanAt(first.answers.get('queued')?.values, 'isInMergeQueue') ?? false,
      pull_request_node_id: start.pullRequest.node_id,
      reviewers: this.#reviewers(first),
      ...own,
      answers,
    };
  }

  /** Who asks is asked for at once: a command then costs no round more. */
  #hinted(wanted: Wanted): Wanted {
    const known = new Set(wanted.permissions.map(({ id }) => id));
    return { ...wanted, permissions: [...wanted.permissions, ...this.#asking.filter(({ id }) => !known.has(id))] };
  }

  /** The one request of a warm reading: everything that needs no policy, and what was needed the last time. */
  async #first(wanted: Wanted, baseRef: string | null): Promise<Batch> {
    const questions = this.#needed.questions(wanted, this.#context(baseRef));
    const apart = this.#askRoles === null ? [] : questions.filter(({ withRoles }) => withRoles);
    const together = questions.filter((question) => !apart.includes(question));
    const pieces = [repositoryPiece, policyPiece, pullRequestPiece, headPiece, reviewRequestsPiece, queuedPiece];
    const isPast = this.#past !== null;
    const lists = [files, commits, reviews, isPast ? pastTimeline : timeline, suites, rollup, comments];
    if (!isPast) lists.push(openIncidents(this.#options.marks.incident.label));
    const [batch] = await Promise.all([
      readBatch(
        this.#ask,
        [...pieces, ...together.flatMap((one) => one.pieces)],
        [...lists, ...together.flatMap((one) => one.connections)],
      ),
      this.#askRoles === null ? undefined : answerQuestions(this.#askRoles, null, apart),
    ]);
    for (const question of together) question.take(batch.answers, batch.lists);
    return batch;
  }

  #start(first: Batch): Omit<Reading, 'answers'> {
    const repository = repositoryOf(present(first, 'repository', 'The repository'));
    const pullRequest = pullRequestOf(
      present(first, 'pullRequest', 'The pull request'),
      present(first, 'head', 'The head commit'),
    );
    if (repository === null || pullRequest === null) throw incomplete('The pull request could not be read');
    // A hole in it would look like no author and no assignees, whose approvals then count.
    if ((first.answers.get('pullRequest')?.errors.length ?? 0) > 0) {
      throw incomplete('The pull request could not be read whole');
    }
    const policy = present(first, 'policy', 'The policy');
    // No word on the default branch's policy must not look like no policy, which would silence the gate.
    if (isFailed(policy) || policy.errors.length > 0) throw incomplete('The policy could not be read');
    const reading: Omit<Reading, 'answers'> = {
      now: this.#now,
      asking: this.#asking,
      first,
      repository,
      pullRequest,
      previousPaths: null,
      needed: this.#needed,
      activity: null,
      organization: null,
      policy: null,
    };
    return this.#past === null ? reading : readingThen(reading, this.#past);
  }

  #thread({ first, repository, pullRequest }: Omit<Reading, 'answers'>, checks: ChecksSeen): Thread {
    const { memory } = this.#options;
    const key = pullRequestText(this.#target);
    const ours = checks.list.filter(oursBy(this.#options)).map(({ external_id }) => external_id);
    const subject = {
      repository: repository.repository.id,
      number: pullRequest.pull_request.number,
      checks: ours,
      // What is known now says nothing of how it was.
      remembered:
        this.#past === null ? (memory.tails.get(tailKey(repository.repository.id, this.#target.number)) ?? null) : null,
    };
    const collected = first.lists.get('comments') ?? unread;
    const thread = threadOf(this.#options, subject, collected, freshAnswers(memory, key));
    seenAnswers(
      memory,
      key,
      commentsOf(collected).list.map(({ id }) => id),
    );
    return thread;
  }

  /** The organisation's defaults, where there is a policy to merge them under. */
  async #organization(first: Batch): Promise<PolicySource | null> {
    const hasPolicy = at(first.answers.get('policy')?.values, 'policy') !== null || this.#past?.policy != null;
    return hasPolicy ? ((await this.#options.organizationPolicy?.()) ?? null) : null;
  }

  /** Asks until what was read raises no new question; null = the head moved meanwhile. */
  async #untilNothingNew(reading: Reading, checks: ChecksSeen, baseRef: string): Promise<Wanted | null> {
    const { head_sha } = reading.pullRequest.pull_request;
    let wanted = this.#wanted(reading, nothingWanted, checks);
    let before = '';
    for (let round = 0; round < mostRounds; round += 1) {
      const questions = this.#needed.questions(wanted, this.#context(baseRef));
      const text = JSON.stringify(wanted);
      // Nothing new was brought and the same was wanted before: the same would be wanted again.
      if (questions.length === 0 && text === before) return wanted;
      await answerQuestions(this.#ask, this.#askRoles, questions);
      if (this.#movedFrom(head_sha)) return null;
      const next = this.#wanted(reading, wanted, checks);
      if (questions.length === 0 && JSON.stringify(next) === text) return next;
      before = text;
      wanted = next;
    }
    return wanted;
  }

  /** What is needed by all that is known now; a list that was read for the last round is not dropped from the snapshot. */
  #wanted(reading: Reading, before: Wanted, checks: ChecksSeen): Wanted {
    const needs = this.#options.needsOf(snapshotOf(reading, before, nothingLate, this.#options), this.#asking);
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
    };
  }

  async #withPreviousPaths(reading: Reading): Promise<Reading> {
    if (!hasMoved(reading.first.lists.get('files') ?? unread)) return reading;
    const { memory, transport } = this.#options;
    const { base_sha, head_sha } = reading.pullRequest.pull_request;
    const key = `${reading.repository.repository.id}:${this.#target.number}:${base_sha}...${head_sha}`;
    const known = memory.previousPaths.get(key);
    const previousPaths: PreviousPaths = known ?? (await readPreviousPaths(transport, this.#target));
    if (previousPaths !== null) memory.previousPaths.set(key, previousPaths);
    return { ...reading, previousPaths };
  }

  /** Asked only when no check suite tells who pushed the head (github-checked rule 26). */
  async #activity({ first, pullRequest }: Reading): Promise<BranchActivity | null> {
    const { head_sha, created_at } = pullRequest.pull_request;
    if (pushesOf(first.lists.get('commits') ?? unread, head_sha).head_known) return null;
    if (pullRequest.head_repository_name === null) return null;
    const head = { repository: pullRequest.head_repository_name, ref: pullRequest.head_ref, sha: head_sha };
    return readActivity(this.#options.transport, head, created_at);
  }

  #holds({ first, repository }: Omit<Reading, 'answers'>): readonly HoldFact[] {
    const { owner, repo } = this.#target;
    return holdsOf(this.#options, { owner, repo, id: repository.repository.id }, first.lists.get('holds'));
  }

  #reviewers({ answers, lists }: Batch): Reviewers {
    const { teams, users } = this.#needed.nodes;
    return {
      pending: requestedOf(answers.get('reviewRequests')),
      nodes: { teams, users: new Map([...reviewerNodes(lists.get('reviews')), ...users]) },
    };
  }

  #movedFrom(headSha: string): boolean {
    return [...this.#needed.heads].some((seen) => seen !== headSha);
  }

  #context(baseRef: string | null): KnownContext {
    const { app, marks } = this.#options;
    return { baseRef, app, gate: marks.gates[0] ?? '' };
  }
}

/** Logins that a bot's pull request names as those who asked for it. */
function asked({ pullRequest }: Reading, { governed }: Needs): readonly string[] {
  const isByBot = pullRequest.pull_request.author?.type === 'Bot';
  return governed && isByBot ? requestedBy(pullRequest.body) : [];
}

/** Events whose runs use the workflow file of their own commit. */
const comparedEvents = ['push', 'merge_group'];

const unread: Collected = { complete: false, total: null, nodes: [] };

function present(batch: Batch, name: string, what: string): PieceAnswer {
  const answer = batch.answers.get(name);
  if (answer === undefined) throw incomplete(`${what} could not be read`);
  const refused = answer.errors.find(({ type }) => type === 'NOT_FOUND' || type === 'FORBIDDEN');
  const isEmpty = Object.values(answer.values).every((value) => value === null);
  if (refused === undefined || !isEmpty) return answer;
  const code = refused.type === 'FORBIDDEN' ? 'github_forbidden' : 'github_not_found';
  throw new Fault(code, { message: `${what} could not be read: ${refused.message}` });
}

/** The fault of an answer that lacks what nothing can be judged without. */
export function incomplete(message: string): Fault {
  return new Fault('github_answer_incomplete', { message: `${message}.` });
}
