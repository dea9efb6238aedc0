import type {
  Incident,
  IncidentText,
  IncidentWriter,
  OpenIncident,
  RepositoryKey,
} from '../../reconcile/ports/default-branch.ts';
import { Fault } from '../fault.ts';
import { GithubAnswerWriter } from './answer-writer.ts';
import { readBatch } from './batch.ts';
import { comments, issueComments } from './facts/comments.ts';
import { incidentIssues } from './facts/incidents.ts';
import { booleanAt, numberAt, textAt } from './json-value.ts';
import { freshAnswers, pullRequestText, type ReadingMemory } from './memory.ts';
import { asking } from './query/asking.ts';
import type { ReaderOptions } from './reader-options.ts';
import { threadOf } from './thread.ts';
import { isUnanswered } from './transport/answer-fault.ts';
import { restPath, type Transport } from './transport/transport.ts';

export interface IncidentOptions extends Pick<ReaderOptions, 'app' | 'marks'> {
  readonly transport: Transport;
  readonly memory: ReadingMemory;
  /** Milliseconds before each look for an issue that GitHub said nothing about (github-facts F12, F23). */
  readonly patience?: readonly number[];
}

/** Incident issues: found by label, author and hidden first line, whether they are open or closed. */
export class GithubIncidents implements IncidentWriter {
  readonly #options: IncidentOptions;

  constructor(options: IncidentOptions) {
    this.#options = options;
  }

  async open(key: RepositoryKey, repository: number, text: IncidentText): Promise<OpenIncident> {
    const incident = (await this.#found(key, text)) ?? (await this.#created(key, text));
    const { number } = incident;
    const { transport, memory } = this.#options;
    const ask = asking(transport, { ...key, number }, 'ReadIncident');
    const { lists } = await readBatch(ask, [], [issueComments]);
    const list = lists.get(issueComments.name) ?? { complete: false, total: null, nodes: [] };
    const thread = threadOf(
      this.#options,
      { repository, number, checks: [], remembered: null },
      list,
      freshAnswers(memory, pullRequestText({ ...key, number })),
    );
    // A second record would break the chain.
    if (!thread.complete) throw incomplete('the comments of an incident');
    return { ...incident, thread };
  }

  async comment(key: RepositoryKey, { number, node_id }: Incident, body: string): Promise<void> {
    await this.#answers().answer({ ...key, number, on: 'issue', node_id }, body);
  }

  async mention(key: RepositoryKey, pullRequest: number, marker: string, body: string): Promise<void> {
    const ask = asking(this.#options.transport, { ...key, number: pullRequest }, 'ReadMention');
    const piece = { name: 'pullId', place: 'pullRequest', selection: 'id', variables: {}, keys: ['id'] } as const;
    const { answers, lists } = await readBatch(ask, [piece], [comments]);
    const list = lists.get(comments.name);
    const node_id = textAt(answers.get('pullId')?.values, 'id');
    if (list === undefined || !list.complete || node_id === null) throw incomplete('a merged pull request');
    // What was written a moment ago is not yet in every list (github-facts F23).
    const fresh = freshAnswers(this.#options.memory, pullRequestText({ ...key, number: pullRequest }));
    const isThere =
      fresh.some((one) => one.body.startsWith(marker)) ||
      list.nodes.some(
        (node) => booleanAt(node, 'viewerDidAuthor') === true && textAt(node, 'body')?.startsWith(marker) === true,
      );
    if (!isThere) await this.#answers().answer({ ...key, number: pullRequest, on: 'pull_request', node_id }, body);
  }

  #answers(): GithubAnswerWriter {
    const { transport, memory, patience } = this.#options;
    return new GithubAnswerWriter({ transport, memory, ...(patience === undefined ? {} : { patience }) });
  }

  /** null = surely not there. */
  async #found(key: RepositoryKey, { marker }: IncidentText): Promise<Incident | null> {
    const { transport, marks } = this.#options;
    const list = incidentIssues(marks.incident.label);
    const { lists } = await readBatch(asking(transport, { ...key, number: 0 }, 'FindIncidents'), [], [list]);
    const found = lists.get(list.name);
    const own = found?.nodes.find(
      (node) => booleanAt(node, 'viewerDidAuthor') === true && textAt(node, 'body')?.startsWith(marker) === true,
    );
    const incident = own === undefined ? null : incidentOf(own, 'id');
    if (incident === null && found?.complete !== true) throw incomplete('the incidents');
    return incident;
  }

  /** What GitHub did not answer is looked for; only the next look at the branch tries again (github-facts F11). */
  async #created(key: RepositoryKey, text: IncidentText): Promise<Incident> {
    const { transport, marks, patience } = this.#options;
    const { title, body, assignees } = text;
    const path = restPath('/repos/{owner}/{repo}/issues', { ...key });
    try {
      const { data } = await transport.rest({
        method: 'POST',
        path,
        body: { title, body, labels: [marks.incident.label], assignees },
      });
      const made = incidentOf(data, 'node_id');
      if (made !== null) return made;
    } catch (error) {
      if (!(error instanceof Fault) || !isUnanswered(error)) throw error;
    }
    for (const milliseconds of patience ?? [500, 2_000, 7_500]) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const found = await this.#found(key, text);
      if (found !== null) return found;
    }
    throw incomplete('an incident that was written');
  }
}

function incidentOf(node: unknown, idKey: 'id' | 'node_id'): Incident | null {
  const number = numberAt(node, 'number');
  const node_id = textAt(node, idKey);
  return number === null || node_id === null ? null : { number, node_id, url: null };
}

function incomplete(what: string): Fault {
  return new Fault('github_answer_incomplete', { message: `GitHub did not tell enough of ${what}.` });
}
