import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IssueComment, PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type BypassStage, openBypassStage } from '../support/bypass-stage.ts';
import type { JudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

/** What a bypass holds on every other pull request. */
let stage: BypassStage;
let world: JudgingWorld;

beforeEach(async () => {
  stage = await openBypassStage();
  world = stage.world;
});

afterEach(() => world.close());

describe('a hold', () => {
  const announced = async (pull: PullRequest): Promise<readonly string[]> => {
    const { decision } = await world.judge(pull, { write: false });
    return (decision?.announced ?? []).filter(({ code }) => code === 'surface_held').map(({ subject }) => subject);
  };

  test('is announced on pull requests that touch the surface, and on no others', async () => {
    await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    await stage.detect();
    const touching = await world.open('a', ticketPriority('one', { 'policy/data.yaml': 'retention_days: 1\n' }));
    expect(await announced(touching)).toEqual(['surface:policy_bundle']);
    expect(await announced(await world.open('b', ticketPriority('two')))).toEqual([]);
  });

  test('is not made by an issue that somebody else wrote, whatever stands in it', async () => {
    await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    await stage.detect();
    const [issue] = stage.issues();
    const headers = { authorization: `Bearer ${world.sandbox.userToken(world.people.alice)}` };
    const post = (path: string, body: object) =>
      fetch(`${world.sandbox.url}/repos/acme/agents/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    await post('issues', { title: 'x', body: issue?.body, labels: ['rollout-gate-incident'] });
    const copy = stage.issues().at(-1)?.number ?? 0;
    await post(`issues/${copy}/comments`, { body: stage.commentsOn(issue?.number ?? 0)[0] });
    // The copy is then the only one.
    if (issue !== undefined) world.sandbox.world.issues.delete(issue.id);
    const touching = await world.open('a', ticketPriority('one', { 'policy/data.yaml': 'retention_days: 1\n' }));
    expect(await announced(touching)).toEqual([]);
  });

  test.each<[what: string, tamper: (issue: number) => Promise<void>]>([
    [
      'its record is edited',
      async (number) => {
        const [record] = stage.recordsOn(number);
        await world.sandbox.editComment(record as IssueComment, world.people.bob, `${record?.body ?? ''} `);
      },
    ],
    [
      'its record is made unreadable',
      async (number) => {
        await world.sandbox.editComment(stage.recordsOn(number)[0] as IssueComment, world.people.bob, 'nothing');
      },
    ],
    [
      'its record is deleted',
      async (number) => {
        await world.sandbox.deleteComment(stage.recordsOn(number)[0] as IssueComment, world.people.bob);
      },
    ],
    [
      'its words are edited',
      async (number) => {
        for (const issue of stage.issues()) if (issue.number === number) issue.body = 'nothing';
      },
    ],
  ])('holds on when %s', async (_what, tamper) => {
    await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    await stage.detect();
    await tamper(stage.issues()[0]?.number ?? 0);
    const touching = await world.open('a', ticketPriority('one', { 'policy/data.yaml': 'retention_days: 1\n' }));
    expect(await announced(touching)).toContain('surface:policy_bundle');
  });

  test('costs no request, and does not end when somebody closes its incident', async () => {
    await stage.push({ 'policy/tools.yaml': 'default: allow\n' });
    await stage.detect();
    const touching = await world.open('a', ticketPriority('one', { 'policy/data.yaml': 'retention_days: 1\n' }));
    await announced(touching);
    expect(await world.requestsOf(() => announced(touching))).toHaveLength(1);
    for (const issue of stage.issues()) issue.state = 'closed';
    expect(await announced(touching)).toEqual(['surface:policy_bundle']);
  });
});
