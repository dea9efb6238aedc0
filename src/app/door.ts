import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Body, createRoom, type Room, usualBytes } from './room.ts';
import { type IsSigned, signedWith } from './signature.ts';

/** GitHub delivers nothing larger (GitHub documentation, "Webhook events and payloads"; github-facts T2). */
export const mostBytes = 25 * 1024 * 1024;

/** A delivery whose signature was verified. */
export interface SignedDelivery {
  /** GitHub's GUID, the same when it is delivered again. */
  readonly id: string;
  readonly event: string;
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
  /** Text of `GET /metrics`. */
  readonly metrics: () => Promise<string>;
  /** Told how each delivery was answered. Anybody may have named the event. */
  readonly onAnswer: (event: string, status: number) => void;
  /** Memory for all bodies that are under way, bytes; default 64 MB. */
  readonly roomBytes?: number;
}

/** The door with what it is made of. */
interface Door extends DoorOptions {
  readonly room: Room;
  readonly isSigned: IsSigned;
}

/**
 * The door in front of Probot: the form of the signature, then size, then the signature over the bytes as they came, then
 * 202. Nothing is parsed. `GET /healthz` answers 200 while open, `GET /readyz` while ready as well, else 503; `GET /metrics`
 * tells the metrics.
 */
export function createDoor(options: DoorOptions): Server {
  const door = {
    ...options,
    room: createRoom(options.roomBytes ?? defaultRoom),
    isSigned: signedWith(options.secrets),
  };
  const server = createServer(limits, (request, response) => {
    answer(request, door).then(
      (said) => end(request, response, said),
      () => end(request, response, 500),
    );
  });
  server.maxConnections = mostConnections;
  return server;
}

const defaultRoom = 64 * 1024 * 1024;
/** GitHub's busiest App has some hundred deliveries under way. */
const mostConnections = 1_000;

/** GitHub gives up after 10 s. Who sends slower than this holds memory for nothing. Milliseconds. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 12_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
};

/** A status, or what to say with 200. */
type Said = number | { readonly contentType: string; readonly text: string };

async function answer(request: IncomingMessage, door: Door): Promise<Said> {
  const path = request.url?.split('?')[0];
  if (path === '/api/github/webhooks') {
    const status = request.method === 'POST' ? await delivery(request, door) : 405;
    door.onAnswer(headerOf(request, 'x-github-event'), status);
    return status;
  }
  if (request.method !== 'GET') return 404;
  if (path === '/healthz') return door.isOpen() ? 200 : 503;
  if (path === '/readyz') return (await isReady(door)) ? 200 : 503;
  if (path === '/metrics')
    return { contentType: 'text/plain; version=0.0.4; charset=utf-8', text: await door.metrics() };
  return 404;
}

async function delivery(request: IncomingMessage, door: Door): Promise<number> {
  if (!door.isOpen()) return 503;
  if (!/^application\/json\s*(;|$)/i.test(headerOf(request, 'content-type'))) return 415;
  // What has no signature is not worth its memory.
  const signature = headerOf(request, 'x-hub-signature-256');
  if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return 401;
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return 413;
  return door.room.read(request, mostBytes, (body) => signedDelivery(request, signature, body, door));
}

async function signedDelivery(request: IncomingMessage, signature: string, bytes: Body, door: Door): Promise<number> {
  if (bytes === 'too_large') return 413;
  if (bytes === 'no_room') return 503;
  if (!door.isSigned(bytes, signature)) return 401;
  const [id, event] = [headerOf(request, 'x-github-delivery'), headerOf(request, 'x-github-event')];
  if (!/^[0-9A-Za-z-]{1,64}$/.test(id) || !/^[a-z_]{1,64}$/.test(event)) return 400;
  try {
    await door.take({ id, event, body: bytes });
    return 202;
  } catch {
    return 503;
  }
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

async function isReady(door: DoorOptions): Promise<boolean> {
  try {
    return door.isOpen() && (await door.isReady());
  } catch {
    return false;
  }
}

function end(request: IncomingMessage, response: ServerResponse, said: Said): void {
  const { status, contentType, text } =
    typeof said === 'number'
      ? { status: said, contentType: 'text/plain; charset=utf-8', text: `${said}\n` }
      : { status: 200, ...said };
  const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(text) };
  if (!isLeft(request)) {
    response.writeHead(status, headers).end(text);
    return;
  }
  // A body that was not read to its end must not be taken for the next request. What still comes is thrown away for a
  // moment: a connection that is closed at once would take the answer with it.
  response.writeHead(status, { ...headers, connection: 'close' }).write(text);
  request.resume();
  setTimeout(() => response.end(), linger).unref();
}

const linger = 500;

/** Whether more of the body than a connection is worth was not read. */
function isLeft({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  const length = headers['content-length'];
  return length === undefined ? headers['transfer-encoding'] !== undefined : Number(length) > usualBytes;
}
