import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dice } from '../approvals/history.ts';

/** The one address that GitHub knows, before several Apps: hands a delivery to one of them, 502 where none takes it. */
export interface Front {
  readonly url: string;
  /** GUIDs that an App acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  readonly close: () => Promise<void>;
}

export async function openFront(ports: readonly number[], dice: Dice): Promise<Front> {
  const acknowledged = new Set<string>();
  const server = createServer((asked, answer) => {
    hand(asked, answer).catch(() => asked.socket.destroy());
  });
  const hand = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    const guid = String(asked.headers['x-github-delivery']);
    const port = ports[dice(ports.length)] ?? 0;
    const { host: _host, 'content-length': _length, connection: _connection, ...headers } = asked.headers;
    const given = await fetch(`http://127.0.0.1:${port}${asked.url}`, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: Buffer.concat(chunks),
    }).catch(() => null);
    if (given?.status === 202) acknowledged.add(guid);
    answer.writeHead(given?.status ?? 502);
    answer.end();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`,
    acknowledged,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
