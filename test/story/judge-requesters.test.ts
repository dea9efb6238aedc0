import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import type { User } from '../../src/sandbox/state/identity.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { ticketPriority } from '../support/scenes.ts';

/** Who asked a bot for the change. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

describe('who asked a bot for a change can not approve it', () => {
  let pull: PullRequest;
  beforeEach(async () => {
    const bot = world.sandbox.world.users.get(world.installed.app.botUserId) as User;
    pull = await world.open('a', ticketPriority(), bot);
    await world.sandbox.review(pull, world.people.carol, 'APPROVE');
  });

  const edit = (who: User, body: string) => world.sandbox.updatePullRequest(pull, who, { body });

  async function seen() {
    const { decision, observation } = await world.judge(pull, { memory: readingMemory() });
    const safety = decision?.reviews.find(({ role }) => role === 'safety');
    const codes = decision?.reasons.filter(({ code }) => code === 'requester_unknown') ?? [];
    const { known, list } = observation.snapshot?.requesters ?? { known: null, list: [] };
    return {
      known,
      asked: list.map(({ login }) => login),
      given: safety?.given.map(({ person }) => person.login),
      not: [...codes, ...(safety?.not_counted ?? [])].map(({ code }) => code),
    };
  }
  const refused = { known: true, asked: ['carol'], given: [], not: ['approver_asked_agent'] };

  test('unless nobody did', async () => {
    expect(await seen()).toEqual({ known: true, asked: [], given: ['carol'], not: [] });
    const { alice } = world.people;
    await edit(alice, 'Done.');
    await edit(alice, '');
    expect(await seen()).toEqual({ known: true, asked: [], given: ['carol'], not: [] });
  });

  test('though they take themselves out of the assignees again', async () => {
    const { alice, carol } = world.people;
    await world.sandbox.assign(pull, alice, carol);
    expect(await seen()).toEqual(refused);
    await world.sandbox.assign(pull, carol, carol, false);
    expect(pull.assigneeIds).toEqual([]);
    expect(await seen()).toEqual(refused);
  });

  test('though they take their name out of the text again', async () => {
    const { carol } = world.people;
    pull.body = 'Requested-by: @carol\n';
    expect(await seen()).toEqual(refused);
    await edit(carol, 'nothing');
    expect(await seen()).toEqual(refused);
    await edit(carol, 'Requested-by: @alice');
    expect(await seen()).toEqual({ ...refused, asked: ['alice', 'carol'] });
  });

  test('nor can anybody once a past text is deleted, or names nobody who is there', async () => {
    const { alice, carol } = world.people;
    await edit(alice, 'Requested-by: @carol\n');
    await edit(carol, 'nothing');
    const unknown = { known: false, given: [], not: ['requester_unknown', 'requester_unknown'] };
    const [, named] = pull.bodyEdits;
    if (named !== undefined) await world.sandbox.deleteBodyEdit(pull, carol, named);
    expect(await seen()).toEqual({ ...unknown, asked: [] });
    const other = await world.open('b', ticketPriority('other'), world.sandbox.world.users.get(pull.authorId));
    other.body = 'Requested-by: @caroline-before-her-renaming';
    pull = other;
    await world.sandbox.review(pull, carol, 'APPROVE');
    expect(await seen()).toEqual({ ...unknown, asked: [] });
  });

  test("and nobody's own pull request is asked for its past texts", async () => {
    const own = await world.open('b', ticketPriority('other'));
    await world.sandbox.updatePullRequest(own, world.people.alice, { body: 'Requested-by: @bob' });
    const requests = await world.requestsOf(() => world.judge(own));
    expect(
      requests.filter(({ requestBody }) => JSON.stringify(requestBody ?? null).includes('userContentEdits')),
    ).toEqual([]);
  });
});
