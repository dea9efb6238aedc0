import { Fault } from '../../fault.ts';
import { at, numberAt, textAt } from '../json-value.ts';
import { faultOfStatus } from './answer-fault.ts';
import { apiVersion } from './endpoints.ts';
import { graphqlAnswer } from './graphql-body.ts';
import type { GraphqlAnswer, RestAnswer, Transport } from './transport.ts';

/**
 * What we use of an octokit. Its throttle and retry plugins must be off: the one spaces all writes of a process by a
 * second, the other re-sends POSTs (github-facts section 0, points 5 and 6).
 */
export interface OctokitLike {
  request(route: string, parameters?: Record<string, unknown>): Promise<OctokitAnswer>;
}

interface OctokitAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

export interface OctokitTransportOptions {
  readonly octokit: OctokitLike;
  readonly graphqlUrl: string;
  /** `rollout-gate/<version>`. */
  readonly userAgent: string;
}

/** Speaks through an octokit from outside: Probot's in the App, a proxied one in the Action. */
export function octokitTransport({ octokit, graphqlUrl, userAgent }: OctokitTransportOptions): Transport {
  const headers = { 'x-github-api-version': apiVersion, 'user-agent': userAgent };
  const send = async (what: string, route: string, parameters: Record<string, unknown>): Promise<OctokitAnswer> => {
    try {
      return await octokit.request(route, { headers, ...parameters });
    } catch (error) {
      throw faultBehind(what, error);
    }
  };

  return {
    async graphql(query, variables): Promise<GraphqlAnswer> {
      const answer = await send('a GraphQL request', `POST ${graphqlUrl}`, { query, variables });
      return { ...graphqlAnswer(answer.data), headers: plainHeaders(answer.headers) };
    },
    async rest({ method, path, body, bytes }): Promise<RestAnswer> {
      const what = `${method} ${path.split('?')[0]}`;
      const parameters = {
        ...(body === undefined ? {} : { data: body }),
        ...(bytes === undefined ? {} : { request: { redirect: 'manual', parseSuccessResponseBody: false } }),
      };
      // The path is already encoded; braces would be read as a template of octokit's.
      const answer = await send(what, `${method} ${path.replaceAll('{', '%7B').replaceAll('}', '%7D')}`, parameters);
      const plain = plainHeaders(answer.headers);
      if (bytes === undefined) return { status: answer.status, headers: plain, data: answer.data ?? null };
      return { status: answer.status, headers: plain, data: await stored(plain['location'], bytes, what) };
    },
  };
}

/** Bytes lie behind a redirect to storage, which must not get the token. */
async function stored(location: string | undefined, mostBytes: number, what: string): Promise<Uint8Array> {
  if (location === undefined) {
    throw new Fault('github_answer_unexpected', { message: `GitHub names no storage for ${what}` });
  }
  let answer: Response;
  try {
    answer = await fetch(location, { redirect: 'error', signal: AbortSignal.timeout(30_000) });
  } catch (cause) {
    throw new Fault('github_unreachable', { message: `The storage behind ${what} could not be reached`, cause });
  }
  if (!answer.ok || answer.body === null) {
    throw faultOfStatus({ what: `the storage behind ${what}`, status: answer.status, headers: {}, said: null });
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) {
      const message = `The storage behind ${what} answers with more than ${mostBytes} bytes`;
      throw new Fault('github_answer_unexpected', { message });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function faultBehind(what: string, error: unknown): Fault {
  const status = numberAt(error, 'status');
  const message = error instanceof Error ? error.message : String(error);
  const answered = at(error, 'response') !== null;
  if (status === null || !answered) {
    return new Fault('github_unreachable', { message: `GitHub could not be reached for ${what}`, cause: message });
  }
  const headers = plainHeaders((at(error, 'response', 'headers') ?? {}) as Readonly<Record<string, unknown>>);
  // Octokit's error holds the request with its headers: only words are kept.
  return faultOfStatus({ what, status, headers, said: textAt(error, 'response', 'data', 'message'), cause: message });
}

function plainHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
