import { Description, type Schema } from './description.ts';

type Parameter = { readonly required: boolean; readonly schema: Schema };

export type Operation = {
  readonly method: string;
  /** `/repos/{owner}/{repo}/git/ref/{ref}` */
  readonly path: string;
  readonly parameters: {
    readonly path: { readonly [name: string]: Parameter };
    readonly query: { readonly [name: string]: Parameter };
  };
  readonly body: { readonly required: boolean; readonly schema: Schema | null } | null;
  /** By status; null when no JSON body is described. */
  readonly responses: { readonly [status: string]: Schema | null };
};

type RestDocument = { readonly source: string; readonly operations: { readonly [id: string]: Operation } };

export type OperationMatch = {
  readonly id: string;
  readonly operation: Operation;
  readonly parameters: { readonly [name: string]: string };
};

/** GitHub's REST description, reduced to the operations that we use (`scripts/reduce-github-descriptions.ts`). */
export const rest = new Description<RestDocument>(new URL('../../fixtures/github/openapi.json', import.meta.url));

/** These parameters may hold slashes that are not encoded. */
const spanning = new Set(['path', 'ref', 'basehead', 'branch']);

type Route = { readonly id: string; readonly operation: Operation; readonly pattern: RegExp; readonly fixed: number };

const routes: readonly Route[] = Object.entries(rest.document.operations)
  .map(([id, operation]) => ({ id, operation, pattern: toPattern(operation.path), fixed: fixedSteps(operation.path) }))
  .sort((one, other) => other.fixed - one.fixed);

/** The operation of a request, or none. `path` has neither host, prefix nor query; the most literal template wins. */
export function findOperation(method: string, path: string): OperationMatch | undefined {
  for (const { id, operation, pattern } of routes) {
    if (operation.method !== method) continue;
    const match = pattern.exec(path);
    if (match === null) continue;
    const parameters = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { id, operation, parameters: Object.fromEntries(parameters) };
  }
  return undefined;
}

function toPattern(template: string): RegExp {
  const source = template.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    return `(?<${name}>${spanning.has(name) ? '.+' : '[^/]+'})`;
  });
  return new RegExp(`^${source}$`);
}

function fixedSteps(template: string): number {
  return template.split('/').filter((step) => step !== '' && !step.startsWith('{')).length;
}
