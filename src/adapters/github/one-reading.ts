import { mattersWhoPushed } from '../../core/change/reviews/exclusion.ts';
import type { HoldFact, Person } from '../../generated/types.ts';
import type { Observation, PullRequestKey, Reviewers } from '../../reconcile/ports.ts';
import type { Thread } from '../../reconcile/ports/thread.ts';
import { type Begun, beginReading, incomplete } from './beginning.ts';
import { asked, Rounds } from './rounds.ts';
import type { Batch } from './batch.ts';
import { type ChecksSeen, readChecks } from './facts/checks.ts';
import { hasMoved } from './facts/files.ts';
import { closedOf, incidentsOf } from './facts/incidents.ts';
import { ownHeadBranch } from './facts/pull-request.ts';
import { requestedOf, reviewerNodes } from './facts/review-requests.ts';
import { firstRequest, readFirst } from './first-request.ts';
import { checksAt, listsAt } from './history/moment.ts';
import { holdsOf, withHolds } from './holds.ts';
import { lateFactsThen, type Past, snapshotThen } from './history/past.ts';
import { at, booleanAt, textAt } from './json-value.ts';
import { lateFacts } from './late-facts.ts';
import { freshAnswers, freshWrites, pullRequestText, seenAnswers, tailKey } from './memory.ts';
import { NeededFacts, recordFacts } from './needed-facts.ts';
import { nothingWanted, type Wanted } from './wanted.ts';
import { OtherGates, remembersUses } from './other-gates.ts';
import { oursBy, ownObjects } from './own-objects.ts';
import { type Ask, asking } from './query/asking.ts';
import { unreadList } from './query/connection.ts';
import type { Target } from './query/piece.ts';
import { withPreviousPaths } from './previous-paths.ts';
import { contextOf, Questions } from './questions.ts';
import { pushesToHead } from './pushes.ts';
import type { ReaderOptions } from './reader-options.ts';
import type { BranchActivity } from './rest/activity.ts';
import { keepRepositoryHint, repositoryHint } from './repository-hint.ts';
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
  readonly #needed: NeededFacts;
  /** As all maps of the memory know the pull request. */
  readonly #key: string;

  /** `past`: the pull request is read as it was at `now`. */
  constructor(
    options: ReaderOptions,
    { owner, repo, number }: PullRequestKey,
    now: Date,
    people: readonly Person[],
    past: Past | null = null,
  ) {
    this.#options = options;
    this.#needed = new NeededFacts(new OtherGates(options));
    this.#asking = people;
    this.#past = past;
    this.#target = { owner, repo, number, ...(past === null ? {} : { baseSha: past.baseSha }) };
    this.#now = now;
    this.#ask = asking(options.transport, this.#target);
    this.#askRoles =
      options.rolesTransport === undefined ? null : asking(options.rolesTransport, this.#target, 'ReadRoles');
    this.#key = pullRequestText(this.#target);
  }

  /** null = the head moved meanwhile. */
  async read(): Promise<Observation | null> {
    const { memory } = this.#options;
    const hint = memory.pullRequests.get(this.#key) ?? repositoryHint(memory, this.#target);
    const hinted = this.#hinted(hint.wanted);
    // Which ids others used at a merge decides nothing (`history/past.ts`), so none are asked for one by one.
    const summaries = this.#past !== null || !remembersUses(this.#options, this.#target);
    const context = contextOf(this.#options, { baseRef: hint.baseRef, summaries });
    const request = firstRequest(memory, {
      wanted: hinted,
      context,
      label: this.#options.marks.incident.label,
      isPast: this.#past !== null,
      hasRolesToken: this.#askRoles !== null,
    });
    const all = await readFirst(request, this.#ask, this.#askRoles, this.#needed);
    const first = this.#past === null ? all : { ...all, lists: listsAt(all.lists, this.#now) };
    const begun = beginReading(first, { now: this.#now, asking: this.#asking, needed: this.#needed, past: this.#past });
    const { head_sha, base_ref, state } = begun.pullRequest.pull_request;
    if (textAt(first.answers.get('head')?.values, 'oid') !== head_sha || this.#needed.movedFrom(head_sha)) return null;

    const allChecks = await readChecks(this.#ask, first.lists.get('suites') ?? unreadList);
    const checks = this.#past === null ? allChecks : checksAt(allChecks, this.#now);
    const thread = this.#thread(begun, checks);
    const answers = withHolds(this.#options.readAnswers(thread), this.#holds(begun));
    if (answers.tail !== null && this.#past === null)
      memory.tails.set(tailKey(thread.repository, thread.number), answers.tail);
    const hasPolicy = at(first.answers.get('policy')?.values, 'policy') !== null || this.#past?.policy != null;
    // The organisation's defaults, where there is a policy to merge them under.
    const { organizationPolicy } = this.#options;
    const organization = organizationPolicy === undefined || !hasPolicy ? null : await organizationPolicy();
    const start: Reading = { ...begun, answers, organization };
    const hasMoves = hasMoved(first.lists.get('files') ?? unreadList);
    const moved = hasMoves ? await withPreviousPaths(this.#options, this.#target, start) : start;
    const isOpen = state === 'open';
    const rounds = new Rounds({
      options: this.#options,
      asking: this.#asking,
      ask: this.#ask,
      askRoles: this.#askRoles,
      needed: this.#needed,
      questions: new Questions(request.asked),
      context,
    });
    const wanted =
      isOpen || this.#asking.length > 0
        ? await rounds.untilNothingNew(moved, { before: hinted, checks, baseRef: base_ref })
        : nothingWanted;
    if (wanted === null) return null;
    const records = recordFacts(this.#needed, wanted);
    if (records === 'unread') throw incomplete('A record file could not be read');
    if (asked(moved, wanted).some((login) => !this.#needed.users.has(login))) {
      throw incomplete('Who asked for the change could not be read');
    }

    const [activity, allLate] = await Promise.all([
      wanted.governed && mattersWhoPushed(moved.lists.reviews) ? this.#activity(moved) : null,
      lateFacts(this.#options, this.#target, moved, wanted, checks),
    ]);
    const reading: Reading = { ...moved, activity };
    const late = this.#past === null ? allLate : lateFactsThen(allLate, this.#now);
    const fresh = freshWrites(memory, this.#key, head_sha);
    const own = ownObjects(this.#options, first, checks, thread.sticky, fresh);
    const needed = { wanted, baseRef: base_ref };
    memory.pullRequests.set(this.#key, needed);
    const read = snapshotOf(reading, { needs: wanted, records, late });
    const snapshot = this.#past === null ? read : snapshotThen(read, wanted);
    keepRepositoryHint(memory, this.#target, needed, read.policy?.blob ?? null);
    return {
      snapshot: snapshot.policy === null ? null : snapshot,
      repository_node_id: start.repository.node_id,
      repository_url: start.repository.url,
      head_sha,
      head_since: checks.since,
      pushers_unread: activity?.unread ?? false,
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
    if (this.#asking.length === 0) return wanted;
    // Under the name that they have now: GitHub knows nobody by an older one.
    const isAsking = ({ id }: Person): boolean => this.#asking.some((person) => person.id === id);
    return { ...wanted, permissions: [...wanted.permissions.filter((one) => !isAsking(one)), ...this.#asking] };
  }

  #thread({ first, repository, pullRequest }: Begun, checks: ChecksSeen): Thread {
    const { memory } = this.#options;
    const ours = checks.list.filter(oursBy(this.#options)).map(({ external_id }) => external_id);
    const subject = {
      repository: repository.repository.id,
      number: pullRequest.pull_request.number,
      checks: ours,
      // What is known now says nothing of how it was.
      remembered:
        this.#past === null ? (memory.tails.get(tailKey(repository.repository.id, this.#target.number)) ?? null) : null,
    };
    const collected = first.lists.get('comments') ?? unreadList;
    const fresh = freshAnswers(memory, this.#key);
    const thread = threadOf(this.#options, subject, collected, fresh);
    seenAnswers(memory, this.#key, fresh, collected);
    return thread;
  }

  /** Who pushed; a merged pull request's branch has no log any more, and `simulate` takes the check suites' word. */
  async #activity({ pullRequest, lists }: Reading): Promise<BranchActivity | null> {
    const { state } = pullRequest.pull_request;
    if (state !== 'open' || (this.#past !== null && lists.pushes.head_known)) return null;
    return pushesToHead(this.#options, pullRequest, lists.timeline);
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
