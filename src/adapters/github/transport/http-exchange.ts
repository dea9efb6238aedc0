import { Fault } from '../../fault.ts';
import type { Address } from './address.ts';

export interface HttpRequest {
  readonly method: string;
  readonly to: Address;
  /** Names and values in turn, as they are sent: nobody makes an object of them then. */
  readonly headers: readonly string[];
  /** null = none. */
  readonly body: Buffer | null;
  /** Greatest number of bytes taken, before and after unpacking. */
  readonly mostBytes: number;
  /** Bounds the whole exchange, however its bytes trickle. */
  readonly timeoutMs: number;
  /** For messages: what is asked, without query and token. */
  readonly what: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** By name in small letters; what came more than once is joined. */
  readonly headers: Readonly<Record<string, string>>;
  /** Unpacked. */
  readonly body: Buffer;
}

/**
 * One request and its whole answer, whatever its status; nothing is asked twice. Rejects with the faults
 * `github_unreachable` (no answer began), `github_answer_incomplete` and `github_answer_unexpected` (larger than asked for).
 */
export type Exchange = (request: HttpRequest) => Promise<HttpAnswer>;

/** What came, put together. Throws the fault `github_answer_incomplete`. */
export function whole(
  { status, headers }: Omit<HttpAnswer, 'body'>,
  chunks: readonly Buffer[],
  request: HttpRequest,
): HttpAnswer {
  const [first] = chunks;
  const packed = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
  const length = Number(headers['content-length']);
  const body = headers['content-encoding'] === 'gzip' ? unzipped(packed, request) : packed;
  // A body that the other side cut short ends with an error only when the cut is abrupt.
  if (request.method !== 'HEAD' && Number.isFinite(length) && length !== packed.length) throw cut(request);
  return { status, headers, body };
}

function unzipped(packed: Buffer, request: HttpRequest): Buffer {
  try {
    return process.getBuiltinModule('node:zlib').gunzipSync(packed, { maxOutputLength: request.mostBytes });
  } catch (cause) {
    throw cut(request, cause);
  }
}

export function late({ timeoutMs }: HttpRequest): Error {
  return new Error(`no answer within ${timeoutMs / 1000} s`);
}

export function unreachable({ what }: HttpRequest, cause: Error): Fault {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return new Fault('github_unreachable', { message: `GitHub could not be reached for ${what}: ${code}`, cause });
}

export function cut({ what }: HttpRequest, cause?: unknown): Fault {
  return new Fault('github_answer_incomplete', { message: `GitHub's answer to ${what} was cut short`, cause });
}

export function tooLarge({ what, mostBytes }: HttpRequest): Fault {
  const message = `GitHub's answer to ${what} is larger than ${mostBytes} bytes`;
  return new Fault('github_answer_unexpected', { message });
}
