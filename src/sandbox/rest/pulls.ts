import { type Context, Hono } from 'hono';
import type { PullRequest, Review } from '../state/pull-request.ts';
import { reviewsOf, select } from '../state/queries.ts';
import { notFound, Refusal } from '../state/refusal.ts';
import { simpleUser, teamView } from '../views/account.ts';
import { commitView, fileView } from '../views/commit.ts';
import { pullDifference, pullRepository, pullSimple, pullView, reviewView } from '../views/pull-request.ts';
import {
  asObject,
  type Body,
  bodyOf,
  listIn,
  optionalChoice,
  optionalFlag,
  optionalText,
  textIn,
  textsIn,
} from './body.ts';
import { type Env, idParam, pullFor, type Rest, repositoryFor } from './environment.ts';
import { paged } from './pagination.ts';

/** documented: "Responses include a maximum of 3000 files", "a maximum of 250 commits". */
const mostFiles = 3000;
const mostCommits = 250;

function reviewFor(c: Context<Env>, pull: PullRequest): Review {
  const review = c.get('world').reviews.get(idParam(c, 'review_id'));
  if (review === undefined || review.repositoryId !== pull.repositoryId || review.pullNumber !== pull.number) {
    throw notFound();
  }
  return review;
}

const reviewersIn = (body: Body) => ({
  logins: textsIn(body, 'reviewers') ?? [],
  teamSlugs: textsIn(body, 'team_reviewers') ?? [],
});

function matching(c: Context<Env>, pulls: readonly PullRequest[]): PullRequest[] {
  const { state = 'open', head, base, sort = 'created', direction } = c.req.query();
  const world = c.get('world');
  const key = sort === 'updated' ? 'updatedAt' : 'createdAt';
  const descending = direction === undefined ? sort === 'created' : direction === 'desc';
  const found = pulls.filter((pull) => {
    const owner = world.users.get(pull.head.ownerId) ?? world.organizations.get(pull.head.ownerId);
    return (
      (state === 'all' || pull.state === state) &&
      (base === undefined || pull.base.ref === base) &&
      (head === undefined || `${owner?.login}:${pull.head.ref}` === head)
    );
  });
  const ordered = found.sort((a, b) => a[key].getTime() - b[key].getTime() || a.number - b.number);
  return descending ? ordered.reverse() : ordered;
}

function lineIn(value: unknown): { path: string; startLine: number | null; line: number; body: string } {
  const line = asObject(value, 'comments');
  return {
    path: textIn(line, 'path'),
    startLine: line['start_line'] === undefined ? null : Number(line['start_line']),
    line: Number(line['line']),
    body: textIn(line, 'body'),
  };
}

