import { type Context, Hono } from 'hono';
import type { ReactionContent } from '../state/pull-request.ts';
import { notFound } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import { reactionView } from '../views/issue.ts';
import { labelView } from '../views/repository.ts';
import { asObject, bodyOf, listIn, optionalText, textIn } from './body.ts';
import { type Env, repositoryFor, type Rest } from './environment.ts';
import { commentFor, labelsIn, readable, subjectFor } from './issues.ts';
import { paged } from './pagination.ts';

/** Labels of repositories and issues; reactions. */
export function labelRoutes({ effects }: Rest): Hono<Env> {
  const routes = new Hono<Env>();

  const labelsOf = (c: Context<Env>, repository: Repository, names: readonly string[]) =>
    names.map((name) => labelView(c.get('world'), repository, name));

  routes.get('/repos/:owner/:repo/labels', (c) => {
    const repository = readable(c);
    const names = [...repository.labels.values()].map((label) => label.name);
    return c.json(labelsOf(c, repository, paged(c, names)));
  });

  routes.post('/repos/:owner/:repo/labels', async (c) => {
    const repository = repositoryFor(c, 'issues', 'write');
    const body = await bodyOf(c);
    const { name } = await effects.createLabel(c.get('actor'), repository, {
      name: textIn(body, 'name'),
      color: optionalText(body, 'color') ?? undefined,
      description: optionalText(body, 'description'),
    });
    return c.json(labelView(c.get('world'), repository, name), 201);
  });

  routes.get('/repos/:owner/:repo/labels/:name', (c) => {
    const repository = readable(c);
    const label = repository.labels.get(c.req.param('name').toLowerCase());
    if (label === undefined) throw notFound();
    return c.json(labelView(c.get('world'), repository, label.name));
  });

  const ofIssue = '/repos/:owner/:repo/issues/:issue_number/labels';

  routes.get(ofIssue, (c) => {
    const repository = readable(c);
    return c.json(labelsOf(c, repository, paged(c, subjectFor(c, repository).labels)));
  });

  routes.post(ofIssue, async (c) => {
    const repository = readable(c);
    const subject = subjectFor(c, repository);
    const body: unknown = await c.req.json();
    const list = Array.isArray(body) ? (body as unknown[]) : (listIn(asObject(body, 'labels'), 'labels') ?? []);
    await effects.addLabels(c.get('actor'), subject, labelsIn(list));
    return c.json(labelsOf(c, repository, subject.labels));
  });

  routes.delete(`${ofIssue}/:name`, async (c) => {
    const repository = readable(c);
    const subject = subjectFor(c, repository);
    await effects.removeLabel(c.get('actor'), subject, c.req.param('name'));
    return c.json(labelsOf(c, repository, subject.labels));
  });

  const contentIn = async (c: Context<Env>): Promise<ReactionContent> =>
    textIn(await bodyOf(c), 'content') as ReactionContent;

  routes.post('/repos/:owner/:repo/issues/comments/:comment_id/reactions', async (c) => {
    const before = c.get('world').reactions.size;
    const reaction = await effects.addReaction(c.get('actor'), commentFor(c), await contentIn(c));
    const made = c.get('world').reactions.size > before;
    return c.json(reactionView(c.get('world'), reaction), made ? 201 : 200);
  });

  routes.get('/repos/:owner/:repo/issues/comments/:comment_id/reactions', (c) => {
    const { nodeId } = commentFor(c);
    const own = [...c.get('world').reactions.values()].filter((one) => one.subjectId === nodeId);
    return c.json(paged(c, own).map((one) => reactionView(c.get('world'), one)));
  });

  routes.post('/repos/:owner/:repo/issues/:issue_number/reactions', async (c) => {
    const before = c.get('world').reactions.size;
    const reaction = await effects.addReaction(c.get('actor'), subjectFor(c, readable(c)), await contentIn(c));
    const made = c.get('world').reactions.size > before;
    return c.json(reactionView(c.get('world'), reaction), made ? 201 : 200);
  });

  return routes;
}
