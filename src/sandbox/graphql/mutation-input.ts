import { type NodeType, parseNodeId } from '../state/node-id.ts';
import type { Issue, PullRequest } from '../state/pull-request.ts';
import { GraphqlProblem } from './problem.ts';
import type { Scope } from './scope.ts';

export type Input<Fields> = { readonly input: Fields & { readonly clientMutationId?: string } };

export function commentable({ world }: Scope, id: string): Issue | PullRequest {
  const parsed = parseNodeId(id);
  const subject =
    parsed?.type === 'PullRequest'
      ? world.pullRequests.get(parsed.id)
      : parsed?.type === 'Issue'
        ? world.issues.get(parsed.id)
        : undefined;
  if (subject === undefined) throw unresolved(id);
  return subject;
}

export function found<Entity>(all: ReadonlyMap<number, Entity>, type: NodeType, id: string): Entity {
  const parsed = parseNodeId(id);
  const entity = parsed?.type === type ? all.get(parsed.id) : undefined;
  if (entity === undefined) throw unresolved(id);
  return entity;
}

export function unresolved(id: string): GraphqlProblem {
  return new GraphqlProblem('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}
