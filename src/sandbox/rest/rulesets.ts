import { type Context, Hono } from 'hono';
import { nodeId } from '../state/node-id.ts';
import { fullName, select } from '../state/queries.ts';
import { notFound, Refusal } from '../state/refusal.ts';
import type { Ruleset, RulesetRule } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { repositoryPage, repositoryUrl } from '../views/repository.ts';
import { time } from '../views/schema.ts';
import {
  asObject,
  type Body,
  bodyOf,
  listIn,
  numberIn,
  objectIn,
  optionalChoice,
  optionalText,
  textIn,
  textsIn,
} from './body.ts';
import { entityFor, type Env, repositoryFor, type Rest } from './environment.ts';
import { paged } from './pagination.ts';

function rulesetView(world: World, ruleset: Ruleset, whole: boolean) {
  const repository = world.repositories.get(ruleset.repositoryId);
  if (repository === undefined) throw notFound();
  const base = {
    id: ruleset.id,
    name: ruleset.name,
    target: 'branch',
    source_type: 'Repository',
    source: fullName(world, repository),
    enforcement: ruleset.enforcement,
    node_id: ruleset.nodeId,
    _links: {
      self: { href: `${repositoryUrl(world, repository)}/rulesets/${ruleset.id}` },
      html: { href: repositoryPage(world, repository, `/rules/${ruleset.id}`) },
    },
    created_at: time(ruleset.createdAt),
    updated_at: time(ruleset.updatedAt),
  };
  if (!whole) return base;
  return {
    ...base,
    // who may bypass is shown to those who can change the ruleset only (github-checked rule 30)
    current_user_can_bypass: 'never',
    conditions: { ref_name: { include: ruleset.include, exclude: ruleset.exclude } },
    rules: ruleset.rules,
  };
}

const kinds = ['required_status_checks', 'pull_request', 'merge_queue', 'non_fast_forward', 'deletion'];

/** Rules of a kind that the sandbox does not keep are refused: they would bind nobody. */
function rulesIn(body: Body): RulesetRule[] | undefined {
  return listIn(body, 'rules')?.map((one) => {
    const rule = asObject(one, 'rules');
    if (!kinds.includes(textIn(rule, 'type'))) throw new Refusal(422, `Invalid rule ${String(rule['type'])}`);
    return rule as RulesetRule;
  });
}

/** People by id; GitHub knows teams, roles and apps as well. */
function bypassIn(body: Body): number[] | undefined {
  return listIn(body, 'bypass_actors')?.map((one) => {
    const actor = asObject(one, 'bypass_actors');
    if (actor['actor_type'] !== 'User') throw new Refusal(422, 'Invalid bypass actor');
    return numberIn(actor, 'actor_id');
  });
}

function change(ruleset: Ruleset, body: Body, now: Date): void {
  const names = objectIn(objectIn(body, 'conditions') ?? {}, 'ref_name') ?? {};
  ruleset.name = optionalText(body, 'name') ?? ruleset.name;
  ruleset.enforcement =
    optionalChoice(body, 'enforcement', ['active', 'evaluate', 'disabled'] as const) ?? ruleset.enforcement;
  ruleset.include = textsIn(names, 'include') ?? ruleset.include;
  ruleset.exclude = textsIn(names, 'exclude') ?? ruleset.exclude;
  ruleset.bypassUserIds = bypassIn(body) ?? ruleset.bypassUserIds;
  ruleset.rules = rulesIn(body) ?? ruleset.rules;
  ruleset.updatedAt = now;
}

/** Rulesets of a repository, read by anybody who sees it and changed by its administrators. */
export function rulesetRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/repos/:owner/:repo/rulesets', (c) => {
    const repository = repositoryFor(c, 'metadata', 'read');
    const own = select(c.get('world').rulesets.values(), (one) => one.repositoryId === repository.id);
    return c.json(paged(c, own).map((one) => rulesetView(c.get('world'), one, false)));
  });

  routes.get('/repos/:owner/:repo/rulesets/:ruleset_id', (c) => {
    const repository = repositoryFor(c, 'metadata', 'read');
    const ruleset = entityFor(c, c.get('world').rulesets, repository, 'ruleset_id');
    return c.json(rulesetView(c.get('world'), ruleset, true));
  });

  routes.post('/repos/:owner/:repo/rulesets', async (c) => {
    const repository = repositoryFor(c, 'administration', 'write');
    const body = await bodyOf(c);
    const world = c.get('world');
    const id = world.nextId();
    const made: Ruleset = {
      id,
      nodeId: nodeId('Ruleset', id),
      repositoryId: repository.id,
      name: textIn(body, 'name'),
      enforcement: 'active',
      include: [],
      exclude: [],
      bypassUserIds: [],
      rules: [],
      createdAt: rest.now(),
      updatedAt: rest.now(),
    };
    change(made, body, rest.now());
    world.rulesets.set(id, made);
    return c.json(wholeFor(c, made), 201);
  });

  routes.put('/repos/:owner/:repo/rulesets/:ruleset_id', async (c) => {
    const repository = repositoryFor(c, 'administration', 'write');
    const ruleset = entityFor(c, c.get('world').rulesets, repository, 'ruleset_id');
    change(ruleset, await bodyOf(c), rest.now());
    return c.json(wholeFor(c, ruleset));
  });

  return routes;
}

/** As those see it who may change it: with who may bypass it (github-checked rule 30). */
function wholeFor(c: Context<Env>, ruleset: Ruleset) {
  const bypass_actors = ruleset.bypassUserIds.map((id) => ({
    actor_id: id,
    actor_type: 'User',
    bypass_mode: 'always',
  }));
  return { ...rulesetView(c.get('world'), ruleset, true), bypass_actors };
}
