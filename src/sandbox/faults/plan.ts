import type { World } from '../state/world.ts';

/** Scripts of faults: which request, and what goes wrong. */

export type Fault =
  | { readonly kind: 'status'; readonly status: 500 | 502 | 503 | 504 }
  | {
      /** Primary or secondary limit; `retryAfter` in seconds, absent = no such header. */
      readonly kind: 'limit';
      readonly status: 403 | 429;
      readonly retryAfter?: number;
      /** `primary` sets `x-ratelimit-remaining: 0`. Default secondary. */
      readonly limit?: 'primary' | 'secondary';
    }
  | { readonly kind: 'not_found' }
  /** The token is refused. */
  | { readonly kind: 'unauthorized' }
  /** No answer: the connection is closed. */
  | { readonly kind: 'cut' }
  /** Half of the body, then the connection is closed. */
  | { readonly kind: 'truncate' }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** GraphQL fields that come back null with an error (paths without list indexes). */
  | {
      readonly kind: 'fields';
      readonly paths: readonly string[];
      /** Because the token may not see them, as against a limit that was reached. */
      readonly forbidden?: boolean;
    };

export interface RequestFacts {
  /** 0-based, over all requests of the sandbox. */
  readonly index: number;
  readonly method: string;
  /** Raw path without query, without `/api/v3`. */
  readonly path: string;
  /** GraphQL operation name, null for REST. */
  readonly operation: string | null;
}

export interface FaultRule {
  readonly fault: Fault;
  /** Before the effect (nothing happens) or after it (it happened, the answer is lost). Default before. */
  readonly when?: 'before' | 'after';
  /** Only the request with this index of the sandbox. */
  readonly index?: number;
  /** Only the k-th matching request since the rule was added, 0-based. */
  readonly nth?: number;
  /** How many matching requests are hit, from `nth` on. Default 1. */
  readonly times?: number;
  readonly method?: string;
  readonly path?: RegExp;
  readonly operation?: string | RegExp;
}

export interface FaultPlan {
  readonly add: (rule: FaultRule) => void;
  readonly clear: () => void;
  /** Faults that hit this request; asking counts it. */
  readonly hit: (request: RequestFacts) => readonly FaultRule[];
  /** Seconds that replicas lag behind: fresh objects answer 404 and are left out of lists. 0 = none (documented wish: 0 to 10). */
  lag: number | (() => number);
  /** What reads show instead of the world, as a replica that got no write for a while; null = the world. */
  replica: World | null;
  /** Requests an hour by resource (`core`, `graphql`); what is not named is counted but never refused. */
  hourlyLimits: Readonly<Record<string, number>>;
}

function matches(rule: FaultRule, request: RequestFacts): boolean {
  const { operation } = rule;
  return (
    (rule.index === undefined || rule.index === request.index) &&
    (rule.method === undefined || rule.method === request.method) &&
    (rule.path === undefined || rule.path.test(request.path)) &&
    (operation === undefined ||
      (request.operation !== null &&
        (typeof operation === 'string' ? operation === request.operation : operation.test(request.operation))))
  );
}

export function createFaultPlan(): FaultPlan {
  const rules: { readonly rule: FaultRule; seen: number }[] = [];
  return {
    lag: 0,
    replica: null,
    hourlyLimits: {},
    add: (rule) => {
      rules.push({ rule, seen: 0 });
    },
    clear: () => {
      rules.length = 0;
    },
    hit: (request) =>
      rules.flatMap((entry) => {
        if (!matches(entry.rule, request)) return [];
        const position = entry.seen++;
        const first = entry.rule.nth ?? 0;
        return position >= first && position < first + (entry.rule.times ?? 1) ? [entry.rule] : [];
      }),
  };
}
