import type { GraphqlAnswer, GraphqlError } from './transport.ts';
import { at, listAt, textAt } from '../json-value.ts';

const written = new Map<string, string>();
/** Our queries differ by what they ask for, and not by whom they ask about. */
const mostWritten = 100;

/** The body of a GraphQL request. The query is most of it, and the same again and again: it is written once. */
export function graphqlText(query: string, variables: Readonly<Record<string, unknown>>): string {
  let text = written.get(query);
  if (text === undefined) {
    text = JSON.stringify(query);
    if (written.size >= mostWritten) written.clear();
    written.set(query, text);
  }
  return `{"query":${text},"variables":${JSON.stringify(variables)}}`;
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
