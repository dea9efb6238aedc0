import type { IncomingMessage } from 'node:http';

/** A body, or why it was not read to its end. */
export type Body = Buffer | 'too_large' | 'no_room';

/** Memory for the bodies of all requests that are under way, together. */
export interface Room {
  /**
   * Reads a body of at most `most` bytes and gives it to `use`, until whose end it counts. Rejects when it is cut off from
   * the other side.
   */
  readonly read: <T>(request: IncomingMessage, most: number, use: (body: Body) => Promise<T>) => Promise<T>;
}

/** GitHub's deliveries mostly have a few ten thousand bytes: what is smaller than this always finds room. */
export const usualBytes = 65_536;

interface UnderWay {
  size: number;
  readonly refuse: (why: 'too_large' | 'no_room') => void;
}

/**
 * Room for so many bytes. Who sends isn't known before the end, so who came first has no right to it: when it is too much, the
 * largest body that still comes has to go.
 */
export function createRoom(bytes: number): Room {
  const coming = new Set<UnderWay>();
  let taken = 0;

  const makeRoom = (): void => {
    while (taken > bytes) {
      let largest: UnderWay | null = null;
      for (const one of coming) if (one.size > (largest?.size ?? usualBytes)) largest = one;
      if (largest === null) return;
      largest.refuse('no_room');
    }
  };

  const received = (request: IncomingMessage, most: number): Promise<Body> =>
    new Promise((resolve, reject) => {
      let chunks: Buffer[] = [];
      const leave = (): boolean => coming.delete(one);
      const letGo = (): void => {
        taken -= one.size;
        chunks = [];
      };
      const one: UnderWay = {
        size: 0,
        refuse: (why) => {
          if (!leave()) return;
          letGo();
          resolve(why);
        },
      };
      const cut = (): void => {
        if (!leave()) return;
        letGo();
        reject(new Error('The body was cut off.'));
      };
      coming.add(one);
      request.on('data', (chunk: Buffer) => {
        if (!coming.has(one)) return;
        if (one.size + chunk.length > most) return one.refuse('too_large');
        chunks.push(chunk);
        one.size += chunk.length;
        taken += chunk.length;
        makeRoom();
      });
      request.once('end', () => {
        if (!leave()) return;
        const [first] = chunks;
        resolve(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks));
      });
      request.on('error', cut);
      request.once('close', cut);
    });

  return {
    read: async (request, most, use) => {
      const body = await received(request, most);
      try {
        return await use(body);
      } finally {
        if (typeof body !== 'string') taken -= body.length;
      }
    },
  };
}
