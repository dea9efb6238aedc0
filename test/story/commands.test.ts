import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../src/adapters/clock.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { readAnswerComment } from '../../src/records/answer.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { IssueComment, PullRequest } from '../../src/sandbox/state/pull-request.ts';
import type { PersonName } from '../../src/sandbox/seed/sample.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { evalsWorkflow, ticketPriority } from '../support/scenes.ts';

/** Commands on a pull request, from the comment to the check, against the sandbox. */
let world: JudgingWorld;
let pull: PullRequest;

const policy = (sampleFiles['.github/rollout-gate.yml'] ?? '').replace(
  'signals:\n',
  `commands:
  attest: [safety]
waivers:
  second_approver: release_manager
signals:
  red_team_done: { attested_by: safety }
`,
);

beforeEach(async () => {
  world = await openJudgingWorld();
  await world.sandbox.push(world.repository, 'main', {
    files: { '.github/rollout-gate.yml': policy },
    pusher: world.people.grace,
  });
  const files = ticketPriority();
  const rollout = 'changes/ticket-priority/rollout.yaml';
  pull = await world.open('a', {
    ...files,
    [rollout]: String(files[rollout]).replace('rollback_plan_ready', 'rollback_plan_ready, red_team_done'),
  });
  await world.judge(pull);
});

afterEach(() => world.close());

async function say(person: PersonName, body: string | IssueComment) {
  return world.command(pull, world.people[person], body);
}

function answers(): readonly IssueComment[] {
  return [...world.sandbox.world.issueComments.values()].filter(({ body }) => readAnswerComment(body) !== null);
}

async function codes(): Promise<readonly string[]> {
  const { decision } = await world.judge(pull, { memory: readingMemory() });
  return decision?.reasons.map(({ code }) => code) ?? [];
}

function gate() {
  return [...world.sandbox.world.checkRuns.values()].findLast(
    (run) => run.headSha === pull.head.sha && run.name === 'rollout-gate',
  );
}

const soon = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** Everything but the attestation: two approvals, and both evals as they are told. */
async function ripe(second: 'success' | 'failure' = 'success'): Promise<void> {
  const job = { repository: world.repository, workflow: evalsWorkflow, headSha: pull.head.sha };
  await world.sandbox.completeJob({ ...job, jobName: 'evals / offline', more: true });
  await world.sandbox.completeJob({ ...job, jobName: 'evals / duplicate-ticket', conclusion: second });
  await world.sandbox.review(pull, world.people.bob, 'APPROVE');
  await world.sandbox.review(pull, world.people.carol, 'APPROVE');
}

describe('each command is answered', () => {
  test.each<[person: PersonName, body: string, code: string]>([
    ['alice', '/recheck', 'done'],
    ['alice', '/explain', 'done'],
    ['bob', '/status', 'done'],
    ['dan', '/help', 'done'],
    ['bob', '/block the tool may loop', 'done'],
    ['bob', '/block the tool may loop --dry-run', 'done'],
    ['frank', '/unblock', 'nothing_to_lift'],
    ['dan', '/unblock', 'role_missing'],
    ['carol', '/attest red_team_done', 'done'],
    ['bob', '/attest red_team_done', 'role_missing'],
    ['carol', '/attest offline_eval_passed', 'signal_not_attestable'],
    ['bob', `/waive finding_open until ${soon()} because it is known`, 'role_missing'],
    ['grace', `/waive finding_open until ${soon()} because it is known`, 'nothing_to_waive'],
    ['grace', '/waive finding_open', 'command_malformed'],
    ['grace', '/waive revoke w3', 'waiver_unknown'],
    ['frank', '/resume because it is fine', 'nothing_to_lift'],
    ['bob', '/resume because it is fine', 'role_missing'],
    ['frank', '/resolve because it is fine', 'command_elsewhere'],
    ['frank', '/promote canary', 'command_not_yet'],
  ])('%s: %s → %s', async (person, body, code) => {
    const { run, comment } = await say(person, body);
    expect(run).toEqual({ kind: 'answered', code });
    const [answer, ...more] = answers();
    expect(more).toEqual([]);
    expect(readAnswerComment(answer?.body ?? '')).toMatchObject({
      number: 1,
      previous: null,
      code,
      repository: world.repository.id,
      thread: pull.number,
      command: { comment_id: comment.id, person: { id: world.people[person].id } },
    });
  });
});

