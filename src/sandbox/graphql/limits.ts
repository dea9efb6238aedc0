import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { GraphqlProblem, type ProblemType } from './problem.ts';

/** What a query asks for at most, as GitHub counts it before running it. */
export interface QuerySize {
  readonly nodes: number;
  /** Points of the primary limit: connection fetches / 100, at least 1. */
  readonly cost: number;
  readonly errors: readonly GraphQLError[];
}

const mostNodes = 500_000;
const mostPerPage = 100;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly errors: GraphQLError[];
  nodes: number;
  fetches: number;
}

/**
 * GitHub's rules on what one query may ask for: every connection with `first` or `last` of 1 to 100, at most 500,000
 * nodes (docs: rate limits and node limits for the GraphQL API).
 */
export function querySize(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): QuerySize {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const walk: Walk = { schema, fragments, variables, errors: [], nodes: 0, fetches: 0 };
  const root = schema.getRootType(operation.operation);
  if (root) visit(walk, operation.selectionSet, root.name, 1);
  if (walk.nodes > mostNodes) {
    const count = walk.nodes.toLocaleString('en-US');
    const message = `This query requests up to ${count} possible nodes which exceeds the maximum limit of 500,000.`;
    walk.errors.push(refused('MAX_NODE_LIMIT_EXCEEDED', message));
  }
  return { nodes: walk.nodes, cost: Math.max(1, Math.round(walk.fetches / 100)), errors: walk.errors };
}

function visit(walk: Walk, selections: SelectionSetNode, typeName: string, times: number): void {
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = walk.fragments.get(selection.name.value);
      if (fragment) visit(walk, fragment.selectionSet, fragment.typeCondition.name.value, times);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      visit(walk, selection.selectionSet, selection.typeCondition?.name.value ?? typeName, times);
    } else {
      visitField(walk, selection, typeName, times);
    }
  }
}

function visitField(walk: Walk, node: FieldNode, typeName: string, times: number): void {
  const type = walk.schema.getType(typeName);
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
  if (field === undefined || node.selectionSet === undefined) return;
  const inner = getNamedType(field.type).name;
  if (!isConnection(field)) {
    visit(walk, node.selectionSet, inner, times);
    return;
  }
  const size = pageSize(walk, node);
  walk.fetches += times;
  walk.nodes += times * size;
  visit(walk, node.selectionSet, inner, times * size);
}

function isConnection(field: GraphQLField<unknown, unknown>): boolean {
  return getNamedType(field.type).name.endsWith('Connection') && field.args.some((one) => one.name === 'first');
}

function pageSize(walk: Walk, node: FieldNode): number {
  const name = node.name.value;
  for (const bound of ['first', 'last'] as const) {
    const size = argument(walk, node, bound);
    if (size === undefined) continue;
    if (size > mostPerPage || size < 1) {
      const records = `Requesting ${size} records on the \`${name}\` connection`;
      walk.errors.push(
        size < 1
          ? refused('EXCESSIVE_PAGINATION', `${records} is not a valid \`${bound}\` value.`, node)
          : refused('EXCESSIVE_PAGINATION', `${records} exceeds the \`${bound}\` limit of 100 records.`, node),
      );
    }
    return size;
  }
  const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
  walk.errors.push(refused('MISSING_PAGINATION_BOUNDARIES', message, node));
  return 0;
}

function argument(walk: Walk, node: FieldNode, name: string): number | undefined {
  const value = node.arguments?.find((one) => one.name.value === name)?.value;
  if (value?.kind === Kind.INT) return Number(value.value);
  const variable = value?.kind === Kind.VARIABLE ? walk.variables[value.name.value] : undefined;
  return typeof variable === 'number' ? variable : undefined;
}

function refused(type: ProblemType, message: string, node?: FieldNode): GraphQLError {
  return new GraphQLError(message, { nodes: node ?? null, originalError: new GraphqlProblem(type, message) });
}
