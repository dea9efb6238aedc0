import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  getOperationAST,
  getVariableValues,
  parse,
  responsePathAsArray,
  validate,
} from 'graphql';
import type { View } from './connection.ts';
import type { GraphqlAnswer, GraphqlBody, GraphqlContext } from './context.ts';
import { querySize } from './limits.ts';
import { mutationView } from './mutation.ts';
import { GraphqlProblem, problemEntry } from './problem.ts';
import { queryView } from './query.ts';
import { officialSchema } from './schema.ts';
import { scopeOf } from './views.ts';

export type { GraphqlAnswer, GraphqlBody, GraphqlContext } from './context.ts';

/**
 * `POST /graphql`. Like GitHub it answers 200 with `errors` for everything but a missing login: a query that can't be
 * parsed, one that asks for too much, and fields that could not be read (null beside the rest).
 */
export async function handleGraphql(context: GraphqlContext, body: GraphqlBody): Promise<GraphqlAnswer> {
  if (context.actor.kind === 'anonymous') return refusedLogin('This endpoint requires you to be authenticated.');
  if (context.actor.kind === 'app') return refusedLogin('A JSON web token could not be decoded');
  if (typeof body?.query !== 'string') {
    return failed([new GraphQLError('A query attribute must be specified and must be a string.')]);
  }
  const document = parsed(body.query);
  if (document instanceof GraphQLError) return failed([document]);
  const schema = officialSchema();
  const invalid = validate(schema, document);
  if (invalid.length > 0) return failed(invalid);
  const operation = getOperationAST(document, body.operationName);
  if (!operation) return failed([new GraphQLError('An operation name is required')]);
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], body.variables ?? {});
  if (coerced === undefined) return failed(errors ?? []);
  const size = querySize(schema, document, operation, coerced);
  if (size.errors.length > 0) return failed(size.errors);
  const scope = scopeOf(context);
  const result = await execute({
    schema,
    document,
    operationName: body.operationName ?? null,
    variableValues: body.variables ?? {},
    rootValue: operation.operation === 'mutation' ? mutationView(scope) : queryView(scope, size),
    contextValue: context,
    fieldResolver: resolveField,
  });
  return { status: 200, body: toAnswer(result) };
}

function toAnswer({ data, errors }: ExecutionResult): Record<string, unknown> {
  return { data: data ?? null, ...(errors === undefined ? {} : { errors: errors.map(problemEntry) }) };
}

/**
 * A field that no view has is an error that says so: answering null would make the sandbox agree with a client that
 * reads nonsense.
 */
const resolveField: GraphQLFieldResolver<View, GraphqlContext> = (source, args, context, info) => {
  if (context.failingFields !== undefined) {
    const path = responsePathAsArray(info.path).filter((step) => typeof step === 'string');
    if (context.forbiddenFields?.includes(path.join('.')) === true) {
      throw new GraphqlProblem('FORBIDDEN', 'Resource not accessible by integration');
    }
    if (context.failingFields.includes(path.join('.'))) {
      throw new GraphqlProblem('RESOURCE_LIMITS_EXCEEDED', 'Resource limits for this query exceeded.');
    }
  }
  if (!(info.fieldName in source)) {
    const field = `${info.parentType.name}.${info.fieldName}`;
    throw new GraphqlProblem('SANDBOX_LACKS_FIELD', `The sandbox does not answer ${field} yet.`);
  }
  const value = source[info.fieldName];
  return typeof value === 'function' ? (value as (args: unknown) => unknown)(withoutNulls(args)) : value;
};

/** An argument given as null means the same as one not given, for every field that the sandbox has. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(given.map(([name, entry]) => [name, withoutNulls(entry)]));
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function failed(errors: readonly GraphQLError[]): GraphqlAnswer {
  return { status: 200, body: { errors: errors.map(problemEntry) } };
}

function refusedLogin(message: string): GraphqlAnswer {
  return {
    status: 401,
    body: { message, documentation_url: 'https://docs.github.com/graphql', status: '401' },
  };
}
