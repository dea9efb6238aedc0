import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answering, type Question } from './answering.ts';
import type { Recording } from './recording.ts';

export type ToStub =
  | { readonly kind: 'open'; readonly recording: Recording; readonly latency: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'tell' };
export type FromStub =
  | { readonly kind: 'listening'; readonly port: number }
  /** When each pull request was first written to, milliseconds since the epoch, by `repository#number`; and what else came. */
  | {
      readonly kind: 'told';
      readonly writes: readonly (readonly [string, number])[];
      readonly unknown: readonly string[];
    };

/** GitHub in a process of its own: answers about every pull request as GitHub did about the recorded one, and notes writes. */
function serve(): void {
  const send = (message: FromStub): void => {
    process.send?.(message);
  };
  let [about, latency]: [ReturnType<typeof answering> | null, number] = [null, 0];
  let recording: Recording | null = null;
  let writes = new Map<string, number>();
  let unknown: string[] = [];

  const answered = (path: string, text: string): unknown => {
    if (path.endsWith('/access_tokens')) return { token: `ghs_bench`, expires_at: '2999-01-01T00:00:00Z' };
    if (/\/app\/installations\/\d+$/.test(path)) return { permissions: {} };
    // A sweep finds nothing that went wrong and nothing that is open.
    if (/\/app\/(hook\/deliveries|installations)(\?|$)/.test(path)) return [];
    // Asked once at the start: what the App may do.
    if (path.endsWith('/app')) return { id: 1, slug: 'bench', events: [], permissions: {} };
    const body = JSON.parse(text === '' ? '{}' : text) as Partial<Question> & { readonly head_sha?: string };
    const checkedRepository = /\/([^/]+)\/check-runs$/.exec(path)?.[1];
    if (checkedRepository !== undefined) {
      // The baseline takes the head from the delivery, where the load puts the pull request's number.
      note(`${checkedRepository}#${Number(body.head_sha)}`);
      return recording?.checkRun ?? {};
    }
    const answer = about?.({ query: body.query ?? '', variables: body.variables ?? {} }, note) ?? null;
    if (answer !== null) return answer;
    unknown.push(`${path} ${body.query?.slice(0, 300) ?? ''}`);
    return { message: 'not recorded' };
  };
  const note = (name: string): void => {
    if (!writes.has(name)) writes.set(name, performance.timeOrigin + performance.now());
  };
  const end = (response: ServerResponse, body: unknown): void => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(response.req.url?.endsWith('/check-runs') === true ? 201 : 200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'x-ratelimit-limit': '100000',
      'x-ratelimit-remaining': '99999',
    });
    response.end(text);
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = answered(request.url ?? '', Buffer.concat(chunks).toString());
      if (latency === 0) end(response, body);
      else setTimeout(() => end(response, body), latency);
    });
  });
  server.keepAliveTimeout = 60_000;
  process.on('message', (message: ToStub) => {
    if (message.kind === 'open') {
      [about, latency] = [answering(message.recording), message.latency];
      recording = message.recording;
      server.listen(0, '127.0.0.1', () => send({ kind: 'listening', port: (server.address() as AddressInfo).port }));
    } else if (message.kind === 'reset') {
      [writes, unknown] = [new Map(), []];
    } else send({ kind: 'told', writes: [...writes], unknown });
  });
}

if (process.argv[1] === import.meta.filename) serve();
