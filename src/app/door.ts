import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { verifyWithFallback } from '@octokit/webhooks-methods';

/** GitHub delivers nothing larger (GitHub documentation, "Webhook events and payloads"; github-facts T2). */
export const mostBytes = 25 * 1024 * 1024;

/** A delivery whose signature was verified. */
export interface Delivery {
  /** GitHub's GUID, the same when it is delivered again. */
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
}

export interface SignedDelivery extends Delivery {
  /** The bytes that were signed. */
  readonly body: Uint8Array;
}

export interface DoorOptions {
  readonly secrets: readonly [string, ...string[]];
  /** Takes a verified delivery; a rejection answers 503, so that GitHub counts the delivery as failed. */
  readonly take: (delivery: SignedDelivery) => Promise<void> | void;
  /** False while shutting down: then 503. */
  readonly isOpen: () => boolean;
  /** Whether deliveries can be kept and are worked on in time; a rejection is no. */
  readonly isReady: () => Promise<boolean>;
}

/**
 * The door in front of Probot: size, then signature over the bytes as they came, then 202. Nothing is parsed before the
 * signature holds. `GET /healthz` answers 200 while open, `GET /readyz` while ready as well, else 503.
 */
export function createDoor(options: DoorOptions): Server {
  return createServer((request, response) => {
    answer(request, options).then(
      (status) => end(response, status),
      () => end(response, 500),
    );
  });
}

async function answer(request: IncomingMessage, options: DoorOptions): Promise<number> {
  const path = request.url?.split('?')[0];
  if (request.method === 'GET' && path === '/healthz') return options.isOpen() ? 200 : 503;
  if (request.method === 'GET' && path === '/readyz') return (await isReady(options)) ? 200 : 503;
  if (path !== '/api/github/webhooks') return 404;
  if (request.method !== 'POST') return 405;
  if (!options.isOpen()) return 503;
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return 415;
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return 413;
  const bytes = await bodyOf(request);
  if (bytes === null) return 413;
  const [id, event, signature] = ['x-github-delivery', 'x-github-event', 'x-hub-signature-256'].map((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  }) as [string, string, string];
  if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return 401;
  const text = decoded(bytes);
  if (text === null || !(await isSigned(text, signature, options.secrets))) return 401;
  if (!/^[0-9A-Za-z-]{1,64}$/.test(id) || !/^[a-z_]{1,64}$/.test(event)) return 400;
  const payload = parsed(text);
  if (payload === undefined) return 400;
  try {
    await options.take({ id, event, payload, body: bytes });
    return 202;
  } catch {
    return 503;
  }
}

async function isReady(options: DoorOptions): Promise<boolean> {
  try {
    return options.isOpen() && (await options.isReady());
  } catch {
    return false;
  }
}

async function isSigned(
  text: string,
  signature: string,
  [secret, ...older]: readonly [string, ...string[]],
): Promise<boolean> {
  return Boolean(await verifyWithFallback(secret, text, signature, older));
}

/** Cut off at the limit, before all of it is in memory; null = too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Text whose bytes are exactly those that were signed; null when they are no UTF-8. */
function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function end(response: ServerResponse, status: number): void {
  // A body that was not read to its end must not be taken for the next request.
  const headers = status === 413 ? { connection: 'close' } : {};
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${status}\n`);
}
