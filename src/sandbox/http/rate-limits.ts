import type { FaultPlan } from '../faults/plan.ts';
import { hourlyLimit } from '../rest/meta.ts';
import type { World } from '../state/world.ts';

/** The hourly budget of whoever a token acts for. */
export interface RateLimits {
  /** Counts a request, unless it was free, and answers the headers that tell of it. */
  readonly count: (authorization: string, resource: string, free: boolean) => Record<string, string>;
  readonly isUsedUp: (authorization: string, resource: string) => boolean;
}

/** All tokens of an installation share one budget. It is 5,000 an hour unless the plan says less. */
export function createRateLimits(world: World, now: () => Date, plan: FaultPlan): RateLimits {
  const used = new Map<string, number>();
  const reset = (): number => Math.ceil((now().getTime() + 1) / 3_600_000) * 3600;
  const keyOf = (authorization: string, resource: string): string => {
    const token = world.tokens.get(authorization.replace(/^(?:bearer|token)\s+/i, ''));
    const owner = token?.kind === 'installation' ? `installation ${token.installationId}` : authorization;
    return `${owner} ${resource} ${reset()}`;
  };
  const limitOf = (resource: string): number => plan.hourlyLimits[resource] ?? hourlyLimit;
  return {
    count: (authorization, resource, free) => {
      const key = keyOf(authorization, resource);
      const limit = limitOf(resource);
      const count = Math.min(limit, (used.get(key) ?? 0) + (free ? 0 : 1));
      used.set(key, count);
      return {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(limit - count),
        'x-ratelimit-used': String(count),
        'x-ratelimit-reset': String(reset()),
        'x-ratelimit-resource': resource,
      };
    },
    isUsedUp: (authorization, resource) =>
      plan.hourlyLimits[resource] !== undefined && (used.get(keyOf(authorization, resource)) ?? 0) >= limitOf(resource),
  };
}

/** GitHub's answer when the hour's budget is gone; the headers say when the next begins. */
export const limitAnswer = (): Response =>
  Response.json(
    {
      message: 'API rate limit exceeded for installation.',
      documentation_url: 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api',
      status: '403',
    },
    { status: 403 },
  );
