import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import wanted from '../../scripts/reduce-github-descriptions/operations.json' with { type: 'json' };
import { type Exchange, validateExchange } from '../support/github-descriptions/exchange.ts';
import { validateGraphql } from '../support/github-descriptions/graphql.ts';
import { findOperation } from '../support/github-descriptions/operation.ts';
import { problemText } from '../support/github-descriptions/problem.ts';
import { validateWebhook } from '../support/github-descriptions/webhook.ts';

interface Described {
  readonly source: string;
  readonly operations?: object;
  readonly payloads?: object;
}

const sha = 'a'.repeat(40);

const checkRuns = '/repos/acme/agents/check-runs';

const annotation = { path: 'change.yaml', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'no' };

function request(method: string, path: string, requestBody?: unknown): readonly string[] {
  return validateExchange({ method, path, requestBody, status: 404 }).request.map(problemText);
}

function response(exchange: Exchange): readonly string[] {
  return validateExchange(exchange).response.map(problemText);
}

describe('the checked-in descriptions', () => {
  const folder = new URL('../../test/fixtures/github/', import.meta.url);
  const read = (name: string): Described => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Described;
  it('hold exactly what the list names, from the versions that it names', () => {
    const rest = read('openapi.json');
    const webhooks = read('webhooks.json');
    expect(Object.keys(rest.operations ?? {})).toEqual(wanted.operations);
    const events = Object.keys(webhooks.payloads ?? {}).map((key) => key.split('.')[0] ?? '');
    expect([...new Set(events)].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(wanted.events);
    expect(rest.source).toBe(`${wanted.openapi.package}@${wanted.openapi.version}`);
    expect(webhooks.source).toBe(`${wanted.webhooks.package}@${wanted.webhooks.version}`);
  });
  it('are shapes only', () => {
    // A property may be called `title`; then a schema follows, never a text.
    const prose = /"(title|summary|description|example)":"/;
    for (const name of ['openapi.json', 'webhooks.json']) {
      expect([name, prose.test(readFileSync(new URL(name, folder), 'utf8'))]).toEqual([name, false]);
    }
  });
});

describe('requests are found in the description', () => {
  it.each([
    ['GET', '/repos/acme/agents/commits/main', 'repos/get-commit'],
    ['GET', '/repos/acme/agents/commits/main/check-runs', 'checks/list-for-ref'],
    ['GET', '/repos/acme/agents/git/ref/heads/some/branch', 'git/get-ref'],
    ['GET', '/repos/acme/agents/contents/changes/refund/change.yaml', 'repos/get-content'],
    ['GET', '/repos/acme/agents/compare/main...feature/x', 'repos/compare-commits-with-basehead'],
    ['GET', '/repos/acme/agents/issues/comments/7', 'issues/get-comment'],
    ['GET', '/repos/acme/agents/rules/branches/release%2F1', 'repos/get-branch-rules'],
    ['POST', '/app/installations/1/access_tokens', 'apps/create-installation-access-token'],
    ['GET', '/orgs/acme/teams/safety/members', 'teams/list-members-in-org'],
  ])('%s %s is %s', (method, path, id) => {
    expect(findOperation(method, path)?.id).toBe(id);
  });
});

describe('a wrong request is a problem', () => {
  it('and a right one is none', () => {
    const body = {
      name: 'rollout-gate',
      head_sha: sha,
      status: 'completed',
      conclusion: 'failure',
      output: { title: 'Blocked', summary: 'Because.', annotations: [annotation] },
    };
    expect(request('POST', checkRuns, body)).toEqual([]);
    expect(request('GET', '/repos/acme/agents/pulls?state=open&per_page=100&page=2')).toEqual([]);
    expect(request('PUT', '/repos/acme/agents/contents/a.txt', { message: 'm', content: '' })).toEqual([]);
  });
  const cases: readonly (readonly [string, string, string, unknown, string])[] = [
    ['a path that GitHub does not have', 'GET', '/repos/acme/agents/checks', undefined, 'operation_unknown'],
    ['an id that is no number', 'GET', '/repos/acme/agents/pulls/seven', undefined, 'path/pull_number'],
    ['a query parameter misspelt', 'GET', '/repos/acme/agents/pulls?perpage=100', undefined, 'query/perpage'],
    ['a query value outside the list', 'GET', '/repos/acme/agents/pulls?state=merged', undefined, 'query/state'],
    ['a required property missing', 'POST', checkRuns, { name: 'gate' }, 'head_sha'],
    ['a body missing', 'POST', '/repos/acme/agents/issues/1/comments', undefined, 'a body is required'],
    ['a property misspelt', 'POST', checkRuns, { name: 'g', head_sha: sha, externalId: 'x' }, 'body/externalId'],
    [
      'a property misspelt deep inside',
      'POST',
      checkRuns,
      { name: 'g', head_sha: sha, output: { title: 't', summary: 's', annotations: [{ ...annotation, line: 1 }] } },
      'body/output/annotations/0/line',
    ],
    [
      'a conclusion that is none',
      'POST',
      checkRuns,
      { name: 'g', head_sha: sha, status: 'completed', conclusion: 'ok' },
      'body/conclusion',
    ],
    [
      '51 annotations',
      'POST',
      checkRuns,
      { name: 'g', head_sha: sha, output: { title: 't', summary: 's', annotations: Array(51).fill(annotation) } },
      'body/output/annotations',
    ],
    [
      'a summary above 65,535 characters',
      'POST',
      checkRuns,
      { name: 'g', head_sha: sha, output: { title: 't', summary: 'x'.repeat(65_536) } },
      'body/output/summary',
    ],
    ['a body where none is taken', 'PUT', '/app/installations/1', { a: 1 }, 'operation_unknown'],
    ['a review event that is none', 'POST', '/repos/a/b/pulls/1/reviews', { event: 'APPROVED' }, 'body/event'],
  ];
  it.each(cases)('%s', (_name, method, path, body, expected) => {
    expect(request(method, path, body).join('\n')).toContain(expected);
  });
});

describe('a wrong answer is a problem', () => {
  const ref = { ref: 'refs/heads/main', node_id: 'x', url: 'https://api/x', object: { type: 'commit', sha, url: 'u' } };
  const path = '/repos/acme/agents/git/ref/heads/main';
  it('and a right one is none', () => {
    expect(response({ method: 'GET', path, status: 200, responseBody: ref })).toEqual([]);
    expect(response({ method: 'GET', path, status: 404, responseBody: { message: 'Not Found' } })).toEqual([]);
    expect(response({ method: 'GET', path, status: 502, responseBody: undefined })).toEqual([]);
  });
  it('a property missing', () => {
    const { node_id: _, ...without } = ref;
    expect(response({ method: 'GET', path, status: 200, responseBody: without }).join()).toContain('node_id');
  });
  it('a property of the wrong type', () => {
    const wrong = { ...ref, object: { ...ref.object, sha: 7 } };
    expect(response({ method: 'GET', path, status: 200, responseBody: wrong }).join()).toContain('response/object/sha');
  });
  it('a date that is none', () => {
    const rate = { method: 'GET', path: '/repos/a/b/activity', status: 200 };
    const line = {
      id: 1,
      node_id: 'n',
      before: sha,
      after: sha,
      ref: 'refs/heads/x',
      activity_type: 'push',
      actor: null,
    };
    expect(response({ ...rate, responseBody: [{ ...line, timestamp: 'yesterday' }] }).join()).toContain('timestamp');
    expect(response({ ...rate, responseBody: [{ ...line, timestamp: '2026-04-07T16:02:00Z' }] })).toEqual([]);
  });
  it('a status that the operation never answers', () => {
    expect(response({ method: 'GET', path, status: 202, responseBody: ref }).join()).toContain('status_unknown');
  });
});

describe('a wrong webhook is a problem', () => {
  const user = {
    login: 'ann',
    id: 1,
    node_id: 'U',
    avatar_url: 'a',
    gravatar_id: '',
    url: 'u',
    html_url: 'u',
    followers_url: 'u',
    following_url: 'u',
    gists_url: 'u',
    starred_url: 'u',
    subscriptions_url: 'u',
    organizations_url: 'u',
    repos_url: 'u',
    events_url: 'u',
    received_events_url: 'u',
    type: 'User',
    site_admin: false,
  };
  const member = {
    action: 'added',
    scope: 'team',
    member: user,
    sender: user,
    organization: {
      login: 'acme',
      id: 2,
      node_id: 'O',
      url: 'u',
      repos_url: 'u',
      events_url: 'u',
      hooks_url: 'u',
      issues_url: 'u',
      members_url: 'u',
      public_members_url: 'u',
      avatar_url: 'u',
      description: null,
    },
    team: {
      name: 'Safety',
      id: 3,
      node_id: 'T',
      slug: 'safety',
      description: null,
      privacy: 'closed',
      url: 'u',
      html_url: 'u',
      members_url: 'u',
      repositories_url: 'u',
      permission: 'pull',
    },
  };
  it('and a right one is none', () => {
    expect(validateWebhook('membership', member)).toEqual([]);
  });
  it('an event that GitHub does not send', () => {
    expect(validateWebhook('membership', { ...member, action: 'promoted' })[0]?.code).toBe('event_unknown');
  });
  it('a property missing', () => {
    const { team: _, ...without } = member;
    expect(validateWebhook('membership', without).map(problemText).join()).toContain('team');
  });
});

describe('a wrong query is a problem', () => {
  const query = 'query Pull($n: Int!) { repository(owner: "a", name: "b") { pullRequest(number: $n) { title } } }';
  it('and a right one is none, under its name', () => {
    expect(validateGraphql(query, { n: 1 })).toEqual({ operation: 'Pull', problems: [] });
  });
  it.each([
    ['a field that is none', '{ repository(owner: "a", name: "b") { naem } }', {}, 'naem'],
    ['a required argument missing', '{ repository(owner: "a") { name } }', {}, 'name'],
    ['a syntax error', '{ repository(', {}, 'Syntax Error'],
    ['a variable of the wrong type', query, { n: 'one' }, 'Int cannot represent'],
    ['a variable missing', query, {}, 'required'],
    ['a variable that is not declared', query, { n: 1, m: 2 }, 'variables/m'],
  ])('%s', (_name, text, variables, expected) => {
    expect(validateGraphql(text, variables).problems.map(problemText).join('\n')).toContain(expected);
  });
});
