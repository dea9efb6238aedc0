/** One difference from GitHub's own description. `where` is `path`, `query`, `body`, `response`, `payload` + JSON pointer. */
export type DescriptionProblem = {
  readonly code:
    | 'operation_unknown'
    | 'parameter_unknown'
    | 'parameter_missing'
    | 'property_unknown'
    | 'shape_wrong'
    | 'status_unknown'
    | 'event_unknown'
    | 'query_invalid';
  readonly where: string;
  readonly message: string;
};

export function problemText(problem: DescriptionProblem): string {
  return `${problem.code} at ${problem.where}: ${problem.message}`;
}
