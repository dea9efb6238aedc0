import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operationOf, parsedBody } from '../../../src/sandbox/http/exchange.ts';

/** An answer to give, by what is asked: `POST /graphql JudgePullRequest`. Equal questions are answered in order, the last again and again. */
export interface Recorded {
  readonly question: string;
  readonly status: number;
  readonly body: unknown;
}

export type ToReplay = { readonly kind: 'answers'; readonly answers: readonly Recorded[] } | { readonly kind: 'reset' };
export type FromReplay =
  | { readonly kind: 'listening'; readonly port: number }
  /** Nanoseconds of the machine's monotonic clock at the first request since the last reset, as digits; null = none came. */
  | { readonly kind: 'first'; readonly at: string | null; readonly requests: number };

export function questionOf(method: string, path: string, operation: string | null): string {
  return `${method} ${path.split('?')[0]}${operation === null ? '' : ` ${operation}`}`;
}

/** A server in a process of its own that gives recorded answers at once, and notes when the first request came. */
function serve(): void {
  const send = (message: FromReplay): void => {
    process.send?.(message);
  };
  let answers: readonly Recorded[] = [];
  let [first, requests]: [bigint | null, number] = [null, 0];
  let given = new Map<string, number>();
  const server = createServer((request, response) => {
    first ??= process.hrtime.bigint();
    requests += 1;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = request.url === '/graphql' ? operationOf(parsedBody(Buffer.concat(chunks).toString())) : null;
      const question = questionOf(request.method ?? '', request.url ?? '', operation);
      const known = answers.filter((one) => one.question === question);
      const before = given.get(question) ?? 0;
      given.set(question, before + 1);
      const answer = known[Math.min(before, known.length - 1)];
      response.writeHead(answer?.status ?? 404, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(answer?.body ?? { message: `not recorded: ${question}` }));
    });
  });
  process.on('message', (message: ToReplay) => {
    if (message.kind === 'answers') ({ answers } = message);
    else {
      send({ kind: 'first', at: first === null ? null : String(first), requests });
      [first, requests, given] = [null, 0, new Map()];
    }
  });
  server.listen(0, '127.0.0.1', () => send({ kind: 'listening', port: (server.address() as AddressInfo).port }));
}

if (process.argv[1] === import.meta.filename) serve();
