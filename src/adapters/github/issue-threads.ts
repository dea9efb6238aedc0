import type { PermissionFact, Person, Snapshot } from '../../generated/types.ts';
import type { IssueKey, IssueThread, IssueThreads, StandingNeedsOf } from '../../reconcile/ports/issue-thread.ts';
import { Fault } from '../fault.ts';
import { answerQuestions, readBatch } from './batch.ts';
import { commentsOf, isByApp, issueComments } from './facts/comments.ts';
import { isDriftText, isDriftThread } from './facts/drift-issues.ts';
import { policyOf, policyPiece } from './facts/policy.ts';
import { repositoryOf, repositoryPiece } from './facts/pull-request.ts';
import { teamOf } from './facts/roles.ts';
import { booleanAt, listAt, textAt } from './json-value.ts';
import { freshAnswers, pullRequestText, type ReadingMemory, seenAnswers } from './memory.ts';
import { NeededFacts } from './needed-facts.ts';
import { OtherGates } from './other-gates.ts';
import { Questions } from './questions.ts';
import { nothingWanted, type Wanted } from './wanted.ts';
import { asking, isAbsence, isFailed } from './query/asking.ts';
import type { Piece } from './query/piece.ts';
import type { ReaderOptions } from './reader-options.ts';
import { readPermission } from './rest/permission.ts';
import { threadOf } from './thread.ts';
import { restPath } from './transport/transport.ts';

export interface IssueThreadOptions
  extends Pick<ReaderOptions, 'transport' | 'organizationPolicy' | 'app' | 'marks' | 'readAnswers'> {
  readonly memory: ReadingMemory;
  readonly standingNeeds: StandingNeedsOf;
}

const issuePiece: Piece = {
  name: 'issue',
  place: 'issue',
  selection: `id state viewerDidAuthor body lastEditedAt author { __typename login } editor { __typename login }
    labels(first: 100) { nodes { name } }`,
  variables: {},
  keys: ['id', 'state', 'viewerDidAuthor', 'body', 'lastEditedAt', 'author', 'editor', 'labels'],
};

/** Incident issues by number: ours is whichever the App wrote, since its text and labels can be anybody's. */
export class GithubIssueThreads implements IssueThreads {
  readonly #options: IssueThreadOptions;

  constructor(options: IssueThreadOptions) {
    this.#options = options;
  }

  /** One request, and a second one for who holds which role. */
  async read({ owner, repo, number }: IssueKey, people: readonly Person[]): Promise<IssueThread | null> {
    const { transport, marks, app } = this.#options;
    const ask = asking(transport, { owner, repo, number }, 'ReadIncident');
    const needed = new NeededFacts(new OtherGates(this.#options));
    const context = { baseRef: null, app, gate: '', summaries: true };
    const wanted: Wanted = { ...nothingWanted, permissions: people };
    const questions = new Questions();
    const first = questions.of(wanted, context);
    const pieces = [repositoryPiece, policyPiece, issuePiece, ...first.flatMap((one) => one.pieces)];
    const batch = await readBatch(ask, pieces, [issueComments]);
    for (const question of first) question.take(needed, batch);
    const { answers, lists } = batch;

    const none = { values: {}, errors: [] };
    const [issue, policy] = [answers.get('issue') ?? none, answers.get('policy')];
    if (isAbsence(issue.errors)) return null;
    const found = repositoryOf(answers.get('repository') ?? none);
    const node_id = textAt(issue.values, 'id');
    const isWhole = !isFailed(issue) && policy !== undefined && !isFailed(policy) && policy.errors.length === 0;
    if (found === null || node_id === null || !isWhole) throw incomplete();
    if (booleanAt(issue.values, 'viewerDidAuthor') !== true || !isByApp(issue.values)) return null;
    const list = lists.get(issueComments.name) ?? { complete: false, total: null, nodes: [] };
    // Ours, but it holds nothing: it may be closed by anybody, and takes no commands.
    const isDrift = isDriftText(issue.values, marks.drift) || isDriftThread(commentsOf(list).list, marks.drift);
    if (isDrift) return null;

    const { repository } = found;
    const sources = {
      policy: policyOf(repository.full_name, policy),
      organization_policy: (await this.#options.organizationPolicy?.()) ?? null,
    };
    const standing = this.#options.standingNeeds({ ...sources, repository }) ?? { teams: [], users: [] };
    if (people.length > 0) await answerQuestions(ask, null, questions.of({ ...wanted, ...standing }, context), needed);
    return {
      node_id,
      is_open: textAt(issue.values, 'state') === 'OPEN',
      is_labelled: listAt(issue.values, 'labels', 'nodes').some(
        (label) => textAt(label, 'name') === marks.incident.label,
      ),
      ...sources,
      answers: this.#answers({ owner, repo, number }, repository.id, list),
      roles: {
        repository,
        files: { complete: true, total: 0, list: [] },
        codeowners: null,
        users: standing.users.flatMap((login) => needed.users.get(login) ?? []),
        teams: this.#teams(standing.teams, needed, people),
        permissions: await this.#permissions({ owner, repo }, people, needed),
      },
    };
  }

  async close(key: IssueKey): Promise<void> {
    await this.#update(key, { state: 'closed', state_reason: 'completed' });
  }

  async restore(key: IssueKey): Promise<void> {
    const { transport, marks } = this.#options;
    const path = restPath('/repos/{owner}/{repo}/issues/{number}/labels', { ...key, number: String(key.number) });
    await transport.rest({ method: 'POST', path, body: { labels: [marks.incident.label] } });
    await this.#update(key, { state: 'open' });
  }

  async #update(key: IssueKey, body: Readonly<Record<string, string>>): Promise<void> {
    const path = restPath('/repos/{owner}/{repo}/issues/{number}', { ...key, number: String(key.number) });
    await this.#options.transport.rest({ method: 'PATCH', path, body });
  }

  #answers(key: IssueKey, repository: number, list: Parameters<typeof threadOf>[2]): IssueThread['answers'] {
    const { memory, readAnswers } = this.#options;
    const text = pullRequestText(key);
    const fresh = freshAnswers(memory, text);
    const subject = { repository, number: key.number, checks: [], remembered: null };
    const thread = threadOf(this.#options, subject, list, fresh);
    seenAnswers(memory, text, fresh, list);
    return readAnswers(thread);
  }

  #teams(slugs: readonly string[], { teams }: NeededFacts, people: readonly Person[]): Snapshot['teams'] {
    const acted = new Set(people.map(({ id }) => id));
    const unread = { complete: false, total: null, nodes: [] };
    return slugs.map((slug) => teamOf(slug, teams.get(slug) ?? unread, acted));
  }

  async #permissions(
    repository: Pick<IssueKey, 'owner' | 'repo'>,
    people: readonly Person[],
    { permissions }: NeededFacts,
  ): Promise<readonly PermissionFact[]> {
    const list: PermissionFact[] = [];
    for (const person of people) {
      const known = permissions.get(person.id) ?? 'ask REST';
      list.push(known === 'ask REST' ? await readPermission(this.#options.transport, repository, person) : known);
    }
    return list;
  }
}

function incomplete(): Fault {
  return new Fault('github_answer_incomplete', { message: 'GitHub did not tell enough of an issue.' });
}
