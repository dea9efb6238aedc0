import { type DocumentNode, GraphQLError, getOperationAST, getVariableValues, parse, validate } from 'graphql';
import { officialSchema } from '../../../src/sandbox/graphql/schema.ts';
import type { DescriptionProblem } from './problem.ts';

export type GraphqlReport = {
  /** Name of the operation, else its kind: `JudgePullRequest`, `query`, `mutation`. */
  readonly operation: string;
  readonly problems: readonly DescriptionProblem[];
};

/** Parses and validates a query against GitHub's published schema and coerces its variables. */
export function validateGraphql(
  query: string,
  variables: { readonly [name: string]: unknown } = {},
  operationName?: string,
): GraphqlReport {
  const document = parsed(query);
  if (document instanceof GraphQLError) return { operation: 'unparsable', problems: [toProblem(document)] };
  const operation = getOperationAST(document, operationName);
  const name = operation?.name?.value ?? operation?.operation ?? 'unnamed';
  const errors = validate(officialSchema(), document);
  if (errors.length > 0 || operation === null || operation === undefined) {
    const problems = errors.map(toProblem);
    const none: DescriptionProblem = { code: 'query_invalid', where: 'query', message: 'which operation is not said' };
    return { operation: name, problems: operation ? problems : [...problems, none] };
  }
  const declared = operation.variableDefinitions ?? [];
  const coerced = getVariableValues(officialSchema(), declared, variables);
  const known = new Set(declared.map((definition) => definition.variable.name.value));
  const unknown = Object.keys(variables).filter((variable) => !known.has(variable));
  return {
    operation: name,
    problems: [
      ...(coerced.errors ?? []).map(toProblem),
      ...unknown.map(
        (variable): DescriptionProblem => ({
          code: 'parameter_unknown',
          where: `variables/${variable}`,
          message: 'the query declares no such variable',
        }),
      ),
    ],
  };
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function toProblem(error: GraphQLError): DescriptionProblem {
  const [place] = error.locations ?? [];
  return {
    code: 'query_invalid',
    where: place === undefined ? 'query' : `query ${place.line}:${place.column}`,
    message: error.message,
  };
}
