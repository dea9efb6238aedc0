import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { here, type OpenWorld, openWorld } from './open-world.ts';

/** Every route once, with its answer held to GitHub's description when the world closes. */
let world: OpenWorld;
let head = '';
let ids: Record<string, number> = {};

beforeAll(async () => {
  world = await openWorld();
  const { sandbox, repository, people, app, installed } = world;
  head = await sandbox.push(repository, 'feature/x', {
    pusher: people.alice,
    coAuthors: [people.bob],
    files: {
      'prompts/support/system.md': 'Be kind.\n',
      'policy/data.yaml': null,
      'policy/retention.yaml': 'retention_days: 30\nredact: [email, phone, card_number]\n',
    },
  });
  const pull = await sandbox.openPullRequest(repository, { author: people.alice, title: 'Be kind', head: 'feature/x' });
  await app.rest.pulls.requestReviewers({
    ...here,
    pull_number: 1,
    reviewers: ['bob'],
    team_reviewers: ['safety-review'],
  });
  const review = await sandbox.review(pull, people.carol, 'REQUEST_CHANGES', 'no');
  await sandbox.dismiss(review, people.grace, 'talked');
  await sandbox.review(pull, people.carol, 'APPROVE');
  const comment = await sandbox.comment(pull, people.bob, 'hello');
  await sandbox.editComment(comment, people.bob, 'hello again');
  const issue = await app.rest.issues.create({
    ...here,
    title: 'Incident',
    body: 'b',
    labels: ['blocking-finding'],
    assignees: ['dan'],
  });
  const annotation = {
    path: 'change.yaml',
    start_line: 1,
    end_line: 1,
    annotation_level: 'failure' as const,
    message: 'm',
  };
  const run = await app.rest.checks.create({ ...here, name: 'rollout-gate', head_sha: head, status: 'in_progress' });
  await app.rest.checks.update({
    ...here,
    check_run_id: run.data.id,
    conclusion: 'failure',
    output: { title: 't', summary: 's', annotations: [annotation] },
  });
  await sandbox.postStatus(sandbox.asUser(people.bob), repository, { sha: head, state: 'success', context: 'scan' });
  const done = await sandbox.completeJob({
    repository,
    workflow: '.github/workflows/evals.yml',
    headSha: head,
    jobName: 'evals / offline',
    artifacts: { evals: { 'evals.json': '{}' } },
  });
  await sandbox.settled();
  ids = {
    review: review.id,
    comment: comment.id,
    issue: issue.data.number,
    run: run.data.id,
    suite: run.data.check_suite?.id ?? 0,
    workflow: done.run.id,
    job: done.job.id,
    artifact: done.artifacts[0]?.id ?? 0,
    ruleset: world.ruleset.id,
    repository: repository.id,
    installation: installed.installation.id,
    tree: 0,
  };
});

afterAll(async () => {
  await world.close();
});

const repo = '/repos/acme/agents';
const asApp: readonly string[] = [
  '/meta',
  '/rate_limit',
  '/installation/repositories',
  '/users/alice',
  '/orgs/acme',
  '/orgs/acme/members',
  '/orgs/acme/memberships/alice',
  '/orgs/acme/teams',
  '/orgs/acme/teams/runtime',
  '/orgs/acme/teams/runtime/members',
  '/orgs/acme/teams/runtime/memberships/erin',
  '/orgs/acme/repos',
  repo,
  `${repo}/collaborators/alice/permission`,
  `${repo}/activity?ref=refs/heads/feature/x`,
  `${repo}/rules/branches/main`,
  `${repo}/rulesets`,
  `${repo}/rulesets/{ruleset}`,
  `${repo}/codeowners/errors`,
  `${repo}/branches`,
  `${repo}/branches/main`,
  `${repo}/commits`,
  `${repo}/commits/{head}`,
  `${repo}/commits/{head}/pulls`,
  `${repo}/commits/{head}/check-runs?filter=all`,
  `${repo}/commits/{head}/check-suites`,
  `${repo}/commits/{head}/status`,
  `${repo}/commits/{head}/statuses`,
  `${repo}/compare/main...feature%2Fx`,
  `${repo}/git/ref/heads%2Fmain`,
  `${repo}/git/matching-refs/heads%2F`,
  `${repo}/git/commits/{head}`,
  `${repo}/git/trees/main?recursive=1`,
  `${repo}/contents/prompts/support/system.md`,
  `${repo}/contents/prompts`,
  `${repo}/pulls?state=all`,
  `${repo}/pulls/1`,
  `${repo}/pulls/1/files`,
  `${repo}/pulls/1/commits`,
  `${repo}/pulls/1/reviews`,
  `${repo}/pulls/1/reviews/{review}`,
  `${repo}/pulls/1/requested_reviewers`,
  `${repo}/issues?state=all`,
  `${repo}/issues/1`,
  `${repo}/issues/{issue}`,
  `${repo}/issues/1/comments`,
  `${repo}/issues/comments?since=2020-01-01T00:00:00Z`,
  `${repo}/issues/comments/{comment}`,
  `${repo}/check-runs/{run}`,
  `${repo}/check-runs/{run}/annotations`,
  `${repo}/check-suites/{suite}`,
  `${repo}/check-suites/{suite}/check-runs`,
  `${repo}/actions/runs`,
  `${repo}/actions/runs/{workflow}`,
  `${repo}/actions/runs/{workflow}/jobs`,
  `${repo}/actions/runs/{workflow}/attempts/1/jobs`,
  `${repo}/actions/jobs/{job}`,
  `${repo}/actions/artifacts`,
  `${repo}/actions/artifacts/{artifact}`,
  `${repo}/actions/runs/{workflow}/artifacts`,
];

const filled = (path: string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'head' ? head : String(ids[name])));

describe('every route answers as described', () => {
  it.each(asApp)('GET %s', async (path) => {
    const answer = await world.app.request(`GET ${filled(path)}`);
    expect(answer.status).toBe(200);
    expect(world.sandbox.exchanges.at(-1)?.template).not.toBeNull();
  });

  it.each([
    '/app',
    '/app/installations',
    '/app/installations/{installation}',
    `${repo}/installation`,
    '/app/hook/deliveries',
  ])('GET %s with the App’s own token', async (path) => {
    const answer = await world.as(world.sandbox.appToken(world.installed)).request(`GET ${filled(path)}`);
    expect(answer.status).toBe(200);
  });

  it('GET /user with a person’s token', async () => {
    const answer = await world.as(world.sandbox.userToken(world.people.alice)).rest.users.getAuthenticated();
    expect(answer.data.login).toBe('alice');
  });
});
