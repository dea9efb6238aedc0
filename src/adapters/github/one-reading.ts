import type { HoldFact, Person, PolicySource } from '../../generated/types.ts';
import type { Observation, PullRequestKey, Reviewers } from '../../reconcile/ports.ts';
import type { Thread } from '../../reconcile/ports/thread.ts';
import { type Begun, beginReading, incomplete } from './beginning.ts';
import { asked, Rounds } from './rounds.ts';
import { answerQuestions, type Batch, readBatch } from './batch.ts';
import { type ChecksSeen, readChecks, suites } from './facts/checks.ts';
import { rollup } from './facts/statuses.ts';
import { comments, commentsOf } from './facts/comments.ts';
import { commits, pushesOf } from './facts/commits.ts';
import { files, hasMoved, type PreviousPaths } from './facts/files.ts';
import { closedIncidents, closedOf, incidentsOf, openIncidents } from './facts/incidents.ts';
import { policyPiece } from './facts/policy.ts';
import { headPiece, ownHeadBranch, pullRequestPiece, queuedPiece, repositoryPiece } from './facts/pull-request.ts';
import { requestedOf, reviewerNodes, reviewRequestsPiece } from './facts/review-requests.ts';
import { pastTimeline, reviews, timeline, timelineOf } from './facts/reviews.ts';
import { checksAt, listsAt } from './history/moment.ts';
import { holdsOf, withHolds } from './holds.ts';
import { lateFactsThen, type Past, snapshotThen } from './history/past.ts';
import { at, booleanAt, textAt } from './json-value.ts';
import { lateFacts } from './late-facts.ts';
import { freshAnswers, freshWrites, pullRequestText, seenAnswers, tailKey } from './memory.ts';
import { NeededFacts, recordFacts } from './needed-facts.ts';
import { nothingWanted, type Wanted } from './wanted.ts';
import { oursBy, ownObjects } from './own-objects.ts';
import { type Ask, asking } from './query/asking.ts';
import type { Collected } from './query/connection.ts';
import type { Target } from './query/piece.ts';
import { pushesToHead } from './pushes.ts';
import type { ReaderOptions } from './reader-options.ts';
import type { BranchActivity } from './rest/activity.ts';
import { keepRepositoryHint, repositoryHint } from './repository-hint.ts';
import { readPreviousPaths } from './rest/renames.ts';
import { type Reading, snapshotOf } from './snapshot.ts';
import { threadOf } from './thread.ts';

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
  readonly #rounds: Rounds;

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
    this.#rounds = new Rounds({
      options,
      asking: people,
      ask: this.#ask,
      askRoles: this.#askRoles,
      needed: this.#needed,
    });
  }

  /** null = the head moved meanwhile. */
  async read(): Promise<Observation | null> {
    const { memory } = this.#options;
    const memoryKey = pullRequestText(this.#target);
    const hint = memory.pullRequests.get(memoryKey) ?? repositoryHint(memory, this.#target);
    const hinted = this.#hinted(hint.wanted);
    const all = await this.#first(hinted, hint.baseRef);
    const first = this.#past === null ? all : { ...all, lists: listsAt(all.lists, this.#now) };
    const begun = beginReading(first, { now: this.#now, asking: this.#asking, needed: this.#needed, past: this.#past });
    const { head_sha, base_ref, state } = begun.pullRequest.pull_request;
    if (textAt(first.answers.get('head')?.values, 'oid') !== head_sha || this.#rounds.movedFrom(head_sha)) return null;

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
      isOpen || this.#asking.length > 0
        ? await this.#rounds.untilNothingNew(moved, { before: hinted, checks, baseRef: base_ref })
        : nothingWanted;
    if (wanted === null) return null;
    if (recordFacts(this.#needed, wanted) === 'unread') throw incomplete('A record file could not be read');
    if (asked(moved, wanted).some((login) => !this.#needed.users.has(login))) {
      throw incomplete('Who asked for the change could not be read');
    }

    const [activity, allLate] = await Promise.all([
      wanted.governed ? this.#activity(moved) : null,
      lateFacts(this.#options, this.#target, moved, wanted, checks),
    ]);
    const reading: Reading = { ...moved, activity };
    const late = this.#past === null ? allLate : lateFactsThen(allLate, this.#now);
    const fresh = freshWrites(memory, memoryKey, head_sha);
    const own = ownObjects(this.#options, first, checks, thread.sticky, fresh);
    const needed = { wanted, baseRef: base_ref };
    memory.pullRequests.set(memoryKey, needed);
    const read = snapshotOf(reading, wanted, late, this.#options);
    const snapshot = this.#past === null ? read : snapshotThen(read, wanted);
    keepRepositoryHint(memory, this.#target, needed, read.policy?.blob ?? null);
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
    const questions = this.#needed.questions(wanted, this.#rounds.context(baseRef));
    const apart = this.#askRoles === null ? [] : questions.filter(({ withRoles }) => withRoles);
    const together = questions.filter((question) => !apart.includes(question));
    const pieces = [repositoryPiece, policyPiece, pullRequestPiece, headPiece, reviewRequestsPiece, queuedPiece];
    const isPast = this.#past !== null;
    const lists = [files, commits, reviews, isPast ? pastTimeline : timeline, suites, rollup, comments];
    if (!isPast) lists.push(openIncidents(this.#options.marks.incident.label));
    if (!isPast) pieces.push(closedIncidents(this.#options.marks.incident.label));
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

  #thread({ first, repository, pullRequest }: Begun, checks: ChecksSeen): Thread {
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

  /** Who pushed; a merged pull request's branch has no log any more, and `simulate` takes the check suites' word. */
  async #activity({ first, pullRequest }: Reading): Promise<BranchActivity | null> {
    const { head_sha, state } = pullRequest.pull_request;
    const isToldBySuites = () => pushesOf(first.lists.get('commits') ?? unread, head_sha).head_known;
    if (state !== 'open' || (this.#past !== null && isToldBySuites())) return null;
    return pushesToHead(this.#options, pullRequest, timelineOf(first.lists.get('timeline') ?? unread));
  }

  #holds({ first, repository }: Begun): readonly HoldFact[] {
    const { owner, repo } = this.#target;
    const incidents = [...incidentsOf(first.lists.get('holds')), ...closedOf(first.answers.get('closedIncidents'))];
    return holdsOf(this.#options, { owner, repo, id: repository.repository.id }, incidents);
  }

  #reviewers({ answers, lists }: Batch): Reviewers {
    const { teams, users } = this.#needed.nodes;
    return {
      pending: requestedOf(answers.get('reviewRequests')),
      nodes: { teams, users: new Map([...reviewerNodes(lists.get('reviews')), ...users]) },
    };
  }
}

const unread: Collected = { complete: false, total: null, nodes: [] };