describe('nothing is done', () => {
  test.each<[why: string, body: string]>([
    ['for a command that is quoted', '> /block it'],
    ['for one in a code fence', '```\n/block it\n```'],
    ['for one after another line', 'Please\n/block it'],
    ['for one that is indented', ' /block it'],
    ['for an HTML comment', '<!-- /block it -->'],
    ['for a word that is no command', '/blocking it'],
    ['for plain words', 'Looks good.'],
  ])('%s', async (_why, body) => {
    const requests = await world.requestsOf(async () => {
      expect((await say('bob', body)).run).toEqual({ kind: 'ignored' });
    });
    expect(requests).toEqual([]);
    expect(answers()).toEqual([]);
  });

  test('for our own answer, whatever it quotes', async () => {
    await say('bob', '/block it');
    const [own] = answers();
    expect(own?.body.startsWith('/')).toBe(false);
  });
});

describe('a command counts once', () => {
  test('whatever is delivered twice', async () => {
    const { comment } = await say('bob', '/block it');
    const again = await say('bob', comment);
    expect(again.run).toEqual({ kind: 'answered', code: null });
    expect(again.judged?.writes).toEqual([]);
    expect(answers()).toHaveLength(1);
  });

  test('as it was written: an edit changes nothing', async () => {
    const { comment } = await say('bob', '/status');
    await world.sandbox.editComment(comment, world.people.frank, '/block it');
    await say('bob', comment);
    expect(answers()).toHaveLength(1);
    expect(await codes()).not.toContain('blocked_by_command');
  });

  test('and costs 1 read, 1 answer, 1 read and 1 write', async () => {
    const comment = await world.sandbox.comment(pull, world.people.bob, '/block it');
    const requests = await world.requestsOf(() => say('bob', comment));
    expect(requests.map(({ operation }) => operation)).toEqual([
      'JudgePullRequest',
      'WriteAnswer',
      'JudgePullRequest',
      'WriteJudgement',
    ]);
  });

  test.each(['before', 'after'] as const)('when GitHub says nothing %s it is written', async (when) => {
    world.sandbox.faults.add({ operation: 'WriteAnswer', when, fault: { kind: 'status', status: 502 } });
    await say('bob', '/block it');
    expect(answers()).toHaveLength(1);
    expect(await codes()).toContain('blocked_by_command');
  });

  test('when the process ends between the answer and the judgement', async () => {
    const comment = await world.sandbox.comment(pull, world.people.bob, '/block it');
    const broken = world.command(pull, world.people.bob, comment, {
      before: async () => {
        if (answers().length > 0) throw new Error('killed');
      },
    });
    await expect(broken).rejects.toThrow('killed');
    expect(answers()).toHaveLength(1);
    expect(gate()?.conclusion).toBeNull();
    await world.command(pull, world.people.bob, comment, { memory: readingMemory() });
    expect(answers()).toHaveLength(1);
    expect(gate()?.conclusion).toBe('failure');
  });

  test('and not before all comments could be read', async () => {
    const paths = ['repository.pullRequest.comments'];
    world.sandbox.faults.add({ fault: { kind: 'fields', paths }, times: 9 });
    expect((await say('bob', '/block it')).run).toEqual({ kind: 'unread' });
    expect(answers()).toEqual([]);
  });

  test('while replicas lag behind what we wrote', async () => {
    const before = Date.now();
    world.sandbox.faults.lag = () => (Date.now() - before) / 1_000;
    const { comment } = await say('bob', '/block it');
    expect(gate()?.conclusion).toBe('failure');
    expect((await say('bob', comment)).run).toEqual({ kind: 'answered', code: null });
    world.sandbox.faults.lag = 0;
    expect(answers()).toHaveLength(1);
    expect(await codes()).not.toContain('answers_broken');
  });

  test('and not at all when it is found too late', async () => {
    const comment = await world.sandbox.comment(pull, world.people.bob, '/recheck');
    const clock = fixedClock(new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 16 * 60_000));
    const { run } = await world.command(pull, world.people.bob, comment, { clock });
    expect(run).toEqual({ kind: 'answered', code: 'command_expired' });
  });
});

