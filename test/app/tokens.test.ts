import { describe, expect, it } from 'vitest';
import { type Token, tokensOf } from '../../src/app/tokens.ts';

/** Nothing was refused, and the clock is right. */
function kept(ask: (installation: number, repository: number | null) => Promise<Token>) {
  const { token } = tokensOf(ask, Date.now);
  return (installation: number, repository: number | null) => token(installation, repository, null);
}

describe('tokens of installations', () => {
  it('asks once for judgements that start together, and once for each repository', async () => {
    const asked: string[] = [];
    const token = kept(async (installation, repository) => {
      asked.push(`${installation}/${repository}`);
      return { value: `t${asked.length}`, ends: Date.now() + 3_600_000 };
    });
    expect(await Promise.all([token(1, 2), token(1, 2), token(1, 3)])).toEqual(['t1', 't1', 't2']);
    expect(await token(1, 2)).toBe('t1');
    expect(asked).toEqual(['1/2', '1/3']);
  });

  it('asks again when less than a minute is left', async () => {
    let count = 0;
    const token = kept(async () => {
      count += 1;
      return { value: `t${count}`, ends: Date.now() + 59_000 };
    });
    expect([await token(1, 2), await token(1, 2)]).toEqual(['t1', 't2']);
  });

  it('forgets a request that failed', async () => {
    let count = 0;
    const token = kept(async () => {
      count += 1;
      if (count === 1) throw new Error('GitHub is away');
      return { value: 'later', ends: Date.now() + 3_600_000 };
    });
    await expect(token(1, 2)).rejects.toThrow('GitHub is away');
    await expect(token(1, 2)).resolves.toBe('later');
  });

  it('asks again for one that GitHub refused, once for all who were refused', async () => {
    let count = 0;
    const { token } = tokensOf(async () => {
      count += 1;
      return { value: `t${count}`, ends: Date.now() + 3_600_000 };
    }, Date.now);
    expect(await token(1, 2, null)).toBe('t1');
    expect(await Promise.all([token(1, 2, 't1'), token(1, 2, 't1')])).toEqual(['t2', 't2']);
    expect([await token(1, 2, 't1'), await token(1, 2, null)]).toEqual(['t2', 't2']);
  });

  it("keeps them by GitHub's clock", async () => {
    let count = 0;
    const ahead = 7_200_000;
    const { token } = tokensOf(
      async () => {
        count += 1;
        return { value: `t${count}`, ends: Date.now() + ahead + 3_600_000 };
      },
      () => Date.now() + ahead,
    );
    expect([await token(1, 2, null), await token(1, 2, null)]).toEqual(['t1', 't1']);
  });

  it('forgets those of one installation, and of no other', async () => {
    let count = 0;
    const { token, forget } = tokensOf(async () => {
      count += 1;
      return { value: `t${count}`, ends: Date.now() + 3_600_000 };
    }, Date.now);
    const all = async () => [await token(1, 2, null), await token(1, null, null), await token(11, 2, null)];
    expect(await all()).toEqual(['t1', 't2', 't3']);
    forget(1);
    expect(await all()).toEqual(['t4', 't5', 't3']);
  });
});
