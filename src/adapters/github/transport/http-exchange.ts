import type { Agent, IncomingMessage } from 'node:http';
import { Fault } from '../../fault.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  /** Greatest number of bytes taken, before and after unpacking. */
  readonly mostBytes: number;
  readonly timeoutMs: number;
  /** For messages: what is asked, without query and token. */
  readonly what: string;
  /** Keeps connections or goes through a proxy; false = a connection of its own. */
  readonly agent: Agent | false;
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
 * more than the rest of a start, and a global `fetch` would load undici.
 */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const answer = await sent(request);
  const packed = await received(answer, request);
  const body = answer.headers['content-encoding'] === 'gzip' ? unzipped(packed, request) : packed;
  const length = Number(answer.headers['content-length']);
  // Node ends a body that the other side cut short with an error only when the cut is abrupt.
  if (request.method !== 'HEAD' && Number.isFinite(length) && length !== packed.length) throw cut(request);
  return { status: answer.statusCode ?? 0, headers: plainHeaders(answer), body };
}

function sent(request: HttpRequest): Promise<IncomingMessage> {
  const { request: open } =
    request.url.protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
  return new Promise((resolve, reject) => {
    const options = {
      method: request.method,
      headers: { ...request.headers, 'accept-encoding': 'gzip' },
      agent: request.agent,
    };
    const outgoing = open(request.url, options, resolve);
    const late = (): Error => new Error(`no answer within ${request.timeoutMs / 1000} s`);
    // The socket's own timeout starts anew with every byte; this one bounds the whole exchange.
    const timer = setTimeout(() => outgoing.destroy(late()), request.timeoutMs);
    outgoing.once('close', () => clearTimeout(timer));
    outgoing.once('error', (cause) => reject(unreachable(request, cause)));
    if (request.onSent !== null) outgoing.once('finish', request.onSent);
    outgoing.end(request.body ?? undefined);
  });
}

/** By events: an iterator makes a handful of promises for each chunk. */
function received(answer: IncomingMessage, request: HttpRequest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
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
    answer.once('end', () => resolve(Buffer.concat(chunks)));
    answer.once('error', (cause) => reject(cut(request, cause)));
    // Closed before its end, without a word why. After its end nothing is left to say, and a fault with its stack costs.
    answer.once('close', () => {
      if (!answer.readableEnded) reject(cut(request));
    });
  });
}

function unzipped(packed: Buffer, request: HttpRequest): Buffer {
  try {
    return process.getBuiltinModule('node:zlib').gunzipSync(packed, { maxOutputLength: request.mostBytes });
  } catch (cause) {
    throw cut(request, cause);
  }
}

function plainHeaders(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
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
