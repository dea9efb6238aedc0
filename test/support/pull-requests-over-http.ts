import type { PersonName } from '../../src/sandbox/seed/sample.ts';
import type { SandboxProcess } from './sandbox-process.ts';

/** Text by path; null removes. */
type Files = Readonly<Record<string, string | null>>;

/** A pull request as REST tells it. */
export interface PullView {
  readonly number: number;
  readonly node_id: string;
  readonly head: { readonly sha: string; readonly ref: string };
  readonly merged: boolean;
}

interface CheckView {
  readonly status: string;
  readonly conclusion: string | null;
  readonly output: { readonly title: string; readonly summary: string | null };
}

/** What people do to `acme/agents`, by GitHub's REST and GraphQL alone. */
export interface Repository {
  /** One commit on a branch, which is made from the default branch where there is none. */
  readonly commit: (who: PersonName, branch: string, files: Files, message: string) => Promise<string>;
  readonly open: (who: PersonName, branch: string, files: Files, title: string) => Promise<PullView>;
  readonly pull: (number: number) => Promise<PullView>;
  /** The newest check `rollout-gate` on a commit; null = none. */
  readonly gate: (sha: string) => Promise<CheckView | null>;
  readonly comment: (who: PersonName, number: number, body: string) => Promise<number>;
  readonly comments: (number: number) => Promise<readonly { readonly id: number; readonly body: string }[]>;
  readonly approve: (who: PersonName, number: number) => Promise<void>;
  readonly issues: () => Promise<
    readonly { readonly number: number; readonly title: string; readonly state: string }[]
  >;
  readonly enqueue: (who: PersonName, pull: PullView) => Promise<void>;
}

const here = '/repos/acme/agents';

export function repositoryOver({ ask }: SandboxProcess): Repository {
  const must = async <T>(...given: Parameters<SandboxProcess['ask']>): Promise<T> => {
    const { status, data } = await ask<T>(...given);
    if (status >= 300) throw new Error(`${given.slice(0, 3).join(' ')}: ${status} ${JSON.stringify(data)}`);
    return data;
  };
  const tipOf = async (who: PersonName, branch: string): Promise<string | null> => {
    const { status, data } = await ask<{ object: { sha: string } }>(who, 'GET', `${here}/git/ref/heads/${branch}`);
    return status === 200 ? data.object.sha : null;
  };
  const commit: Repository['commit'] = async (who, branch, files, message) => {
    const tip = await tipOf(who, branch);
    const parent = tip ?? (await tipOf(who, 'main')) ?? '';
    const entries = Object.entries(files).map(([path, content]) => ({
      path,
      mode: '100644',
      type: 'blob',
      ...(content === null ? { sha: null } : { content }),
    }));
    const tree = await must<{ sha: string }>(who, 'POST', `${here}/git/trees`, { base_tree: parent, tree: entries });
    const made = { message, tree: tree.sha, parents: [parent] };
    const { sha } = await must<{ sha: string }>(who, 'POST', `${here}/git/commits`, made);
    if (tip === null) await must(who, 'POST', `${here}/git/refs`, { ref: `refs/heads/${branch}`, sha });
    else await must(who, 'PATCH', `${here}/git/refs/heads/${branch}`, { sha });
    return sha;
  };
  return {
    commit,
    open: async (who, branch, files, title) => {
      await commit(who, branch, files, title);
      return must(who, 'POST', `${here}/pulls`, { title, head: branch, base: 'main' });
    },
    pull: (number) => must('grace', 'GET', `${here}/pulls/${number}`),
    gate: async (sha) => {
      const path = `${here}/commits/${sha}/check-runs?check_name=rollout-gate`;
      const { check_runs } = await must<{ check_runs: readonly CheckView[] }>('grace', 'GET', path);
      return check_runs[0] ?? null;
    },
    comment: async (who, number, body) =>
      (await must<{ id: number }>(who, 'POST', `${here}/issues/${number}/comments`, { body })).id,
    comments: (number) => must('grace', 'GET', `${here}/issues/${number}/comments?per_page=100`),
    approve: async (who, number) => {
      await must(who, 'POST', `${here}/pulls/${number}/reviews`, { event: 'APPROVE', body: 'Reads well.' });
    },
    issues: async () => {
      const all = await must<readonly { number: number; title: string; state: string; pull_request?: unknown }[]>(
        'grace',
        'GET',
        `${here}/issues?state=all&labels=rollout-gate-incident`,
      );
      return all.filter(({ pull_request }) => pull_request === undefined);
    },
    enqueue: async (who, { node_id }) => {
      const query =
        'mutation Enqueue($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { clientMutationId } }';
      const { errors } = await must<{ errors?: unknown }>(who, 'POST', '/graphql', {
        query,
        variables: { id: node_id },
      });
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
    },
  };
}
