import type { GraphQLError } from 'graphql';
import { Refusal } from '../state/refusal.ts';

/** The word in `errors[].type` of GitHub's answers. */
export type ProblemType =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'UNPROCESSABLE'
  | 'MISSING_PAGINATION_BOUNDARIES'
  | 'EXCESSIVE_PAGINATION'
  | 'MAX_NODE_LIMIT_EXCEEDED'
  | 'RESOURCE_LIMITS_EXCEEDED'
  | 'SANDBOX_LACKS_FIELD';

/** A field's "no": the field is null, the rest of the answer stands. */
export class GraphqlProblem extends Error {
  readonly type: ProblemType;

  constructor(type: ProblemType, message: string) {
    super(message);
    this.name = 'GraphqlProblem';
    this.type = type;
  }
}

export function notResolved(kind: string, by: string): GraphqlProblem {
  return new GraphqlProblem('NOT_FOUND', `Could not resolve to ${kind} with the ${by}.`);
}

/** One entry of `errors` as GitHub writes it: the type stands beside the message, not under `extensions`. */
export function problemEntry(error: GraphQLError): Record<string, unknown> {
  const cause = error.originalError;
  const type = typeOf(cause);
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message: cause instanceof Refusal ? refusalText(cause) : error.message,
  };
}

function typeOf(cause: Error | undefined): ProblemType | undefined {
  if (cause instanceof GraphqlProblem) return cause.type;
  if (!(cause instanceof Refusal)) return undefined;
  if (cause.status === 404) return 'NOT_FOUND';
  return cause.status === 403 || cause.status === 401 ? 'FORBIDDEN' : 'UNPROCESSABLE';
}

function refusalText(refusal: Refusal): string {
  const details = (refusal.errors ?? []).map((entry) =>
    typeof entry === 'string' ? entry : (entry.message ?? `${entry.field} ${entry.code}`),
  );
  return [refusal.message, ...details].join(': ');
}
