import type { GraphqlAnswer, GraphqlError } from './transport.ts';
import { jsonBody } from './json-body.ts';
import { at, listAt, textAt } from '../json-value.ts';

const beginnings = new Map<string, Uint8Array>();
/** Our queries differ by what they ask for, and not by whom they ask about. */
const mostBeginnings = 100;

/**
 * The body of a GraphQL request: JSON in UTF-8. The query is much of it, and the same again and again: it is written once.
 */
export function graphqlBody(query: string, variables: Readonly<Record<string, unknown>>): Buffer {
  let beginning = beginnings.get(query);
  if (beginning === undefined) {
    beginning = Buffer.from(`{"query":${JSON.stringify(query)},"variables":`);
    if (beginnings.size >= mostBeginnings) beginnings.clear();
    beginnings.set(query, beginning);
  }
  return jsonBody(variables, beginning, '}');
}

/** A GraphQL body as data and errors, whatever it holds. */
export function graphqlAnswer(body: unknown): GraphqlAnswer {
  const data = at(body, 'data');
  const errors = listAt(body, 'errors').map(errorOf);
  if (data === null && errors.length === 0) {
    return { data: null, errors: [{ message: 'the answer has neither data nor errors', type: null, path: [] }] };
  }
  return { data, errors };
}

function errorOf(entry: unknown): GraphqlError {
  const path = listAt(entry, 'path').filter((step) => typeof step === 'string' || typeof step === 'number');
  return {
    message: textAt(entry, 'message') ?? 'no message',
    type: textAt(entry, 'type') ?? textAt(entry, 'extensions', 'code'),
    path,
  };
}
