import type { Schema } from './description.ts';
import { type OperationMatch, findOperation, rest } from './operation.ts';
import type { DescriptionProblem } from './problem.ts';
import { unknownProperties } from './unknown-properties.ts';

/** One request to GitHub's REST API and its answer. */
export type Exchange = {
  readonly method: string;
  /** Path with its query, without host and without `/api/v3`. */
  readonly path: string;
  /** Parsed JSON; undefined when there was no body. */
  readonly requestBody?: unknown;
  readonly status: number;
  /** Parsed JSON; undefined when the answer was empty or not JSON. */
  readonly responseBody?: unknown;
};

export type ExchangeReport = {
  /** Operation id of the description, undefined when it knows none. */
  readonly operation: string | undefined;
  readonly request: readonly DescriptionProblem[];
  readonly response: readonly DescriptionProblem[];
};

/** Answers that GitHub gives everywhere without describing them. */
const universal = new Set([304, 400, 401, 403, 404, 405, 406, 409, 410, 415, 422, 429]);

/** Everything in which a request and its answer differ from GitHub's description; empty lists = as described. */
export function validateExchange(exchange: Exchange): ExchangeReport {
  const [path = '', query = ''] = exchange.path.split('?');
  const match = findOperation(exchange.method.toUpperCase(), path);
  if (match === undefined) {
    const message = `no operation for ${exchange.method} ${path}; if GitHub has it, name it in operations.json`;
    return { operation: undefined, request: [{ code: 'operation_unknown', where: 'path', message }], response: [] };
  }
  return {
    operation: match.id,
    request: [...pathProblems(match), ...queryProblems(match, query), ...bodyProblems(match, exchange.requestBody)],
    response: responseProblems(match, exchange),
  };
}

function pathProblems({ id, operation, parameters }: OperationMatch): readonly DescriptionProblem[] {
  return Object.entries(parameters).flatMap(([name, text]) => {
    const parameter = operation.parameters.path[name];
    if (parameter === undefined) return [];
    const pointer = ['operations', id, 'parameters', 'path', name, 'schema'];
    return rest.check(pointer, coerced(text, parameter.schema), `path/${name}`);
  });
}

function queryProblems({ id, operation }: OperationMatch, query: string): readonly DescriptionProblem[] {
  const given = new URLSearchParams(query);
  const described = operation.parameters.query;
  const missing = Object.entries(described).flatMap(([name, { required }]): DescriptionProblem[] =>
    required && !given.has(name) ? [{ code: 'parameter_missing', where: `query/${name}`, message: 'is required' }] : [],
  );
  const wrong = [...given].flatMap(([name, text]): readonly DescriptionProblem[] => {
    const parameter = described[name];
    if (parameter === undefined) {
      return [{ code: 'parameter_unknown', where: `query/${name}`, message: `the description knows no \`${name}\`` }];
    }
    const pointer = ['operations', id, 'parameters', 'query', name, 'schema'];
    return rest.check(pointer, coerced(text, parameter.schema), `query/${name}`);
  });
  return [...missing, ...wrong];
}

/** What travels as text in a URL, as the type that the description gives it. */
function coerced(text: string, schema: Schema): unknown {
  const type = rest.resolve(schema)['type'];
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function bodyProblems({ id, operation }: OperationMatch, body: unknown): readonly DescriptionProblem[] {
  const described = operation.body;
  if (body === undefined) {
    const missing = described?.required === true && described.schema !== null;
    return missing ? [{ code: 'shape_wrong', where: 'body', message: 'a body is required' }] : [];
  }
  if (described === null || described.schema === null) {
    // Clients send `{}` with writes that take nothing; GitHub reads none of it.
    if (typeof body === 'object' && body !== null && Object.keys(body).length === 0) return [];
    return [{ code: 'property_unknown', where: 'body', message: 'the operation takes no body' }];
  }
  return [
    ...rest.check(['operations', id, 'body', 'schema'], body, 'body'),
    ...unknownProperties(rest, described.schema, body, 'body'),
  ];
}

function responseProblems({ id, operation }: OperationMatch, exchange: Exchange): readonly DescriptionProblem[] {
  const { status, responseBody } = exchange;
  const described = operation.responses[String(status)];
  if (described === undefined) {
    if (universal.has(status) || status >= 500) return [];
    return [{ code: 'status_unknown', where: 'response', message: `${id} never answers ${status}` }];
  }
  // Raw media types answer with the bytes; the description speaks of JSON only.
  if (described === null || responseBody === undefined) return [];
  return rest.check(['operations', id, 'responses', String(status)], responseBody, 'response');
}
