import { createHash } from 'node:crypto';
import type { Recording } from './recording.ts';

export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Answers about any pull request as GitHub did about the recorded one, as JSON text; null = nothing like it was recorded.
 * `note` is told of each check run that is written, by `repository#number`.
 */
export function answering(of: Recording): (question: Question, note: (name: string) => void) => string | null {
  const heads = new Map<string, string>();
  return ({ query, variables }, note) => {
    if (query.startsWith('mutation')) return written(query, variables, (head) => note(heads.get(head) ?? head));
    const known = of.recorded.find((one) => one.query === query);
    if (known === undefined) return null;
    const [repo, number] = [String(variables['repo']), String(variables['number'])];
    const name = `${repo}#${number}`;
    const head = headOf(name);
    if (heads.size > 100_000) heads.clear();
    heads.set(head, name);
    return known.answer
      .replaceAll(of.head, head)
      .replaceAll(of.recordBlob, createHash('sha1').update(`record ${name}`).digest('hex'))
      .replaceAll(of.change, `${of.change}-${number}`)
      .replaceAll(`"number":${of.number}`, `"number":${number}`)
      .replaceAll(`"${of.branch}"`, `"${of.branch}-${number}"`)
      .replaceAll('acme/agents', `acme/${repo}`);
  };
}

/** The head commit of the pull request with this name. */
function headOf(name: string): string {
  return createHash('sha1').update(name).digest('hex');
}

function written(query: string, variables: Question['variables'], note: (head: string) => void): string {
  const aliases = [...query.matchAll(/(w\d+): (\w+)\(/g)];
  const data = aliases.map(([, alias = '', field = ''], index) => {
    const head: unknown = Reflect.get(Object(variables[alias]), 'headSha');
    if (typeof head === 'string') note(head);
    const node = {
      id: `N_${index}`,
      databaseId: index + 1,
      fullDatabaseId: String(index + 1),
      permalink: 'https://x/',
    };
    if (field.endsWith('CheckRun')) return [alias, { checkRun: { ...node, externalId: 'x' } }];
    return [alias, field === 'addComment' ? { commentEdge: { node } } : { issueComment: node }];
  });
  return JSON.stringify({ data: Object.fromEntries(data) as unknown });
}
