import { describe, expect, test } from 'vitest';
import { type FirstWish, firstRequest } from '../../../src/adapters/github/first-request.ts';
import { readingMemory, type ReadingMemory } from '../../../src/adapters/github/memory.ts';
import { variablesOf } from '../../../src/adapters/github/query/composition.ts';
import { nothingWanted, type Wanted } from '../../../src/adapters/github/wanted.ts';
import { validateGraphql } from '../../support/github-descriptions/graphql.ts';

const wish: FirstWish = {
  wanted: { ...nothingWanted, teams: ['engineering'], records: ['change.yaml'], codeowners: true },
  context: { baseRef: 'main', app: 7, gate: 'rollout-gate', summaries: true },
  label: 'incident',
  isPast: false,
  hasRolesToken: false,
};
const wanting = (over: Partial<Wanted>): FirstWish => ({ ...wish, wanted: { ...wish.wanted, ...over } });
const target = { owner: 'acme', repo: 'agents', number: 3 };

/** All that the request asks, and for whom, with its query held to GitHub's schema. */
function askedBy(memory: ReadingMemory, one: FirstWish): object {
  const { request, together, apart } = firstRequest(memory, one);
  if (request.query === undefined) throw new Error('a request without its query');
  const variables = variablesOf(request.query, one.isPast ? { ...target, baseSha: 'f'.repeat(40) } : target);
  expect(validateGraphql(request.query.text, variables).problems).toEqual([]);
  const keys = (list: typeof together): readonly string[] => list.map(({ key }) => key);
  return { text: request.query.text, variables, together: keys(together), apart: keys(apart) };
}

describe('the first request of a reading', () => {
  test('is made once for all pull requests of which the same is wanted', () => {
    const memory = readingMemory();
    const made = firstRequest(memory, wish);
    expect(firstRequest(memory, structuredClone(wish))).toBe(made);
    expect(firstRequest(readingMemory(), wish)).not.toBe(made);
  });

  const others: readonly (readonly [string, FirstWish])[] = [
    ['another team', wanting({ teams: ['safety'] })],
    ['a login', wanting({ users: ['bob'] })],
    ['a permission', wanting({ permissions: [{ id: 1, login: 'bob', type: 'User' }] })],
    ['another record', wanting({ records: ['changes/a/change.yaml'] })],
    ['a reviewed commit', wanting({ reviewed: ['f'.repeat(40)] })],
    ['a file', wanting({ files: [{ path: 'a.md', text: false }] })],
    ['a workflow', wanting({ workflows: ['.github/workflows/a.yml'] })],
    ['a label of issues', wanting({ issues_label: 'blocker' })],
    ["the base's report", wanting({ reports: [{ workflow: 'w', artifact: 'a', baseline: true }] })],
    ['no code owners', wanting({ codeowners: false })],
    [
      'code owners of another base',
      { ...wanting({ codeowners: true }), context: { ...wish.context, baseRef: 'next' } },
    ],
    ['edits of the body', wanting({ body_edits: true })],
    ['another app', { ...wish, context: { ...wish.context, app: 8 } }],
    ['an app known by its name', { ...wish, context: { ...wish.context, app: 'rollout-gate' } }],
    ['another gate', { ...wish, context: { ...wish.context, gate: 'other' } }],
    ['no summaries of gates', { ...wish, context: { ...wish.context, summaries: false } }],
    ['another label of incidents', { ...wish, label: 'other' }],
    ['the past', { ...wish, isPast: true }],
    ['a token of its own for teams', { ...wish, hasRolesToken: true }],
  ];
  test.each(others)('is another one for %s', (_name, other) => {
    const memory = readingMemory();
    const usual = askedBy(memory, wish);
    expect(askedBy(memory, other)).not.toEqual(usual);
    expect(askedBy(memory, wish)).toEqual(usual);
  });

  test('is not kept where it is very long', () => {
    const memory = readingMemory();
    const long = wanting({ teams: Array.from({ length: 500 }, (_, at) => `a-team-${at}`) });
    expect(firstRequest(memory, long)).not.toBe(firstRequest(memory, long));
  });
});
