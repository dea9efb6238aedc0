import type { BranchUpdate } from '../../core/gate/bypass.ts';
import type { Snapshot } from '../../generated/types.ts';
import type { DefaultBranchRead, DefaultBranchReader, RepositoryKey } from '../../reconcile/ports/default-branch.ts';
import { Fault } from '../fault.ts';
import { branchUpdate, branchUpdatesQuery } from './facts/branch-updates.ts';
import { at, idAt, textAt } from './json-value.ts';
import { readBranchMoves } from './rest/branch-moves.ts';
import { readComparedFiles } from './rest/comparison.ts';
import { faultOfErrors } from './transport/answer-fault.ts';
import type { Transport } from './transport/transport.ts';

export interface DefaultBranchOptions {
  readonly transport: Transport;
  /** The app whose checks are ours, and the name of the gate's. */
  readonly app: number;
  readonly gate: string;
}

/** More moves than this are not looked at in one go: the oldest are first, so that the next look goes on from there. */
const mostMoves = 20;

/** Reads what came to the default branch: GitHub's log of the branch, then everything about each move in one query. */
export class GithubDefaultBranchReader implements DefaultBranchReader {
  readonly #options: DefaultBranchOptions;

  constructor(options: DefaultBranchOptions) {
    this.#options = options;
  }

  async updates(key: RepositoryKey, since: string | null, from: Date): Promise<DefaultBranchRead> {
    const { transport, app, gate } = this.#options;
    const { branch, tip } = await this.#tip(key);
    const all = await readBranchMoves(transport, key, branch, since, from);
    // The log may lag behind the branch (github-facts F23); what came would be passed over for good. Of a branch that
    // nobody moved since there is a log, nothing stands in it.
    const isUnmoved = since === null && all.newest === null;
    if (tip !== null && all.newest !== tip && !isUnmoved)
      throw incomplete(`the log of ${branch} does not reach its newest commit yet`);
    const moves = all.moves.slice(0, mostMoves);
    const { query, variables } = branchUpdatesQuery(key, moves, app, gate);
    const { data, errors } = await transport.graphql(query, variables);
    const fault = faultOfErrors(
      'what came to the default branch',
      errors.filter(({ type }) => type !== 'NOT_FOUND'),
    );
    if (fault !== null) throw fault;
    const repository = at(data, 'repository');
    const id = idAt(repository, 'databaseId');
    const full_name = textAt(repository, 'nameWithOwner');
    if (id === null || full_name === null) throw incomplete('the repository could not be read');
    return {
      repository: { id, url: textAt(repository, 'url') ?? '' },
      branch,
      head: moves.at(-1)?.after ?? tip ?? '',
      more: all.moves.length > moves.length,
      updates: moves.map((move, index) => {
        const update = branchUpdate(move, index, repository, { id, full_name });
        if (update === null) throw incomplete('a commit of the default branch could not be read');
        return update;
      }),
    };
  }

  async files(key: RepositoryKey, { type, before, after }: BranchUpdate): Promise<Snapshot['files']> {
    const there = await this.#compared(key, before, after);
    if (type !== 'force_push' && type !== 'branch_creation') return there;
    // Three dots show what one side has since both parted; what the old side had is gone, and that is a change too.
    const back = await this.#compared(key, after, before);
    const list = [...there.list, ...back.list];
    return { complete: there.complete && back.complete, total: list.length, list };
  }

  /** A commit that GitHub doesn't have any more leaves the list open: it may have changed anything. */
  async #compared(key: RepositoryKey, before: string, after: string): Promise<Snapshot['files']> {
    try {
      return await readComparedFiles(this.#options.transport, key, before, after);
    } catch (error) {
      if (error instanceof Fault && error.code === 'github_not_found') return { complete: false, total: 0, list: [] };
      throw error;
    }
  }

  async #tip({ owner, repo }: RepositoryKey): Promise<{ readonly branch: string; readonly tip: string | null }> {
    const query = `query ReadDefaultBranch($owner: String!, $repo: String!) {
      repository(owner: $owner, name: $repo) { defaultBranchRef { name target { oid } } }
    }`;
    const { data, errors } = await this.#options.transport.graphql(query, { owner, repo });
    const fault = faultOfErrors('the default branch', errors);
    if (fault !== null) throw fault;
    const branch = textAt(data, 'repository', 'defaultBranchRef', 'name');
    if (branch === null) throw incomplete('the default branch could not be read');
    return { branch, tip: textAt(data, 'repository', 'defaultBranchRef', 'target', 'oid') };
  }
}

function incomplete(what: string): Fault {
  return new Fault('github_answer_incomplete', { message: `What came to the default branch is not known: ${what}.` });
}
