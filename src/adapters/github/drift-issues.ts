import type { DriftIssueSeen } from '../../core/recovery/drift-issue.ts';
import type { RepositoryKey } from '../../reconcile/ports/default-branch.ts';
import type { DriftIssues } from '../../reconcile/ports/drift-issues.ts';
import { Fault } from '../fault.ts';
import { readBatch } from './batch.ts';
import { type DriftMarks, driftIssueOf, driftIssues, knownDriftIssue } from './facts/drift-issues.ts';
import { numberAt } from './json-value.ts';
import { asking, isAbsence, isFailed } from './query/asking.ts';
import { restPath, type Transport } from './transport/transport.ts';

/** Issues of drift: found by label or number, and by author; the App writes each with a token of its own. */
export class GithubDriftIssues implements DriftIssues {
  readonly #transport: Transport;
  readonly #marks: DriftMarks;

  constructor(transport: Transport, marks: DriftMarks) {
    this.#transport = transport;
    this.#marks = marks;
  }

  async find(key: RepositoryKey, known: number | null): Promise<readonly DriftIssueSeen[]> {
    const connection = driftIssues(this.#marks.label);
    const ask = asking(this.#transport, { ...key, number: known ?? 0 }, 'FindDrift');
    const pieces = known === null ? [] : [knownDriftIssue];
    const { answers, lists } = await readBatch(ask, pieces, [connection]);
    const list = lists.get(connection.name);
    const answer = answers.get(knownDriftIssue.name);
    const isThere = answer !== undefined && !isAbsence(answer.errors);
    if (list?.complete !== true || (isThere && isFailed(answer))) throw incomplete();
    const nodes = [...list.nodes, ...(isThere ? [answer.values] : [])];
    const found = nodes.flatMap((node) => driftIssueOf(node, this.#marks) ?? []);
    return [...new Map(found.map((issue) => [issue.number, issue])).values()];
  }

  async open(key: RepositoryKey, title: string, body: string): Promise<number> {
    const path = restPath('/repos/{owner}/{repo}/issues', { ...key });
    const { data } = await this.#transport.rest({
      method: 'POST',
      path,
      body: { title, body, labels: [this.#marks.label] },
    });
    const number = numberAt(data, 'number');
    if (number === null) throw incomplete();
    return number;
  }

  async label(key: RepositoryKey, number: number): Promise<void> {
    await this.#write('POST', '/labels', key, number, { labels: [this.#marks.label] });
  }

  async update(
    key: RepositoryKey,
    number: number,
    { body, state }: Parameters<DriftIssues['update']>[2],
  ): Promise<void> {
    const reason = state === 'closed' ? { state_reason: 'completed' } : {};
    await this.#write('PATCH', '', key, number, { body, state, ...reason });
  }

  async comment(key: RepositoryKey, number: number, body: string): Promise<void> {
    await this.#write('POST', '/comments', key, number, { body });
  }

  async #write(
    method: 'POST' | 'PATCH',
    part: string,
    key: RepositoryKey,
    number: number,
    body: object,
  ): Promise<void> {
    const path = restPath(`/repos/{owner}/{repo}/issues/{number}${part}`, { ...key, number });
    await this.#transport.rest({ method, path, body });
  }
}

function incomplete(): Fault {
  return new Fault('github_answer_incomplete', { message: 'GitHub did not tell enough of the issues of drift.' });
}
