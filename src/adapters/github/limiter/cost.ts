import type { RestRequest } from '../transport/transport.ts';

/** GitHub counts its REST API and its GraphQL API apart. */
export type Api = 'rest' | 'graphql';

/** What a request costs by GitHub's own counting (github-facts section 3). */
export interface Cost {
  readonly api: Api;
  readonly points: number;
  /** How many things that people see and may be told of it makes: those have limits of their own. */
  readonly creations: number;
}

const writePoints = 5;

/** Whether a request of this cost writes. */
export function isWrite({ points }: Cost): boolean {
  return points >= writePoints;
}

/** What a REST request costs, by its method and path alone. */
export function restCost({ method, path }: Pick<RestRequest, 'method' | 'path'>): Cost {
  if (method === 'GET') return { api: 'rest', points: 1, creations: 0 };
  const last = path.split('?')[0]?.split('/').at(-1) ?? '';
  return { api: 'rest', points: writePoints, creations: method === 'POST' && created.includes(last) ? 1 : 0 };
}

/** Last parts of the paths that create something when they are posted to. */
const created: readonly string[] = [
  'check-runs',
  'comments',
  'deployments',
  'issues',
  'reactions',
  'releases',
  'requested_reviewers',
  'reviews',
  'statuses',
];

const reading: Cost = { api: 'graphql', points: 1, creations: 0 };
const known = new Map<string, Cost>();
/** Our mutations differ by what they do, and not by whom they do it to. */
const mostKnown = 100;

/** The query is our own; each alias that creates something counts, since GitHub doesn't say that they count as one. */
export function graphqlCost(query: string): Cost {
  if (!query.trimStart().startsWith('mutation')) return reading;
  let cost = known.get(query);
  if (cost === undefined) {
    const creations = [...query.matchAll(/\b(?:create|add|submit|request)[A-Z]\w*\s*\(/g)].length;
    cost = { api: 'graphql', points: writePoints, creations };
    if (known.size >= mostKnown) known.clear();
    known.set(query, cost);
  }
  return cost;
}
