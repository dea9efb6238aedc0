import type { GraphqlAnswer, GraphqlError } from './transport.ts';
import { type HttpBody, type Text, textOf } from './http-body.ts';
import { at, listAt, textAt } from '../json-value.ts';

const beginnings = new Map<string, Text>();
/** Our queries differ by what they ask for, and not by whom they ask about. */
const mostBeginnings = 100;

/**
 * The body of a GraphQL request as JSON, in parts. The query is much of it, and the same again and again: it is written
 * once, and each copy less of what may be long counts.
 */
export function graphqlBody(query: string, variables: Readonly<Record<string, unknown>>): HttpBody {
  let beginning = beginnings.get(query);
  if (beginning === undefined) {
    beginning = textOf(`{"query":${JSON.stringify(query)},`);
    if (beginnings.size >= mostBeginnings) beginnings.clear();
    beginnings.set(query, beginning);
  }
  // A slice is no copy.
  return [beginning, textOf(JSON.stringify({ variables }).slice(1))];
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
