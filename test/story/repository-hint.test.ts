import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { keepRepositoryHint, repositoryHint } from '../../src/adapters/github/repository-hint.ts';
import { nothingWanted, type Wanted } from '../../src/adapters/github/wanted.ts';
import type { FileChanges } from '../../src/sandbox/driver/repositories.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { promptChange, ticketPriority } from '../support/scenes.ts';

let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

/** A record in the root, where one is looked for before the policy is known. */
const inRoot: FileChanges = {
  'prompts/support/system.md': 'Be kind.\n',
  'change.yaml': promptChange('root'),
};

describe('a pull request that was not read before, in a repository that was', () => {
  test('costs one question less', async () => {
    await world.judge(await world.open('a', ticketPriority('one')));
    const pull = await world.open('b', inRoot);
    const questions = async (options: object): Promise<number> => {
      const asked = await world.requestsOf(() => world.judge(pull, { write: false, ...options }));
      return asked.filter(({ operation }) => operation === 'JudgePullRequest').length;
    };
    expect(await questions({ memory: readingMemory() })).toBe(2);
    expect(await questions({})).toBe(1);
  });

  test.each<[name: string, files: FileChanges]>([
    ['a record of its own folder', ticketPriority('two')],
    ['a record in the root', inRoot],
    [
      'a record that names a team of its own',
      { ...inRoot, 'change.yaml': promptChange('root').replace('engineering]', 'engineering, legal]') },
    ],
    ['no record', { 'tools/create_ticket.json': '{}\n' }],
    ['nothing governed', { 'README.md': 'Explained.\n' }],
  ])('with %s is seen as by who remembers nothing', async (_name, files) => {
    await world.judge(await world.open('a', ticketPriority('one')));
    const pull = await world.open('b', files);
    const seen = async (options: object) => {
      const { observation } = await world.judge(pull, { write: false, ...options });
      return { ...observation.snapshot, now: null };
    };
    const plain = await seen({ memory: readingMemory() });
    expect(await seen({})).toEqual(plain);
  });
});

describe('what is remembered of a repository', () => {
  const key = { owner: 'acme', repo: 'agents', number: 1 };
  const wanted = (over: Partial<Wanted>): Wanted => ({ ...nothingWanted, governed: true, ...over });
  const after = (...all: readonly (readonly [Wanted, string])[]): Wanted => {
    const memory = readingMemory();
    for (const [one, policy] of all) keepRepositoryHint(memory, key, { wanted: one, baseRef: 'main' }, policy);
    return repositoryHint(memory, key).wanted;
  };

  test('is what all its pull requests needed, not what one of them names', () => {
    const usual = wanted({ teams: ['engineering', 'safety'] });
    const crowd = wanted({ teams: ['engineering', 'safety', ...Array.from({ length: 60 }, (_, at) => `t${at}`)] });
    expect(after([usual, 'p'], [crowd, 'p']).teams).toEqual(['engineering', 'safety']);
    expect(after([crowd, 'p'], [usual, 'p']).teams).toEqual(['engineering', 'safety']);
  });

  test('begins anew under another policy', () => {
    expect(after([wanted({ teams: ['old'] }), 'p'], [wanted({ teams: ['new'] }), 'q']).teams).toEqual(['new']);
  });

  test("is nothing of people, of older words, or of one pull request's records and files", () => {
    const own = wanted({
      records: ['changes/one/change.yaml'],
      reviewed: ['a'.repeat(40)],
      permissions: [{ id: 1, login: 'alice', type: 'User' }],
      files: [{ path: 'changes/one/ROLLBACK.md', text: false }],
      change_ids: ['chg-one'],
    });
    expect(after([own, 'p'])).toEqual({ ...nothingWanted, records: ['change.yaml', 'rollout.yaml'] });
  });

  test('is not made of what is not governed', () => {
    expect(after([{ ...nothingWanted, teams: ['x'] }, 'p']).teams).toEqual([]);
  });
});