describe('/block', () => {
  test('closes the gate until somebody who may lifts it', async () => {
    await say('bob', '/block the tool may loop');
    expect(gate()?.conclusion).toBe('failure');
    await say('carol', '/unblock');
    expect(gate()?.conclusion).toBe('failure');
    const { judged } = await say('frank', '/unblock');
    expect(judged?.decision?.reasons.map(({ code }) => code)).not.toContain('blocked_by_command');
    expect(gate()?.conclusion).toBeNull();
  });

  test('as a dry run says what it would do and does nothing', async () => {
    await say('bob', '/block the tool may loop --dry-run');
    expect(readAnswerComment(answers()[0]?.body ?? '')).toMatchObject({ outcome: 'dry_run', effect: null });
    expect(await codes()).not.toContain('blocked_by_command');
  });

  test('closes the gate of a pull request that nothing governs as well', async () => {
    pull = await world.open('docs', { 'README.md': 'Explained.\n' });
    await world.judge(pull);
    expect(gate()?.conclusion).toBe('success');
    await say('bob', '/block not today');
    expect(gate()?.conclusion).toBe('failure');
  });
});

describe('/attest', () => {
  test('is the last word that a change waits for', async () => {
    await ripe();
    await world.judge(pull);
    expect(gate()?.conclusion).toBeNull();
    await say('carol', '/attest red_team_done');
    expect(gate()?.conclusion).toBe('success');
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(true);
  });

  test('is refused where a push came between the word and its answer', async () => {
    const comment = await world.sandbox.comment(pull, world.people.carol, '/attest red_team_done');
    const later = { ...comment, createdAt: new Date(comment.createdAt.getTime() - 2_000) };
    await world.sandbox.push(world.repository, 'a', { files: { 'prompts/x.md': 'x' }, pusher: world.people.alice });
    expect((await say('carol', later)).run).toEqual({ kind: 'answered', code: 'head_moved' });
    expect(await codes()).toContain('signal_unattested');
  });

  test('is refused where an older commit, pushed elsewhere long before, became the head after the word', async () => {
    const evil = { ...ticketPriority(), 'prompts/evil.md': 'Do as you like.' };
    const sha = await world.sandbox.push(world.repository, 'aside', { files: evil, pusher: world.people.alice });
    const comment = await world.sandbox.comment(pull, world.people.carol, '/attest red_team_done');
    await world.sandbox.moveBranch(world.repository, 'a', sha, world.people.alice);
    expect(pull.head.sha).toBe(sha);
    // GitHub's log tells whole seconds.
    const moved = world.sandbox.world.activities.at(-1);
    if (moved !== undefined) Object.assign(moved, { timestamp: new Date(Date.now() + 2_000) });
    expect((await say('carol', comment)).run).toEqual({ kind: 'answered', code: 'head_moved' });
  });

  test('holds for the patch: another one waits again, the same one does not', async () => {
    await say('grace', '/attest red_team_done');
    expect(await codes()).not.toContain('signal_unattested');
    await world.sandbox.push(world.repository, 'a', { files: { 'prompts/x.md': 'x' }, pusher: world.people.alice });
    expect(await codes()).toContain('signal_unattested');
    await world.sandbox.push(world.repository, 'a', { files: { 'prompts/x.md': null }, pusher: world.people.alice });
    expect(await codes()).not.toContain('signal_unattested');
  });

  test('of somebody who left the team counts no more', async () => {
    await ripe();
    await say('carol', '/attest red_team_done');
    world.teams['safety-review'].members.delete(world.people.carol.id);
    await world.judge(pull);
    expect(gate()?.conclusion).toBeNull();
  });

  test('is by the account, not by its name (T13)', async () => {
    await ripe();
    await say('carol', '/attest red_team_done');
    world.people.carol.login = 'carol-was-here';
    const other = world.sandbox.createUser({ login: 'carol' });
    await world.judge(pull);
    expect(gate()?.conclusion).toBe('success');
    const { run } = await world.command(pull, other, '/attest red_team_done');
    expect(run).toEqual({ kind: 'silence' });
  });
});

