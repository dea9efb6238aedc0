import { describe, expect, test } from 'vitest';
import type { Scene } from '../../support/snapshot.ts';
import { people } from '../../support/snapshot.ts';
import { conversation } from './conversation.ts';
import { failing } from './situations.ts';

const { ada, carol, dan } = people;
const times = (count: number, ...lines: readonly string[]): readonly string[] =>
  Array.from({ length: count }, (_, index) => lines[index % lines.length] ?? '');

describe('an outside author', () => {
  test.each([
    ['one question', ['/help']],
    ['all questions', ['/help', '/status', '/explain', '/recheck']],
    ['malformed lines', ['/waive', '/block', '/attest']],
    ['commands that take more', ['/block it', '/unblock', '/attest drilled', '/resume because x']],
    ['commands that belong elsewhere or are not built', ['/resolve because x', '/promote canary']],
    ['dry runs', ['/block it --dry-run']],
  ])('gets ten answers an hour to a hundred comments of %s', (_what, lines) => {
    const { codes, kinds } = conversation(times(100, ...lines), ada);
    expect(codes).toHaveLength(10);
    expect(kinds.slice(0, 10)).toEqual(times(10, 'answer'));
  });

  test('gets answers again once the first ones are an hour old', () => {
    expect(conversation(times(13, '/help'), ada, { secondsApart: 360 }).codes).toHaveLength(13);
    expect(conversation(times(11, '/help'), ada, { secondsApart: 359 }).kinds.at(-1)).toBe('silence');
  });

  test('uses up nothing of what others get', () => {
    const { comments } = conversation(times(20, '/help'), ada);
    expect(conversation(['/help', '/waive'], dan, { start: comments }).kinds).toEqual(['answer', 'answer']);
  });
});

describe('what may do something is heard however much was asked before', () => {
  const permissions = [{ person: carol.id, permission: 'read' as const }];
  const reading: Scene = { ...failing, facts: { ...failing.facts, permissions } };

  test('from who holds a role without write permission', () => {
    const lines = [...times(40, '/help', '/waive'), '/attest drilled', '/block it', '/help'];
    const { codes, kinds } = conversation(lines, carol, { scene: reading });
    expect(codes).toHaveLength(12);
    expect(codes.slice(-2)).toEqual(['done', 'role_missing']);
    expect(kinds.at(-1)).toBe('silence');
  });

  test('from who may write, and so is every question', () => {
    const { codes } = conversation([...times(40, '/help', '/waive'), '/block it', '/help'], dan);
    expect(codes).toHaveLength(42);
    expect(codes.slice(-2)).toEqual(['done', 'done']);
  });
});
