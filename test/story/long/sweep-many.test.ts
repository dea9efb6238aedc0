import { expect, test } from 'vitest';
import { sha256 } from '../../../src/adapters/digest/sha256.ts';
import { GithubOpenPullRequests } from '../../../src/adapters/github/recovery/open-pull-requests.ts';
import { GithubRepositoryComments } from '../../../src/adapters/github/repository-comments.ts';
import { httpTransport } from '../../../src/adapters/github/transport/http-transport.ts';
import { marks } from '../../../src/reconcile/marks.ts';
import { sweepRepository } from '../../../src/reconcile/sweep-repository.ts';
import { openJudgingWorld } from '../../support/judging.ts';
import { openRecoveringApp } from '../../support/recovering-app.ts';

const key = { owner: 'acme', repo: 'agents' };

test('a sweep of 500 open pull requests of which nothing changed asks GitHub at most 50 times', async () => {
  const world = await openJudgingWorld();
  const { sandbox, repository, people, installed } = world;
  const app = await openRecoveringApp(world);
  try {
    const token = sandbox.installationToken(installed.installation);
    const transport = httpTransport({ apiUrl: sandbox.url, token, userAgent: 'rollout-gate/test' });
    sandbox.setWebhookUrl(installed.app, null);
    for (let count = 0; count < 500; count += 1) {
      const head = `b${count}`;
      const files = { [`docs/${count}.md`]: 'x\n' };
      const head_sha = await sandbox.push(repository, head, { files, pusher: people.alice });
      await sandbox.openPullRequest(repository, { author: people.alice, title: head, head });
      const body = { name: 'rollout-gate', head_sha, status: 'completed', conclusion: 'success', external_id: 'rg1:x' };
      await transport.rest({ method: 'POST', path: '/repos/acme/agents/check-runs', body });
    }
    const reader = new GithubOpenPullRequests({ transport, app: installed.app.id, marks });
    const comments = new GithubRepositoryComments(transport, installed.app.id);
    const parts = { reader, comments, sha256 };
    const first = await sweepRepository(parts, key, null, new Set(), new Date());
    expect([first.open, first.pull_requests.length]).toEqual([500, 500]);
    await app.inbox().keepNote('sweep open acme/agents', first.note, Date.now());
    const requests = await world.requestsOf(app.sweep);
    const tally = Map.groupBy(requests, ({ operation, method, path }) => operation ?? `${method} ${path}`);
    process.stdout.write(
      `sweep of 500 unchanged pull requests: ${requests.length} requests (${[...tally].map(([name, all]) => `${all.length} ${name}`).join(', ')})\n`,
    );
    expect(requests.length).toBeLessThanOrEqual(50);
    expect(requests.filter(({ operation }) => operation === 'JudgePullRequest')).toEqual([]);

    const [one] = [...sandbox.world.pullRequests.values()].slice(-1);
    if (one === undefined) throw new Error('no pull request');
    await sandbox.review(one, people.bob, 'APPROVE');
    const again = await sweepRepository(parts, key, first.note, new Set(), new Date());
    expect(again.pull_requests).toEqual([one.number]);
  } finally {
    await app.close();
  }
}, 60_000);
