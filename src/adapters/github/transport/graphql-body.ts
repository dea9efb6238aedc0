import type { GraphqlAnswer, GraphqlError } from './transport.ts';
import { at, listAt, textAt } from '../json-value.ts';

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
