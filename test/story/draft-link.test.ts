import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';

let world: JudgingWorld;
beforeAll(async () => {
  world = await openJudgingWorld();
});
afterAll(() => world.close());

/** Addresses in the gate's check run and in the sticky comment that lead to a file on a branch. */
function addresses(pull: PullRequest): readonly string[] {
  const run = [...world.sandbox.world.checkRuns.values()].findLast(
    ({ name, headSha }) => name === 'rollout-gate' && headSha === pull.head.sha,
  );
  const found = (run?.output.summary ?? '').matchAll(/\]\((\S+?\/(?:new|edit)\/\S+?)\)/g);
  return [...found].map(([, address = '']) => address.replaceAll('&amp;', '&'));
}

describe('the finished record', () => {
  test('opens as a new file on the branch, with the text that the decision drafts', async () => {
    const pull = await world.open('alice/a (b)', { 'prompts/refund.md': 'Refund at once.\n' });
    const { decision, observation } = await world.judge(pull);
    const draft = decision?.draft[0];
    const [address = ''] = addresses(pull);
    expect(address.startsWith(`${observation.repository_url}/new/alice/a%20%28b%29?`)).toBe(true);
    const asked = new URL(address).searchParams;
    expect([asked.get('filename'), asked.get('value')]).toEqual([draft?.path, draft?.text]);
    const page = await (await fetch(address)).text();
    expect(page).toContain('alice/a (b)');
    expect(page).toContain(draft?.path);
    expect((await world.judge(pull)).writes).toEqual([]);
  });

  test('opens in the editor where it is to be mended', async () => {
    const first = await world.open('drafting', { 'prompts/terms.md': 'Terms.\n' });
    const draft = (await world.judge(first)).decision?.draft.find(({ path }) => path.endsWith('change.yaml'));
    const text = (draft?.text ?? '').replace(/^risk_level: .*$/m, 'risk_level: low');
    const pull = await world.open('mending/it', {
      'prompts/terms.md': 'Terms.\n',
      'tools/refund.json': '{}\n',
      [draft?.path ?? '']: text,
    });
    const { decision } = await world.judge(pull);
    expect(decision?.draft.some(({ replaces }) => replaces)).toBe(true);
    const [address = ''] = addresses(pull);
    expect(address).toContain(`/edit/mending/it/${draft?.path}`);
    expect((await fetch(address)).status).toBe(200);
  });

  test('of two pull requests with one head stays that of the worse one, whichever is judged', async () => {
    const files = { 'prompts/shared.md': 'Shared.\n' };
    const one = await world.open('one', files);
    await world.sandbox.moveBranch(world.repository, 'two', one.head.sha, world.people.alice);
    const two = await world.sandbox.openPullRequest(world.repository, {
      author: world.people.alice,
      title: 'two',
      head: 'two',
    });
    await world.judge(one);
    await world.judge(two);
    expect(addresses(one)[0]).toContain('/new/one?');
    const again = await world.judge(one);
    expect(again.writes).toEqual([]);
  });
});
