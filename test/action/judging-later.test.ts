import { describe, expect, it } from 'vitest';
import { judgingLater } from '../../src/action/judging-later.ts';
import type { Transport } from '../../src/adapters/github/transport/transport.ts';

describe('the code that only an answer needs', () => {
  it('is not there before a request, and is there when the first answer comes', async () => {
    const judging = judgingLater();
    const seen: boolean[] = [];
    const isLoaded = (): boolean => {
      try {
        return judging.loaded() !== null;
      } catch {
        return false;
      }
    };
    const transport: Transport = {
      graphql: async () => {
        seen.push(isLoaded());
        return { data: {}, errors: [] };
      },
      rest: async () => ({ status: 200, headers: {}, data: null }),
    };
    expect(judging.loaded).toThrow('no answer has come yet');
    await judging.behind(transport).graphql('query A { a }', {});
    expect([...seen, isLoaded()]).toEqual([false, true]);
  });

  it('leaves a fault of the transport as it is', async () => {
    const fault = new Error('cut');
    const transport = { graphql: () => Promise.reject(fault) } as unknown as Transport;
    await expect(judgingLater().behind(transport).graphql('query A { a }', {})).rejects.toBe(fault);
  });
});
