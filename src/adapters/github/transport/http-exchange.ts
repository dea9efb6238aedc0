import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Fault } from '../../fault.ts';
import type { HttpBody } from './http-body.ts';
import type { Address } from './address.ts';

export interface HttpRequest {
  readonly method: string;
  readonly to: Address;
  /** Names and values in turn, as they are sent: Node makes no object of them then. */
  readonly headers: readonly string[];
  /** Empty = none. */
  readonly body: HttpBody;
  /** Greatest number of bytes taken, before and after unpacking. */
  readonly mostBytes: number;
  readonly timeoutMs: number;
  /** For messages: what is asked, without query and token. */
  readonly what: string;
  /** Keeps connections or goes through a proxy; false = a connection of its own. */
  readonly agent: Agent | false;
  /** Whether the agent may go through a proxy. */
  readonly isProxied: boolean;
  /** Called when the request has been handed over whole; GitHub works from here on. */
  readonly onSent: (() => void) | null;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * One exchange over node:http(s). The modules are asked for when first needed: in a bundle, an import at the top costs
 * more than the rest of a start, and a global `fetch` would load undici. By events: each promise and each iterator more
 * would be paid for by every request.
 */
export function exchange(request: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const outgoing = opened(request);
    // The socket's own timeout starts anew with every byte; this one bounds the whole exchange.
    const timer = setTimeout(() => outgoing.destroy(late(request)), request.timeoutMs);
    outgoing.on('response', (answer: IncomingMessage) => {
      isAnswered = true;
      receive(answer, request, resolve, reject);
    });
    outgoing.on('close', () => clearTimeout(timer));
    // What fails after that is said by the answer.
    outgoing.on('error', (cause) => {
      if (!isAnswered) reject(unreachable(request, cause));
    });
    if (request.onSent !== null) outgoing.once('finish', request.onSent);
    send(outgoing, request.body);
  });
}

/** What is of one byte a character needs no encoding. */
function send(outgoing: ClientRequest, body: HttpBody): void {
  const last = body.at(-1);
  for (const part of body) {
    const encoding = part.bytes === part.text.length ? 'latin1' : 'utf8';
    if (part === last) outgoing.end(part.text, encoding);
    else outgoing.write(part.text, encoding);
  }
  if (last === undefined) outgoing.end();
}

function opened({ method, to, headers, agent, isProxied }: HttpRequest): ClientRequest {
  const { url, host, hostname, port, path } = to;
  const { protocol } = url;
  const { request: open } =
    protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
  const all = [...headers, 'accept-encoding', 'gzip'];
  // What a proxy or a user in the address needs besides Node adds to a record alone.
  if (isProxied || url.username !== '') return open(url, { method, headers: recordOf(all), agent });
  all.push('Host', host);
  return open({ protocol, hostname, port, method, path, headers: all, agent });
}

function recordOf(pairs: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (let index = 0; index < pairs.length; index += 2) record[pairs[index] ?? ''] = pairs[index + 1] ?? '';
  return record;
}

function receive(
  answer: IncomingMessage,
  request: HttpRequest,
  resolve: (whole: HttpAnswer) => void,
  reject: (fault: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  answer.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= request.mostBytes) chunks.push(chunk);
    else {
      reject(tooLarge(request));
      answer.destroy();
    }
  });
  answer.on('end', () => {
    try {
      resolve(whole(answer, chunks, request));
    } catch (fault) {
      reject(fault);
    }
  });
  answer.on('error', (cause) => reject(cut(request, cause)));
  // Closed before its end, without a word why. After its end nothing is left to say, and a fault with its stack costs.
  answer.on('close', () => {
    if (!answer.readableEnded) reject(cut(request));
  });
}

function whole({ statusCode = 0, headers }: IncomingMessage, chunks: Buffer[], request: HttpRequest): HttpAnswer {
  const [first] = chunks;
  const packed = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
  const length = Number(headers['content-length']);
  const body = headers['content-encoding'] === 'gzip' ? unzipped(packed, request) : packed;
  // Node ends a body that the other side cut short with an error only when the cut is abrupt.
  if (request.method !== 'HEAD' && Number.isFinite(length) && length !== packed.length) throw cut(request);
  return { status: statusCode, headers: plainHeaders(headers), body };
}

function unzipped(packed: Buffer, request: HttpRequest): Buffer {
  try {
    return process.getBuiltinModule('node:zlib').gunzipSync(packed, { maxOutputLength: request.mostBytes });
  } catch (cause) {
    throw cut(request, cause);
  }
}

/** Node has joined what came more than once, except cookies. */
function plainHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const cookies = headers['set-cookie'];
  const plain = cookies === undefined ? headers : { ...headers, 'set-cookie': cookies.join(', ') };
  return plain as Readonly<Record<string, string>>;
}

function late({ timeoutMs }: HttpRequest): Error {
  return new Error(`no answer within ${timeoutMs / 1000} s`);
}

function unreachable({ what }: HttpRequest, cause: Error): Fault {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return new Fault('github_unreachable', { message: `GitHub could not be reached for ${what}: ${code}`, cause });
}

function cut({ what }: HttpRequest, cause?: unknown): Fault {
  return new Fault('github_answer_incomplete', { message: `GitHub's answer to ${what} was cut short`, cause });
}

function tooLarge({ what, mostBytes }: HttpRequest): Fault {
  const message = `GitHub's answer to ${what} is larger than ${mostBytes} bytes`;
  return new Fault('github_answer_unexpected', { message });
}
