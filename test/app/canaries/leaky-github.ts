import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer in place of GitHub's own. */
export interface Leak {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LeakyGithub {
  readonly url: string;
  /** The next requests whose path and body contain this text get this answer; the rest go on to the sandbox. */
  readonly leak: (part: string, answer: Leak, times: number) => void;
  /** Leaks that nobody asked for yet. */
  readonly left: () => number;
  readonly close: () => Promise<void>;
}

/** Stands before the sandbox, adds headers to each answer, and says too much when it is told to. */
export async function openLeakyGithub(origin: string, headers: Readonly<Record<string, string>>): Promise<LeakyGithub> {
  const leaks: { readonly part: string; readonly answer: Leak }[] = [];
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const asked = `${request.url ?? ''} ${body.toString()}`;
    const leak = leaks.find(({ part }) => asked.includes(part));
    if (leak !== undefined) {
      leaks.splice(leaks.indexOf(leak), 1);
      const { answer } = leak;
      response.writeHead(answer.status, { 'content-type': 'application/json', ...headers, ...answer.headers });
      response.end(JSON.stringify(answer.body));
      return;
    }
    const { host: _host, connection: _connection, 'accept-encoding': _encoding, ...kept } = request.headers;
    const answer = await fetch(`${origin}${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: kept as Record<string, string>,
      body: body.length === 0 ? null : body,
      redirect: 'manual',
    });
    response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...headers });
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leak: (part, answer, times) => {
      for (let time = 0; time < times; time += 1) leaks.push({ part, answer });
    },
    left: () => leaks.length,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
