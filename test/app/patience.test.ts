import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/adapters/fault.ts';
import { withPatience } from '../../src/app/patience.ts';
import type { FaultCode } from '../../src/generated/codes.ts';

async function tries(...codes: (FaultCode | 'works')[]): Promise<{ tries: number; waited: number[]; ended: string }> {
  const waited: number[] = [];
  let count = 0;
  const work = async (): Promise<void> => {
    const code = codes[count] ?? codes.at(-1) ?? 'works';
    count += 1;
    if (code !== 'works') throw new Fault(code, { message: code });
  };
  const ended = await withPatience(work, async (milliseconds) => void waited.push(milliseconds)).then(
    () => 'works',
    (error: unknown) => (error instanceof Fault ? error.code : 'another error'),
  );
  return { tries: count, waited, ended };
}

describe('work that meets a fault', () => {
  test('is done again when that may help', async () => {
    expect(await tries('github_server_error', 'works')).toEqual({ tries: 2, waited: [1_000], ended: 'works' });
    expect(await tries('github_unreachable', 'github_answer_incomplete', 'works')).toMatchObject({ tries: 3 });
  });

  test('is given up after the third try', async () => {
    expect(await tries('github_server_error')).toMatchObject({ tries: 3, ended: 'github_server_error' });
  });

  test.each(['github_rate_limited', 'github_forbidden', 'github_unauthorized', 'internal'] as const)(
    'is not done again after %s',
    async (code) => expect(await tries(code)).toEqual({ tries: 1, waited: [], ended: code }),
  );
});
