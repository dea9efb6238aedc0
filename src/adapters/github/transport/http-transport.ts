import { Fault } from '../../fault.ts';
import { textAt } from '../json-value.ts';
import { faultOfStatus } from './answer-fault.ts';
import { graphqlAnswer } from './graphql-body.ts';
import { apiVersion, graphqlUrl } from './endpoints.ts';
import { type AgentOptions, agentsOf } from './agents.ts';
import { exchange, type HttpAnswer, type HttpRequest } from './http-exchange.ts';
import type { GraphqlAnswer, RestAnswer, RestRequest, Transport } from './transport.ts';

/** One request and its answer, for whoever counts them: no address, no body. */
export interface Exchanged {
  readonly kind: 'graphql_read' | 'graphql_write' | 'rest_read' | 'rest_write' | 'storage';
  /** null = no answer came whole. */
  readonly status: number | null;
  /** Of the answer; empty when none came. */
  readonly headers: Readonly<Record<string, string>>;
  readonly seconds: number;
}

export interface HttpTransportOptions extends AgentOptions {
  /** Root of the REST API without a slash at the end: `https://api.github.com`, `https://ghes.example/api/v3`. */
  readonly apiUrl: string;
  /** Default: made from `apiUrl`. */
  readonly graphqlUrl?: string;
  readonly token: string;
  /** `rollout-gate/<version>`. */
  readonly userAgent: string;
  /** Of one whole exchange; default 30,000. */
  readonly timeoutMs?: number;
  /** Called when a request has been handed over whole: time to do something else. */
  readonly onSent?: () => void;
  /** Connections shared with other transports; default: its own. */
  readonly agentFor?: ReturnType<typeof agentsOf>;
  /** Called after every exchange, whatever came of it. */
  readonly onExchange?: (seen: Exchanged) => void;
}

/** GitHub's own payloads end at 25 MB; no answer that we ask for comes near. */
const mostJsonBytes = 25 * 1024 * 1024;

/** The lean client: node:http(s) alone. */
export function httpTransport(options: HttpTransportOptions): Transport {
  const agentFor = options.agentFor ?? agentsOf(options);
  const exchanged = (kind: Exchanged['kind'], request: HttpRequest): Promise<HttpAnswer> =>
    options.onExchange === undefined ? exchange(request) : observed(kind, request, options.onExchange);
  const send = async (
    kind: Exchanged['kind'],
    method: string,
    url: URL,
    body: unknown,
    mostBytes: number,
    what: string,
    { etag, bytes: wanted }: Pick<RestRequest, 'etag' | 'bytes'> = {},
  ): Promise<HttpAnswer> => {
    const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
    const answer = await exchanged(kind, {
      method,
      url,
      headers: { ...headersOf(options, bytes), ...(etag === undefined ? {} : { 'if-none-match': etag }) },
      body: bytes,
      mostBytes,
      timeoutMs: options.timeoutMs ?? 30_000,
      what,
      agent: agentFor(url),
      onSent: options.onSent ?? null,
    });
    // A redirect is for bytes alone, and nothing is unchanged but what was asked for so: else either would look like an
    // empty answer.
    const isOther = answer.status >= 300 && wanted === undefined && (answer.status !== 304 || etag === undefined);
    if (answer.status >= 400 || isOther) throw refused(what, answer);
    return answer;
  };

  return {
    async graphql(query, variables): Promise<GraphqlAnswer> {
      const url = new URL(options.graphqlUrl ?? graphqlUrl(options.apiUrl));
      const kind = query.trimStart().startsWith('mutation') ? 'graphql_write' : 'graphql_read';
      const answer = await send(kind, 'POST', url, { query, variables }, mostJsonBytes, 'a GraphQL request');
      return { ...graphqlAnswer(json(answer, 'a GraphQL request')), headers: answer.headers };
    },
    async rest(request): Promise<RestAnswer> {
      const what = `${request.method} ${request.path.split('?')[0]}`;
      const url = new URL(`${options.apiUrl}${request.path}`);
      const kind = request.method === 'GET' ? 'rest_read' : 'rest_write';
      const answer = await send(kind, request.method, url, request.body, request.bytes ?? mostJsonBytes, what, request);
      if (request.bytes === undefined) return { ...answer, data: json(answer, what) };
      return { ...answer, data: await bytesOf(request, url, answer, what) };
    },
  };

  /** Bytes lie behind a redirect to storage, which must not get the token. */
  async function bytesOf(request: RestRequest, from: URL, answer: HttpAnswer, what: string): Promise<Uint8Array> {
    const location = answer.headers['location'];
    if (answer.status < 300 || location === undefined) return answer.body;
    const url = new URL(location, from);
    if (url.protocol !== 'https:' && url.protocol !== from.protocol) {
      throw new Fault('github_answer_unexpected', { message: `GitHub redirects ${what} to ${url.protocol}` });
    }
    const stored = await exchanged('storage', {
      method: 'GET',
      url,
      headers: { 'user-agent': options.userAgent },
      body: null,
      mostBytes: request.bytes ?? mostJsonBytes,
      timeoutMs: options.timeoutMs ?? 30_000,
      what: `the storage behind ${what}`,
      agent: agentFor(url),
      onSent: options.onSent ?? null,
    });
    if (stored.status !== 200) throw refused(`the storage behind ${what}`, stored);
    return stored.body;
  }
}

async function observed(
  kind: Exchanged['kind'],
  request: HttpRequest,
  onExchange: (seen: Exchanged) => void,
): Promise<HttpAnswer> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1_000;
  try {
    const answer = await exchange(request);
    onExchange({ kind, status: answer.status, headers: answer.headers, seconds: seconds() });
    return answer;
  } catch (error) {
    onExchange({ kind, status: null, headers: {}, seconds: seconds() });
    throw error;
  }
}

function headersOf(options: HttpTransportOptions, body: Buffer | null): Record<string, string> {
  return {
    authorization: `Bearer ${options.token}`,
    accept: 'application/vnd.github+json',
    'user-agent': options.userAgent,
    'x-github-api-version': apiVersion,
    ...(body === null
      ? {}
      : { 'content-type': 'application/json; charset=utf-8', 'content-length': String(body.length) }),
  };
}

function refused(what: string, answer: HttpAnswer): Fault {
  const said = textAt(parsed(answer.body), 'message');
  return faultOfStatus({ what, status: answer.status, headers: answer.headers, said });
}

function json(answer: HttpAnswer, what: string): unknown {
  if (answer.body.length === 0) return null;
  const value = parsed(answer.body);
  if (value !== undefined) return value;
  throw new Fault('github_answer_incomplete', { message: `GitHub's answer to ${what} is no JSON` });
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
