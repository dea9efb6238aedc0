import { describe, expect, test } from 'vitest';
import { nothingTold, type Told, toldIn, toldLine } from '../../src/reconcile/asked-line.ts';

const commit = 'a'.repeat(40);

describe('what a sticky comment remembers', () => {
  test.each<[string, Told]>([
    ['a role', { asked: [{ role: 'safety', commit, refused: false }], turn: null }],
    [
      'a role that GitHub refused, and a turn',
      {
        asked: [{ role: 'safety', commit, refused: true }],
        turn: { of: 'author', commit, said: 1_775_577_600_000 },
      },
    ],
    ['a name that would end the comment', { asked: [{ role: 'a-->b @x=!', commit, refused: false }], turn: null }],
    ['a turn alone', { asked: [], turn: { of: 'others', commit, said: 0 } }],
  ])('%s comes back as it was', (_name, told) => {
    const line = toldLine(told);
    expect(line.slice(4, -3)).not.toContain('--');
    expect(toldIn(`first\n${line}\r\nlast`)).toEqual(told);
  });

  test('nothing takes no line', () => expect(toldLine(nothingTold)).toBe(''));

  test.each([
    'no line',
    '<!-- rollout-gate:told -->',
    '<!-- rollout-gate:told safety=main @robot=x=1 =a b= %zz=0 -->',
    `<!-- rollout-gate:told %E0%A4%A=${commit} -->`,
    `> <!-- rollout-gate:told safety=${commit} -->`,
    `<!-- rollout-gate:told safety=${commit}`,
  ])('%s says nothing', (body) => expect(toldIn(body)).toEqual(nothingTold));
});