export function pullRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();
  const { effects } = rest;

  routes.get('/repos/:owner/:repo/pulls', (c) => {
    const repository = repositoryFor(c, 'pull_requests', 'read');
    const own = select(c.get('world').pullRequests.values(), (pull) => pull.repositoryId === repository.id);
    return c.json(paged(c, matching(c, own)).map((pull) => pullSimple(c.get('world'), pull)));
  });

  routes.post('/repos/:owner/:repo/pulls', async (c) => {
    const repository = repositoryFor(c, 'pull_requests', 'write');
    const body = await bodyOf(c);
    const pull = await effects.openPull(c.get('actor'), repository, {
      title: textIn(body, 'title'),
      head: textIn(body, 'head'),
      base: textIn(body, 'base'),
      body: optionalText(body, 'body'),
      draft: optionalFlag(body, 'draft'),
    });
    return c.json(pullView(c.get('world'), pull), 201);
  });

  routes.get('/repos/:owner/:repo/pulls/:pull_number', (c) => c.json(pullView(c.get('world'), pullFor(c, 'read'))));

  routes.patch('/repos/:owner/:repo/pulls/:pull_number', async (c) => {
    const pull = pullFor(c, 'write');
    const body = await bodyOf(c);
    await effects.updatePull(c.get('actor'), pull, {
      title: optionalText(body, 'title'),
      body: optionalText(body, 'body'),
      base: optionalText(body, 'base'),
      state: optionalChoice(body, 'state', ['open', 'closed']),
    });
    return c.json(pullView(c.get('world'), pull));
  });

  routes.get('/repos/:owner/:repo/pulls/:pull_number/files', (c) => {
    const pull = pullFor(c, 'read');
    const files = pullDifference(c.get('world'), pull).files.slice(0, mostFiles);
    const repository = pullRepository(c.get('world'), pull);
    return c.json(paged(c, files).map((file) => fileView(c.get('world'), repository, file, pull.head.sha)));
  });

  routes.get('/repos/:owner/:repo/pulls/:pull_number/commits', (c) => {
    const pull = pullFor(c, 'read');
    const commits = pullDifference(c.get('world'), pull).commits.slice(0, mostCommits);
    const repository = pullRepository(c.get('world'), pull);
    return c.json(paged(c, commits).map((commit) => commitView(c.get('world'), repository, commit)));
  });

  routes.get('/repos/:owner/:repo/pulls/:pull_number/merge', (c) => {
    if (pullFor(c, 'read').mergedAt === null) throw notFound();
    return c.body(null, 204);
  });

  routes.put('/repos/:owner/:repo/pulls/:pull_number/merge', async (c) => {
    const pull = pullFor(c, 'read');
    const body = await bodyOf(c);
    const sha = await effects.mergePull(c.get('actor'), pull, {
      sha: optionalText(body, 'sha'),
      method: optionalChoice(body, 'merge_method', ['merge', 'squash', 'rebase']),
      title: optionalText(body, 'commit_title'),
      message: optionalText(body, 'commit_message'),
    });
    return c.json({ sha, merged: true, message: 'Pull Request successfully merged' });
  });

  routes.get('/repos/:owner/:repo/pulls/:pull_number/requested_reviewers', (c) => {
    const pull = pullFor(c, 'read');
    const world = c.get('world');
    const users = pull.requestedReviewerIds.map((id) => world.users.get(id)).filter((user) => user !== undefined);
    const teams = pull.requestedTeamIds.map((id) => world.teams.get(id)).filter((team) => team !== undefined);
    return c.json({
      users: users.map((user) => simpleUser(world, user)),
      teams: teams.map((team) => teamView(world, team)),
    });
  });

  routes.post('/repos/:owner/:repo/pulls/:pull_number/requested_reviewers', async (c) => {
    const pull = pullFor(c, 'write');
    await effects.requestReviewers(c.get('actor'), pull, reviewersIn(await bodyOf(c)));
    return c.json(pullSimple(c.get('world'), pull), 201);
  });

  routes.delete('/repos/:owner/:repo/pulls/:pull_number/requested_reviewers', async (c) => {
    const pull = pullFor(c, 'write');
    await effects.removeReviewers(c.get('actor'), pull, reviewersIn(await bodyOf(c)));
    return c.json(pullSimple(c.get('world'), pull));
  });

  routes.get('/repos/:owner/:repo/pulls/:pull_number/reviews', (c) => {
    const pull = pullFor(c, 'read');
    const reviews = reviewsOf(c.get('world'), pull).filter((review) => review.state !== 'PENDING');
    return c.json(paged(c, reviews).map((review) => reviewView(c.get('world'), pull, review)));
  });

  routes.post('/repos/:owner/:repo/pulls/:pull_number/reviews', async (c) => {
    const pull = pullFor(c, 'write');
    const body = await bodyOf(c);
    const review = await effects.submitReview(c.get('actor'), pull, {
      event: optionalChoice(body, 'event', ['APPROVE', 'REQUEST_CHANGES', 'COMMENT']),
      body: optionalText(body, 'body'),
      commitSha: optionalText(body, 'commit_id'),
      comments: listIn(body, 'comments')?.map(lineIn),
    });
    return c.json(reviewView(c.get('world'), pull, review));
  });

  routes.get('/repos/:owner/:repo/pulls/:pull_number/reviews/:review_id', (c) => {
    const pull = pullFor(c, 'read');
    return c.json(reviewView(c.get('world'), pull, reviewFor(c, pull)));
  });

  routes.put('/repos/:owner/:repo/pulls/:pull_number/reviews/:review_id/dismissals', async (c) => {
    const pull = pullFor(c, 'write');
    const body = await bodyOf(c);
    const event = optionalText(body, 'event');
    if (event !== undefined && event !== 'DISMISS') throw new Refusal(422, 'Invalid request.\n\nevent must be DISMISS');
    const review = await effects.dismissReview(c.get('actor'), reviewFor(c, pull), textIn(body, 'message'));
    return c.json(reviewView(c.get('world'), pull, review));
  });

  return routes;
}
