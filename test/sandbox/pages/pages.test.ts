import { beforeAll, describe, expect, it } from 'vitest';
import { pagesRouter } from '../../../src/sandbox/pages/router.ts';
import type { CheckRun } from '../../../src/sandbox/state/check.ts';
import { usualQueue } from '../../../src/sandbox/seed/usual-queue.ts';
import { type SmallWorld, smallWorld, start } from '../graphql/small-world.ts';

const script = '<script>alert(1)</script>';
const hostile = `${script} <img src=x onerror=alert(2)> [x](javascript:alert(3)) <b style="color:red">b</b>`;

let small: SmallWorld;
let run: CheckRun;
let issueNumber: number;

beforeAll(async () => {
  small = await smallWorld();
  const { effects, repository, pull } = small;
  await effects.updatePull(small.asUser(small.people.ann), pull, {
    title: `Title ${hostile}`,
    body: `Body ${hostile}`,
  });
  await effects.createIssueComment(small.asApp(), repository, pull.number, `Comment ${hostile}`);
  const place = { path: 'prompts/system.md', start_column: null, end_column: null, raw_details: hostile };
  const level = 'failure' as const;
  run = await effects.createCheckRun(small.asApp(), repository, {
    name: `gate ${script}`,
    headSha: pull.head.sha,
    status: 'completed',
    conclusion: 'failure',
    output: {
      title: `Blocked ${script}`,
      summary: `**Why** ${hostile}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<details><summary>More</summary>\n\n- [x] done\n\n</details>`,
      text: `\`\`\`json\n{"a": 1}\n\`\`\``,
      annotations: [
        {
          ...place,
          start_line: 1,
          end_line: 1,
          annotation_level: level,
          message: `At the line ${hostile}`,
          title: script,
        },
        { ...place, start_line: 90, end_line: 90, annotation_level: level, message: 'Far below', title: null },
        {
          ...place,
          path: 'README.md',
          start_line: 1,
          end_line: 1,
          annotation_level: level,
          message: 'Not changed',
          title: null,
        },
      ],
    },
  });
  const issue = await effects.createIssue(small.asUser(small.people.ann), repository, {
    title: `Issue ${hostile}`,
    body: hostile,
    labels: [`label ${script}`],
  });
  issueNumber = issue.number;
  await effects.createIssueComment(small.asApp(), repository, issue.number, `On the issue ${hostile}`);
  small.world.endedMergeGroups.push({
    ...{ repositoryId: repository.id, baseRef: 'main', pullId: pull.id, headSha: pull.head.sha },
    ...{ ending: 'merged', endedAt: start },
  });
  await small.push(small.people.bob, 'main', { '.github/rollout-gate.yml': `# ${script}\n` }, `Policy ${script}`);
  small.world.deliveries.set(5, {
    ...{ id: 5, guid: 'guid-5', appId: 1, event: 'pull_request', action: 'opened', installationId: 1, repositoryId: 1 },
    ...{
      url: 'http://127.0.0.1/hook',
      redelivery: false,
      deliveredAt: start,
      duration: 0.2,
      status: 'OK',
      statusCode: 202,
    },
    ...{ requestHeaders: { 'x-github-event': 'pull_request' }, requestBody: JSON.stringify({ title: hostile }) },
    ...{ responseHeaders: {}, responseBody: script },
  });
});

async function get(path: string): Promise<{ status: number; text: string; policy: string }> {
  const response = await pagesRouter(small.world, () => start).request(path);
  const policy = response.headers.get('content-security-policy') ?? '';
  return { status: response.status, text: await response.text(), policy };
}

const everyPage = (): readonly string[] => [
  '/',
  '/ui/acme/agents',
  '/ui/acme/agents/pull/1',
  `/ui/acme/agents/issues/${issueNumber}`,
  '/ui/acme/agents/queue/main',
  `/ui/acme/agents/runs/${run.id}`,
  `/ui/acme/agents/commit/${run.headSha}`,
  '/ui/acme/agents/blob/main/.github/rollout-gate.yml',
  `/ui/acme/agents/commit/${small.repository.refs.get('refs/heads/main')}`,
  `/ui/acme/agents/new/some/branch?filename=${encodeURIComponent(script)}&value=${encodeURIComponent(hostile)}`,
  '/ui/deliveries',
  '/ui/deliveries/5',
];

