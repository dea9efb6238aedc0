import { type Context, Hono } from 'hono';
import type { Issue, IssueComment, PullRequest } from '../state/pull-request.ts';
import { commentsOf, issueByNumber, pullByNumber, select } from '../state/queries.ts';
import { notFound } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import { commentView, issueView } from '../views/issue.ts';
import { bodyOf, listIn, optionalText, textIn, textsIn } from './body.ts';
import { type Env, entityFor, idParam, repositoryFor, type Rest } from './environment.ts';
import { paged } from './pagination.ts';

/** Comments are readable with `issues` or, on pull requests, `pull_requests`. */
export function readable(c: Context<Env>): Repository {
  try {
    return repositoryFor(c, 'issues', 'read');
  } catch {
    return repositoryFor(c, 'pull_requests', 'read');
  }
}

export function subjectFor(c: Context<Env>, repository: Repository): Issue | PullRequest {
  const number = idParam(c, 'issue_number');
  const world = c.get('world');
  const subject = pullByNumber(world, repository.id, number) ?? issueByNumber(world, repository.id, number);
  if (subject === undefined) throw notFound();
  return subject;
}

export function commentFor(c: Context<Env>): IssueComment {
  return entityFor(c, c.get('world').issueComments, readable(c), 'comment_id');
}

/** Labels come as names or as objects with a name. */
export function labelsIn(labels: readonly unknown[]): string[] {
  return labels.flatMap((label) => {
    if (typeof label === 'string') return [label];
    const name = typeof label === 'object' && label !== null && 'name' in label ? label.name : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

export function issueRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();
  const { effects } = rest;

  // documented: "every pull request is an issue", so both are listed
  routes.get('/repos/:owner/:repo/issues', (c) => {
    const repository = readable(c);
    const world = c.get('world');
    const { state = 'open', labels, creator } = c.req.query();
    const wanted = labels?.split(',') ?? [];
    const found = select(
      [...world.issues.values(), ...world.pullRequests.values()] as (Issue | PullRequest)[],
      (one) =>
        one.repositoryId === repository.id &&
        (state === 'all' || one.state === state) &&
        wanted.every((label) => one.labels.includes(label)) &&
        (creator === undefined || world.users.get(one.authorId)?.login === creator),
    ).sort((a, b) => b.number - a.number);
    return c.json(paged(c, found).map((one) => issueView(world, one)));
  });

  routes.post('/repos/:owner/:repo/issues', async (c) => {
    const repository = repositoryFor(c, 'issues', 'write');
    const body = await bodyOf(c);
    const issue = await effects.createIssue(c.get('actor'), repository, {
      title: textIn(body, 'title'),
      body: optionalText(body, 'body'),
      labels: labelsIn(listIn(body, 'labels') ?? []),
      assignees: textsIn(body, 'assignees'),
    });
    return c.json(issueView(c.get('world'), issue), 201);
  });

  routes.get('/repos/:owner/:repo/issues/comments', (c) => {
    const repository = readable(c);
    const world = c.get('world');
    const { since = '1970-01-01T00:00:00Z', sort = 'created', direction = 'asc' } = c.req.query();
    const time = ({ createdAt, updatedAt }: IssueComment): number =>
      (sort === 'updated' ? updatedAt : createdAt).getTime();
    // documented: "ordered by ascending ID"; `direction` is ignored without `sort`
    const turned = c.req.query('sort') !== undefined && direction === 'desc' ? -1 : 1;
    const found = select(
      world.issueComments.values(),
      (comment) => comment.repositoryId === repository.id && comment.updatedAt.getTime() >= Date.parse(since),
    ).sort((a, b) => turned * (time(a) - time(b) || a.id - b.id));
    return c.json(paged(c, found).map((comment) => commentView(world, comment)));
  });

  routes.get('/repos/:owner/:repo/issues/comments/:comment_id', (c) =>
    c.json(commentView(c.get('world'), commentFor(c))),
  );

  routes.patch('/repos/:owner/:repo/issues/comments/:comment_id', async (c) => {
    const comment = commentFor(c);
    await effects.updateIssueComment(c.get('actor'), comment, textIn(await bodyOf(c), 'body'));
    return c.json(commentView(c.get('world'), comment));
  });

  routes.delete('/repos/:owner/:repo/issues/comments/:comment_id', async (c) => {
    await effects.deleteIssueComment(c.get('actor'), commentFor(c));
    return c.body(null, 204);
  });

  routes.get('/repos/:owner/:repo/issues/:issue_number', (c) =>
    c.json(issueView(c.get('world'), subjectFor(c, readable(c)))),
  );

  routes.patch('/repos/:owner/:repo/issues/:issue_number', async (c) => {
    const repository = repositoryFor(c, 'issues', 'write');
    const issue = issueByNumber(c.get('world'), repository.id, idParam(c, 'issue_number'));
    // of a pull request only title, body and state can be changed, by its own route
    if (issue === undefined) throw notFound();
    const body = await bodyOf(c);
    const labels = listIn(body, 'labels');
    await effects.updateIssue(c.get('actor'), issue, {
      title: optionalText(body, 'title') ?? undefined,
      body: optionalText(body, 'body') ?? undefined,
      state: optionalText(body, 'state') as Issue['state'] | undefined,
      stateReason: optionalText(body, 'state_reason') as Issue['stateReason'],
      labels: labels === undefined ? undefined : labelsIn(labels),
      assignees: textsIn(body, 'assignees'),
    });
    return c.json(issueView(c.get('world'), issue));
  });

  routes.get('/repos/:owner/:repo/issues/:issue_number/comments', (c) => {
    const repository = readable(c);
    const subject = subjectFor(c, repository);
    const since = Date.parse(c.req.query('since') ?? '1970-01-01T00:00:00Z');
    const comments = commentsOf(c.get('world'), repository.id, subject.number).filter(
      (comment) => comment.updatedAt.getTime() >= since,
    );
    return c.json(paged(c, comments).map((comment) => commentView(c.get('world'), comment)));
  });

  routes.post('/repos/:owner/:repo/issues/:issue_number/comments', async (c) => {
    const repository = readable(c);
    const subject = subjectFor(c, repository);
    const body = textIn(await bodyOf(c), 'body');
    const comment = await effects.createIssueComment(c.get('actor'), repository, subject.number, body);
    return c.json(commentView(c.get('world'), comment), 201);
  });

  return routes;
}
