import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

/** Where in a request the process dies, or what goes wrong with it. */
export type Strike =
  | 'before send'
  | 'after send'
  | 'after answer'
  | '502 after effect'
  | '502 without effect'
  | 'limit'
  | 'lag';

/** What a strike does besides the request itself. */
export interface Means {
  /** Ends the App's process at that very point. */
  readonly die: () => Promise<void>;
  /** From now on reads show GitHub as it is now; what is answered lets that come to its end. */
  readonly lag: () => () => void;
}

/** Everything that the App sends to GitHub passes through here; one request of a run can be struck. */
export interface Relay {
  readonly url: string;
  /** Each request so far, in order. */
  readonly seen: readonly Sent[];
  /** The n-th request from now, counted from 0, is struck. */
  readonly aim: (nth: number, strike: Strike, means: Means) => void;
  readonly close: () => Promise<void>;
}

export interface Sent {
  /** Method and path, or the operation of GraphQL. */
  readonly name: string;
  readonly isWrite: boolean;
}

interface Aim extends Means {
  readonly at: number;
  readonly strike: Strike;
}

export async function openRelay(target: string): Promise<Relay> {
  const { port: to } = new URL(target);
  const seen: Sent[] = [];
  let aim: Aim | null = null;
  const handle = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = await bodyOf(asked);
    const strike = aim?.at === seen.length ? aim : null;
    seen.push(sentOf(asked, body));
    if (strike?.strike === 'before send') {
      await strike.die();
      asked.socket.destroy();
      return;
    }
    if (strike?.strike === '502 without effect') return refuse(answer, 502, {});
    if (strike?.strike === 'limit') return refuse(answer, 403, { 'retry-after': '1' });
    const catchUp = strike?.strike === 'lag' ? strike.lag() : null;
    const given = await forward(asked, body, Number(to));
    if (strike?.strike === '502 after effect') return refuse(answer, 502, {});
    if (strike?.strike === 'after send') {
      await strike.die();
      asked.socket.destroy();
      return;
    }
    answer.writeHead(given.status, given.headers);
    answer.end(given.body);
    if (catchUp !== null) catchUp();
    else if (strike !== null) {
      await once(answer, 'close');
      await strike.die();
    }
  };
  const server = createServer((asked, answer) => {
    handle(asked, answer).catch(() => asked.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    aim: (nth, strike, means) => {
      aim = { at: seen.length + nth, strike, ...means };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function sentOf({ method = '', url = '' }: IncomingMessage, body: Buffer): Sent {
  const [, kind, operation] = /"query":"(query|mutation) (\w+)/.exec(body.subarray(0, 200).toString()) ?? [];
  if (kind !== undefined) return { name: `${kind} ${operation}`, isWrite: kind === 'mutation' };
  return { name: `${method} ${url.split('?')[0]}`, isWrite: method !== 'GET' };
}

function refuse(answer: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
  answer.writeHead(status, { 'content-type': 'application/json', ...headers });
  answer.end(JSON.stringify({ message: status === 403 ? 'You have exceeded a secondary rate limit.' : 'Bad gateway' }));
}

async function bodyOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Given {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

async function forward(asked: IncomingMessage, body: Buffer, port: number): Promise<Given> {
  const sending = request({ host: '127.0.0.1', port, method: asked.method, path: asked.url, headers: asked.headers });
  sending.end(body);
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await bodyOf(answer) };
}