describe('/waive', () => {
  const line = () => `/waive duplicate_ticket_eval_passed until ${soon()} because the suite is broken`;

  beforeEach(async () => {
    await ripe('failure');
    await say('carol', '/attest red_team_done');
    expect(gate()?.conclusion).toBe('failure');
  });

  test('lets a false signal pass once a second person agrees, and only for its time', async () => {
    expect((await say('grace', line())).run).toEqual({ kind: 'answered', code: 'waiver_waits' });
    expect(gate()?.conclusion).toBe('failure');
    await say('grace', line());
    expect(gate()?.conclusion).toBe('failure');
    await say('frank', line());
    expect(gate()?.conclusion).toBe('success');
    const later = fixedClock(new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3 * 86_400_000));
    await world.judge(pull, { clock: later });
    expect(gate()?.conclusion).toBe('failure');
  });

  test('takes whoever may waive for the second person where the policy names no role, and reads what they may', async () => {
    const open = policy.replace('waivers:\n  second_approver: release_manager\n', '');
    await world.sandbox.push(world.repository, 'main', {
      files: { '.github/rollout-gate.yml': open },
      pusher: world.people.grace,
    });
    await say('grace', line());
    await say('frank', line());
    await world.judge(pull, { memory: readingMemory() });
    expect(gate()?.conclusion).toBe('success');
  });

  test('ends when it is revoked', async () => {
    await say('grace', line());
    await say('frank', line());
    expect(gate()?.conclusion).toBe('success');
    const waiver = answers()
      .map(({ body }) => readAnswerComment(body)?.effect)
      .find((effect) => effect?.kind === 'waive');
    await say('grace', `/waive revoke ${waiver?.kind === 'waive' ? waiver.id : ''}`);
    expect(gate()?.conclusion).toBe('failure');
  });
});

describe('an answer that is tampered with', () => {
  const broken = async (): Promise<boolean> => {
    await world.judge(pull);
    return (await codes()).includes('answers_broken');
  };

  beforeEach(async () => {
    await say('bob', '/block the tool may loop');
    await say('bob', '/status');
  });

  test.each<[what: string, tamper: (list: readonly IssueComment[]) => Promise<unknown>]>([
    ['the newest deleted', (list) => world.sandbox.deleteComment(list.at(-1) as IssueComment, world.people.frank)],
    ['the oldest deleted', (list) => world.sandbox.deleteComment(list[0] as IssueComment, world.people.frank)],
    [
      'all deleted',
      async (list) => {
        for (const one of list) await world.sandbox.deleteComment(one, world.people.frank);
      },
    ],
    [
      'all deleted, and the sticky comment',
      async () => {
        for (const one of [...world.sandbox.world.issueComments.values()])
          if (one.appId !== null) await world.sandbox.deleteComment(one, world.people.frank);
      },
    ],
    [
      'all deleted, the sticky comment too, and a push before anybody looked',
      async () => {
        for (const one of [...world.sandbox.world.issueComments.values()])
          if (one.appId !== null) await world.sandbox.deleteComment(one, world.people.frank);
        await world.sandbox.push(world.repository, 'a', { files: { 'prompts/y.md': 'y' }, pusher: world.people.alice });
      },
    ],
    [
      'all deleted, the sticky comment too, and another history forced in before anybody looked',
      async () => {
        for (const one of [...world.sandbox.world.issueComments.values()])
          if (one.appId !== null) await world.sandbox.deleteComment(one, world.people.frank);
        const files = { ...ticketPriority(), 'prompts/z.md': 'z' };
        await world.sandbox.push(world.repository, 'a', { files, pusher: world.people.alice, force: true });
      },
    ],
    [
      'the newest and the sticky comment made to look like nothing of ours, and a push before anybody looked',
      async (list) => {
        await world.sandbox.editComment(list.at(-1) as IssueComment, world.people.frank, 'nothing');
        await world.sandbox.editComment(list[0] as IssueComment, world.people.frank, 'nothing');
        const sticky = [...world.sandbox.world.issueComments.values()].find(({ appId }) => appId !== null);
        await world.sandbox.editComment(sticky as IssueComment, world.people.frank, 'nothing');
        await world.sandbox.push(world.repository, 'a', { files: { 'prompts/y.md': 'y' }, pusher: world.people.alice });
      },
    ],
    [
      'all deleted, and the sticky comment edited',
      async (list) => {
        for (const one of list) await world.sandbox.deleteComment(one, world.people.frank);
        const sticky = [...world.sandbox.world.issueComments.values()].find(({ appId }) => appId !== null);
        await world.sandbox.editComment(
          sticky as IssueComment,
          world.people.frank,
          (sticky?.body ?? '').replace(/<!-- rollout-gate:answers.*-->/, ''),
        );
      },
    ],
    [
      'all deleted, the sticky comment edited, and a push before anybody looked',
      async (list) => {
        for (const one of list) await world.sandbox.deleteComment(one, world.people.frank);
        const sticky = [...world.sandbox.world.issueComments.values()].find(({ appId }) => appId !== null);
        await world.sandbox.editComment(
          sticky as IssueComment,
          world.people.frank,
          (sticky?.body ?? '').replace(/<!-- rollout-gate:answers.*-->/, ''),
        );
        await world.sandbox.push(world.repository, 'a', { files: { 'prompts/y.md': 'y' }, pusher: world.people.alice });
      },
    ],
    [
      'one edited',
      (list) =>
        world.sandbox.editComment(
          list[0] as IssueComment,
          world.people.frank,
          `${list[0]?.body.replace('loop', 'x') ?? ''}`,
        ),
    ],
    [
      'one edited without a change',
      (list) => world.sandbox.editComment(list[0] as IssueComment, world.people.frank, list[0]?.body ?? ''),
    ],
  ])('%s: it waits, stays so, and /resume heals it', async (_what, tamper) => {
    await tamper(answers());
    expect(await broken()).toBe(true);
    await world.sandbox.push(world.repository, 'a', { files: { 'prompts/x.md': 'x' }, pusher: world.people.alice });
    expect(await broken()).toBe(true);
    expect((await say('bob', '/resume because I say so')).run).toMatchObject({ code: 'role_missing' });
    expect(await broken()).toBe(true);
    expect((await say('frank', '/resume because the rest stands')).run).toMatchObject({ code: 'done' });
    expect(await broken()).toBe(false);
  });

  test('does not hide a /block by naming its comment', async () => {
    const list = answers();
    const comment = await world.sandbox.comment(pull, world.people.bob, '/block and the prices are wrong');
    const forged = (list.at(-1)?.body ?? '').replace(/"comment_id":\d+/, `"comment_id":${comment.id}`);
    await world.sandbox.editComment(list.at(-1) as IssueComment, world.people.frank, forged);
    expect((await say('bob', comment)).run).toEqual({ kind: 'answered', code: 'done' });
    expect((await say('bob', comment)).run).toEqual({ kind: 'answered', code: null });
    const { decision } = await world.judge(pull, { memory: readingMemory() });
    expect(decision?.reasons.filter(({ code }) => code === 'blocked_by_command')).toHaveLength(2);
  });

  test("a comment that looks like an answer and isn't ours changes nothing", async () => {
    const [own] = answers();
    await world.sandbox.comment(pull, world.people.frank, own?.body ?? '');
    expect(await broken()).toBe(false);
    expect(await codes()).toContain('blocked_by_command');
  });
});

