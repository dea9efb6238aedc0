import { Hono } from 'hono';
import type { Env, Rest } from './environment.ts';

/** Hourly limit of an installation on github.com; the sandbox counts but never runs out by itself. */
export const hourlyLimit = 5000;

export function metaRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/meta', (c) => c.json({ verifiable_password_authentication: false, hooks: ['127.0.0.1/32'] }));

  routes.get('/rate_limit', (c) => {
    const reset = Math.ceil(rest.now().getTime() / 3_600_000) * 3600;
    const whole = { limit: hourlyLimit, remaining: hourlyLimit, reset, used: 0 };
    const resources = { core: whole, graphql: whole, search: { ...whole, limit: 30, remaining: 30 } };
    return c.json({ resources, rate: whole });
  });

  return routes;
}
