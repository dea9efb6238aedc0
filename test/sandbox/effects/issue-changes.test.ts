import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Issue } from '../../../src/sandbox/state/pull-request.ts';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';

let world: OpenWorld;
let issue: Issue;
let heard = 0;
beforeEach(async () => {
  world = await openWorld();
  const { sandbox, repository, people } = world;
  issue = await sandbox.openIssue(repository, people.erin, { title: 'Incident' });
  await sandbox.settled();
  heard = world.hooks.length;
});
afterEach(() => world.close());

const told = async (): Promise<string[]> => {
  await world.sandbox.settled();
  return world.hooks
    .slice(heard)
    .map((hook) => `${hook.headers['x-github-event']} ${hook.payload.action}`)
    .sort((a, b) => a.localeCompare(b));
};

describe('an issue', () => {
  it('is labelled and unlabelled, each told once', async () => {
    const { data } = await world.app.rest.issues.addLabels({
      ...here,
      issue_number: issue.number,
      labels: ['blocking-finding', 'x'],
    });
    expect(data.map((label) => label.name)).toEqual(['blocking-finding', 'x']);
    await world.app.rest.issues.addLabels({ ...here, issue_number: issue.number, labels: ['Blocking-Finding'] });
    await world.app.rest.issues.removeLabel({ ...here, issue_number: issue.number, name: 'x' });
    expect(await told()).toEqual(['issues labeled', 'issues labeled', 'issues unlabeled']);
    expect(world.hooks.at(-1)?.payload).toMatchObject({
      label: { name: 'x' },
      issue: { labels: [{ name: 'blocking-finding' }] },
    });
    world.provoke(() => true);
    const again = world.app.rest.issues.removeLabel({ ...here, issue_number: issue.number, name: 'x' });
    expect((await refusal(again)).status).toBe(404);
  });

  it('that is born with labels and assignees tells of it, then of each', async () => {
    await world.app.rest.issues.create({ ...here, title: 'b', labels: ['blocking-finding'], assignees: ['dan'] });
    expect(await told()).toEqual(['issues assigned', 'issues labeled', 'issues opened']);
    const opened = world.hooks.slice(heard).find((hook) => hook.payload.action === 'opened');
    expect(opened?.payload).toMatchObject({ issue: { labels: [{ name: 'blocking-finding' }] } });
  });

  it('is closed and reopened, with the reason', async () => {
    const change = { ...here, issue_number: issue.number };
    const closed = await world.app.rest.issues.update({ ...change, state: 'closed', state_reason: 'not_planned' });
    expect([closed.data.state, closed.data.state_reason]).toEqual(['closed', 'not_planned']);
    const open = await world.app.rest.issues.update({ ...change, state: 'open' });
    expect([open.data.state, open.data.state_reason, open.data.closed_at]).toEqual(['open', 'reopened', null]);
    await world.app.rest.issues.update({ ...change, title: 'New', labels: ['y'], assignees: ['bob'] });
    expect(await told()).toEqual([
      'issues assigned',
      'issues closed',
      'issues edited',
      'issues labeled',
      'issues reopened',
    ]);
  });

  it('is not for strangers to close or label', async () => {
    const guest = world.sandbox.createUser({ login: 'guest' });
    await expect(world.sandbox.updateIssue(issue, guest, { state: 'closed' })).rejects.toMatchObject({ status: 403 });
    await expect(world.sandbox.label(issue, guest, 'x')).rejects.toMatchObject({ status: 403 });
    expect(await told()).toEqual([]);
  });

  it('comments on it name no pull request', async () => {
    const comment = await world.sandbox.commentOnIssue(issue, world.people.bob, '/resolve');
    await world.sandbox.deleteComment(comment, world.people.bob);
    expect(await told()).toEqual(['issue_comment created', 'issue_comment deleted']);
    expect(world.hooks.at(-1)?.payload['issue']).not.toHaveProperty('pull_request');
  });

  it('is deleted by administrators, and transferred under a new number', async () => {
    const { sandbox, people, organization } = world;
    const other = await sandbox.createRepository({ owner: organization, name: 'other' });
    await expect(sandbox.deleteIssue(issue, people.bob)).rejects.toMatchObject({ status: 403 });
    await sandbox.commentOnIssue(issue, people.bob, 'seen');
    sandbox.grantTeam(other, world.teams.engineering, 'write');
    const moved = await sandbox.transferIssue(issue, people.bob, other);
    expect([moved.repositoryId, moved.number]).toEqual([other.id, 1]);
    await sandbox.deleteIssue(moved, people.grace);
    expect(await told()).toEqual(['issue_comment created', 'issues deleted', 'issues opened', 'issues transferred']);
    expect(sandbox.world.issues.size + sandbox.world.issueComments.size).toBe(0);
  });
});