describe('no page lets through what somebody else wrote', () => {
  it('as script, handler, style or javascript: link', async () => {
    for (const path of everyPage()) {
      const { status, text, policy } = await get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toMatch(/<script|<[^>]*\son\w+=|<[^>]*\sstyle=|href="javascript:|<iframe/i);
      expect(policy).toContain("default-src 'none'");
    }
  });

  it('but shows it as text', async () => {
    const { text } = await get('/ui/acme/agents/pull/1');
    expect(text).toContain('Title &lt;script&gt;');
    expect(text).toContain('At the line &lt;script&gt;');
  });
});

describe('the page of a pull request', () => {
  it('shows conversation, checks with tables and folded parts, and why it may not be merged', async () => {
    const { text } = await get('/ui/acme/agents/pull/1');
    expect(text).toContain('wants to merge 1 commit into');
    expect(text).toContain('Comment ');
    expect(text).toContain('<strong>Why</strong>');
    expect(text).toContain('<table>');
    expect(text).toMatch(/<details>\s*<summary>More<\/summary>/);
    expect(text).toContain('class="language-json"');
    expect(text).toContain('Merging is allowed');
  });

  it('puts each annotation under its line, others above the file or below all files', async () => {
    const { text } = await get('/ui/acme/agents/pull/1');
    const files = text.slice(text.indexOf('id="files"'));
    const order = [
      'Far below',
      '+Be kind and warm.',
      'At the line',
      'Annotations on files that are not changed',
      'Not changed',
    ];
    const places = order.map((part) => files.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it('shows an expected check that nobody reported, and blocks', async () => {
    small.world.rulesets.set(1, {
      ...{ id: 1, nodeId: 'RRS_1', repositoryId: small.repository.id, name: 'main', enforcement: 'active' },
      ...{ include: ['~DEFAULT_BRANCH'], exclude: [], bypassUserIds: [], createdAt: start, updatedAt: start },
      rules: [
        {
          type: 'required_status_checks',
          parameters: {
            required_status_checks: [{ context: 'rollout-gate' }],
            strict_required_status_checks_policy: false,
          },
        },
      ],
    });
    const { text } = await get('/ui/acme/agents/pull/1');
    expect(text).toContain('Merging is blocked');
    expect(text).toContain('Required status check &quot;rollout-gate&quot; is expected.');
    small.world.rulesets.delete(1);
  });

  it('does not call a pull request blocked that only has to go through the queue', async () => {
    small.world.rulesets.set(1, {
      ...{ id: 1, nodeId: 'RRS_1', repositoryId: small.repository.id, name: 'main', enforcement: 'active' },
      ...{ include: ['~DEFAULT_BRANCH'], exclude: [], bypassUserIds: [], createdAt: start, updatedAt: start },
      rules: [{ type: 'merge_queue', parameters: usualQueue }],
    });
    const { text } = await get('/ui/acme/agents/pull/1');
    expect(text).toContain('Merging is allowed, through the merge queue');
    expect((await get('/ui/acme/agents/queue/main')).text).toContain('Nobody waits.');
    small.world.rulesets.delete(1);
  });
});

it('the page of an issue shows its labels and what was written on it, and the repository lists it', async () => {
  const { text } = await get(`/ui/acme/agents/issues/${issueNumber}`);
  expect(text).toContain('Issue &lt;script&gt;');
  expect(text).toContain('label &lt;script&gt;');
  expect(text).toContain('On the issue ');
  expect((await get('/ui/acme/agents')).text).toContain(`/ui/acme/agents/issues/${issueNumber}"`);
});

it('the page of a merge queue shows the groups that were tested, with their checks', async () => {
  const { text } = await get('/ui/acme/agents/queue/main');
  expect(text).toContain('Title &lt;script&gt;');
  expect(text).toContain(`/ui/acme/agents/runs/${run.id}"`);
  expect(text).toContain('No ruleset asks for a queue.');
});

it('the deliveries show what was sent and what was answered', async () => {
  expect((await get('/ui/deliveries')).text).toContain('pull_request.opened');
  expect((await get('/ui/deliveries/5')).text).toContain('x-github-event: pull_request');
});

it.each([
  '/ui/acme/none',
  '/ui/acme/agents/pull/99',
  '/ui/acme/agents/issues/99',
  '/ui/acme/agents/queue/none',
  '/ui/acme/agents/runs/1',
  '/ui/deliveries/99',
  '/ui/acme/agents/commit/x',
])('%s is not there', async (path) => {
  expect((await get(path)).status).toBe(404);
});
