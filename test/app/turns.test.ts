import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createTurns } from '../../src/app/turns.ts';

const immediate = () => new Promise((resolve) => setImmediate(resolve));

describe('turns of the event loop', () => {
  it.each([
    ['nobody is at the door', () => false, [1, 1, 1, 1]],
    ['somebody comes in each', () => true, [5, 5, 5, 5]],
    ['somebody comes in every third', (loop: number) => loop % 3 === 0, [1, 1, 2, 1]],
  ])('come one at a time, in the order in which they were asked for; when %s', async (_name, isVisited, between) => {
    const turns = createTurns();
    const seen: number[] = [];
    const begun: number[] = [];
    let loop = 0;
    const works = Array.from({ length: 5 }, async (_none, index) => {
      await turns.next();
      seen.push(index);
      begun.push(loop);
    });
    while (seen.length < works.length) {
      await immediate();
      loop += 1;
      if (isVisited(loop)) turns.visited();
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect(begun.slice(1).map((at, index) => at - (begun[index] ?? 0))).toEqual(between);
  });

  it('go to what was begun before they go to what begins', async () => {
    const turns = createTurns();
    const seen: string[] = [];
    const begin = async (name: string): Promise<void> => {
      await turns.begin();
      seen.push(`${name} begins`);
      await turns.next();
      seen.push(`${name} goes on`);
    };
    await Promise.all(['a', 'b', 'c'].map(begin));
    expect(seen).toEqual(['a begins', 'a goes on', 'b begins', 'b goes on', 'c begins', 'c goes on']);
  });

  it('go to what begins now and then, though what was begun wants turn after turn', async () => {
    const turns = createTurns();
    let [went, isOver] = [0, false];
    const endless = async (): Promise<void> => {
      while (!isOver) {
        await turns.next();
        went += 1;
        if (went > 1_000) throw new Error('nothing began');
      }
    };
    const begins = async (): Promise<void> => {
      await turns.begin();
      isOver = true;
    };
    await Promise.all([endless(), endless(), begins()]);
    expect(went).toBeLessThan(10);
  });

  it('let new connections in while much is to be done', async () => {
    const turns = createTurns();
    let [accepted, steps] = [0, 0];
    const server = createServer((socket) => {
      turns.visited();
      accepted += 1;
      socket.destroy();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const sockets = Array.from({ length: 40 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    // All of them are open to the system; the program takes one in each turn of its loop.
    const step = async (): Promise<void> => {
      await turns.next();
      steps += 1;
      const until = performance.now() + 2;
      while (performance.now() < until);
    };
    const works = Array.from({ length: 200 }, step);
    while (accepted < sockets.length && steps < 200) await immediate();
    expect(accepted).toBe(40);
    expect(steps).toBeLessThan(40);
    await Promise.all(works);
    server.close();
  });
});