describe('GraphQL', () => {
  const id = (): string => issue.nodeId;

  it('makes, closes, reopens and labels issues, and finds them by label', async () => {
    const { repository, app, people } = world;
    await app.rest.issues.createLabel({ ...here, name: 'blocking-finding', color: 'ff0000' });
    const label = repository.labels.get('blocking-finding')?.nodeId;
    const made = await app.graphql<{ createIssue: { issue: { id: string } } }>(
      `mutation Make($repository: ID!, $labels: [ID!], $people: [ID!]) {
        createIssue(input: { repositoryId: $repository, title: "t", labelIds: $labels, assigneeIds: $people }) { issue { id } }
      }`,
      { repository: repository.nodeId, labels: [label], people: [people.dan.nodeId] },
    );
    const found = async (filter: string): Promise<number> => {
      const answer = await app.graphql<{ repository: { issues: { totalCount: number } } }>(
        `query Found { repository(owner: "acme", name: "agents") { issues(first: 10, ${filter}) { totalCount } } }`,
      );
      return answer.repository.issues.totalCount;
    };
    expect(await found('labels: ["blocking-finding"], states: [OPEN]')).toBe(1);
    expect(await found('filterBy: { labels: ["blocking-finding", "x"] }')).toBe(0);
    expect(await found('filterBy: { assignee: "dan", createdBy: "rollout-gate[bot]" }')).toBe(1);
    await app.graphql(
      'mutation Close($id: ID!) { closeIssue(input: { issueId: $id, stateReason: COMPLETED }) { issue { state stateReason } } }',
      {
        id: made.createIssue.issue.id,
      },
    );
    expect(await found('labels: ["blocking-finding"], states: [OPEN]')).toBe(0);
    await app.graphql(
      'mutation Label($id: ID!, $labels: [ID!]!) { addLabelsToLabelable(input: { labelableId: $id, labelIds: $labels }) { clientMutationId } }',
      {
        id: id(),
        labels: [label],
      },
    );
    expect(issue.labels).toEqual(['blocking-finding']);
    await app.graphql(
      'mutation Unlabel($id: ID!, $labels: [ID!]!) { removeLabelsFromLabelable(input: { labelableId: $id, labelIds: $labels }) { clientMutationId } }',
      {
        id: id(),
        labels: [label],
      },
    );
    expect(issue.labels).toEqual([]);
    await app.graphql(
      'mutation Update($id: ID!) { updateIssue(input: { id: $id, body: "more", state: CLOSED }) { issue { body state } } }',
      { id: id() },
    );
    await app.graphql('mutation Reopen($id: ID!) { reopenIssue(input: { issueId: $id }) { issue { stateReason } } }', {
      id: id(),
    });
    expect([issue.body, issue.state, issue.stateReason]).toEqual(['more', 'open', 'reopened']);
  });

  it('a reaction is given once, and a comment is hidden without a webhook', async () => {
    const comment = await world.sandbox.commentOnIssue(issue, world.people.bob, '/promote');
    await world.sandbox.settled();
    heard = world.hooks.length;
    const react = { ...here, comment_id: comment.id, content: 'eyes' as const };
    expect((await world.app.rest.reactions.createForIssueComment(react)).status).toBe(201);
    expect((await world.app.rest.reactions.createForIssueComment(react)).status).toBe(200);
    const answer = await world.app.graphql<{
      addReaction: { reactionGroups: { content: string; viewerHasReacted: boolean }[] };
    }>(
      `mutation React($id: ID!) { addReaction(input: { subjectId: $id, content: ROCKET }) {
        reaction { content } reactionGroups { content viewerHasReacted reactors(first: 1) { totalCount } } } }`,
      { id: comment.nodeId },
    );
    const given = answer.addReaction.reactionGroups.filter((group) => group.viewerHasReacted);
    expect(given.map((group) => group.content)).toEqual(['ROCKET', 'EYES']);
    expect((await world.app.rest.issues.getComment({ ...here, comment_id: comment.id })).data.reactions).toMatchObject({
      total_count: 2,
      eyes: 1,
    });
    await world.sandbox.minimizeComment(comment, world.people.bob, 'outdated');
    const hidden = await world.app.graphql<{ node: unknown }>(
      'query Hidden($id: ID!) { node(id: $id) { ... on IssueComment { isMinimized minimizedReason } } }',
      { id: comment.nodeId },
    );
    expect(hidden.node).toEqual({ isMinimized: true, minimizedReason: 'outdated' });
    expect(await told()).toEqual([]);
  });
});
