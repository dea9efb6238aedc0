import { createHash, randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import { authenticate } from '../auth/authentication.ts';
import type { Effects } from '../effects/effects.ts';
import type { FaultPlan } from '../faults/plan.ts';
import { laggingWorld } from '../faults/lagging-world.ts';
import { type GraphqlBody, handleGraphql } from '../graphql/execute.ts';
import { pagesRouter } from '../pages/router.ts';
import type { Env, Rest } from '../rest/environment.ts';
import { restRouter } from '../rest/router.ts';
import type { Actor } from '../state/actor.ts';
import { Refusal } from '../state/refusal.ts';
import type { World } from '../state/world.ts';
import type { Downloads } from './downloads.ts';
import { templateOf } from './exchange.ts';
import { limitAnswer, type RateLimits } from './rate-limits.ts';

export interface ApplicationParts {
  readonly world: World;
  readonly now: () => Date;
  readonly effects: Effects;
  readonly plan: FaultPlan;
  readonly downloads: Downloads;
  readonly limits: RateLimits;
  readonly redeliver: Rest['redeliver'];
}

/** What the server learns from the application beside the answer. */
export interface Seen {
  template: string | null;
  actor: Actor['kind'] | 'refused';
  failingFields: readonly string[];
  forbiddenFields: readonly string[];
}

const documentation = 'https://docs.github.com/rest';

function refusalAnswer(error: Refusal): { body: unknown; status: Refusal['status'] } {
  const errors = error.errors === undefined ? {} : { errors: error.errors };
  return {
    status: error.status,
    body: { message: error.message, ...errors, documentation_url: documentation, status: String(error.status) },
  };
}

/** The web application: authentication, headers, ETag, REST, GraphQL, downloads, pages. */
export function application(parts: ApplicationParts, seen: (request: Request) => Seen): Hono<Env> {
  const { world, now, effects, plan, downloads, limits, redeliver } = parts;
  const app = new Hono<Env>();

  app.get('/_downloads/artifacts/:artifact_id', (c) => {
    const url = new URL(c.req.url);
    const artifact = world.artifacts.get(Number(c.req.param('artifact_id')));
    if (artifact === undefined || !downloads.allows(url)) return c.text('AuthenticationFailed', 403);
    return c.body(artifact.zip.slice().buffer as ArrayBuffer, 200, { 'content-type': 'application/zip' });
  });

  app.use('*', async (c, next) => {
    const token = c.req.header('authorization') ?? '';
    const facts = seen(c.req.raw);
    await next();
    // hono's own type of this argument names `any` where ours names the environment
    const route = routePath(c as Parameters<typeof routePath>[0]);
    facts.template = route.endsWith('*') ? null : templateOf(route);
    let free = false;
    if (c.req.method === 'GET' && c.res.status === 200) {
      // GitHub's ETag is of no use with another token; that is known of its support, not documented
      const digest = createHash('sha256')
        .update(token)
        .update(new Uint8Array(await c.res.clone().arrayBuffer()));
      const etag = `W/"${digest.digest('hex')}"`;
      if (c.req.header('if-none-match') === etag) {
        free = true; // documented: a 304 does not count against the primary limit
        c.res = new Response(null, { status: 304, headers: c.res.headers });
      }
      c.header('etag', etag);
      c.header('cache-control', 'private, max-age=60, s-maxage=60');
    }
    // clients correct a skewed clock by this date
    c.header('date', now().toUTCString());
    c.header('x-github-request-id', randomUUID().toUpperCase());
    c.header('x-github-media-type', 'github.v3; format=json');
    c.header('x-github-api-version-selected', c.req.header('x-github-api-version') ?? '2022-11-28');
    const resource = c.req.path === '/graphql' ? 'graphql' : 'core';
    for (const [name, value] of Object.entries(limits.count(token, resource, free))) c.header(name, value);
  });

  app.use('*', async (c, next) => {
    const resource = c.req.path === '/graphql' ? 'graphql' : 'core';
    if (!limits.isUsedUp(c.req.header('authorization') ?? '', resource)) return next();
    seen(c.req.raw).actor = 'refused';
    return limitAnswer();
  });

  app.use('*', async (c, next) => {
    const facts = seen(c.req.raw);
    facts.actor = 'refused';
    const actor = authenticate(world, c.req.header('authorization') ?? null, now());
    facts.actor = actor.kind;
    c.set('actor', actor);
    const lag = typeof plan.lag === 'function' ? plan.lag() : plan.lag;
    // what is written goes to the world; a mutation is told apart below
    const reads = c.req.method === 'GET' || c.req.path === '/graphql';
    c.set('world', laggingWorld((reads ? plan.replica : null) ?? world, now(), lag));
    await next();
  });

  // `X-GitHub-Api-Version` names a dated version; unknown ones are refused with 400
  app.use('*', async (c, next) => {
    const version = c.req.header('x-github-api-version');
    if (version !== undefined && !['2022-11-28', '2026-03-10'].includes(version)) {
      throw new Refusal(400, `${version} is not a valid version`);
    }
    await next();
  });

  app.post('/graphql', async (c) => {
    const body = (await c.req.json()) as GraphqlBody;
    const mutates = /^\s*mutation\b/m.test(body?.query ?? '');
    const { failingFields, forbiddenFields } = seen(c.req.raw);
    const holes = { failingFields, forbiddenFields };
    const context = { world: mutates ? world : c.get('world'), actor: c.get('actor'), now, effects, ...holes };
    const answer = await handleGraphql(context, body);
    return c.json(answer.body as Record<string, unknown>, answer.status as 200);
  });

  app.route('/', restRouter({ effects, now, signDownload: downloads.sign, redeliver }));
  app.route('/', pagesRouter(world, now));

  app.notFound((c) => c.json({ message: 'Not Found', documentation_url: documentation, status: '404' }, 404));

  app.onError((error, c) => {
    if (error instanceof Refusal) {
      const { body, status } = refusalAnswer(error);
      return c.json(body as Record<string, unknown>, status);
    }
    return c.json({ message: 'Server Error', error: String(error.stack) }, 500);
  });
  return app;
}