describe('a shell that is not the App', () => {
  test("takes no workflow's comment for an answer", async () => {
    await say('bob', '/block it');
    const [own] = answers();
    await world.sandbox.deleteComment(own as IssueComment, world.people.grace);
    const permissions = { contents: 'read', pull_requests: 'write', checks: 'read', issues: 'read' } as const;
    const token = world.sandbox.jobToken(world.repository, permissions);
    const client = httpTransport({ apiUrl: world.sandbox.url, token, userAgent: 'rollout-gate/test' });
    const path = `/repos/acme/agents/issues/${pull.number}/comments`;
    await client.rest({ method: 'POST', path, body: { body: own?.body } });
    const { decision } = await world.judge(pull, {
      memory: readingMemory(),
      token,
      app: 'github-actions',
      write: false,
    });
    expect(decision?.reasons.map(({ code }) => code)).not.toContain('blocked_by_command');
  });

  test('waits where commands were answered, since it can not vouch for the answers', async () => {
    const token = world.sandbox.jobToken(world.repository, {
      contents: 'read',
      pull_requests: 'read',
      checks: 'write',
      actions: 'read',
      issues: 'read',
      statuses: 'read',
    });
    const asAction = async (): Promise<readonly string[]> => {
      const { decision } = await world.judge(pull, {
        memory: readingMemory(),
        token,
        app: 'github-actions',
        write: false,
      });
      return decision?.reasons.map(({ code }) => code) ?? [];
    };
    expect(await asAction()).not.toContain('answers_unreadable');
    await say('bob', '/block it');
    expect(await asAction()).toContain('answers_unreadable');
  });
});
