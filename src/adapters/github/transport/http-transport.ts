import { Fault } from '../../fault.ts';
import { textAt } from '../json-value.ts';
import { faultOfStatus } from './answer-fault.ts';
import { type Address, addressOf } from './address.ts';
import { graphqlAnswer, graphqlBody } from './graphql-body.ts';
import { apiVersion, graphqlUrl } from './endpoints.ts';
import { jsonBody } from './json-body.ts';
import type { Exchange, HttpAnswer, HttpRequest } from './http-exchange.ts';
import { nodeExchange, type NodeExchangeOptions } from './node-exchange.ts';
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

export interface HttpOptions extends NodeExchangeOptions {
  /** Root of the REST API without a slash at the end: `https://api.github.com`, `https://ghes.example/api/v3`. */
  readonly apiUrl: string;
  /** Default: made from `apiUrl`. */
  readonly graphqlUrl?: string;
  /** `rollout-gate/<version>`. */
  readonly userAgent: string;
  /** Of one whole exchange; default 30,000. */
  readonly timeoutMs?: number;
  /** Default: over node:http(s), as the options for it say. */
  readonly exchange?: Exchange;
  /** Called after every exchange, whatever came of it. */
  readonly onExchange?: (seen: Exchanged) => void;
}

/** GitHub's own payloads end at 25 MB; no answer that we ask for comes near. */
const mostJsonBytes = 25 * 1024 * 1024;

/** The lean client, for one token. */
export function httpTransport(options: HttpOptions & { readonly token: string }): Transport {
  return httpTransports(options)(options.token);
}

/** The lean client, for one token after another over the same connections. */
export function httpTransports(options: HttpOptions): (token: string) => Transport {
  const { userAgent, timeoutMs = 30_000, exchange = nodeExchange(options) } = options;
  let graphql: Address | null = null;

  const exchanged = async (kind: Exchanged['kind'], asked: Omit<HttpRequest, 'timeoutMs'>): Promise<HttpAnswer> => {
    const started = performance.now();
    const tell = (status: number | null, headers: HttpAnswer['headers']): void =>
      options.onExchange?.({ kind, status, headers, seconds: (performance.now() - started) / 1_000 });
    try {
      const answer = await exchange({ ...asked, timeoutMs });
      tell(answer.status, answer.headers);
      return answer;
    } catch (error) {
      tell(null, {});
      throw error;
    }
  };

  /** Bytes lie behind a redirect to storage, which must not get the token. */
  const bytesOf = async (
    { bytes: mostBytes = mostJsonBytes }: RestRequest,
    from: URL,
    answer: HttpAnswer,
    what: string,
  ): Promise<Uint8Array> => {
    const location = answer.headers['location'];
    if (answer.status < 300 || location === undefined) return answer.body;
    const url = new URL(location, from);
    if (url.protocol !== 'https:' && url.protocol !== from.protocol) {
      throw new Fault('github_answer_unexpected', { message: `GitHub redirects ${what} to ${url.protocol}` });
    }
    const where = `the storage behind ${what}`;
    const headers = ['user-agent', userAgent];
    const asked = { method: 'GET', to: addressOf(url), headers, body: null, mostBytes, what: where };
    const stored = await exchanged('storage', asked);
    if (stored.status !== 200) throw refused(where, stored);
    return stored.body;
  };

  return (token) => {
    const fixed = [
      ...['authorization', `Bearer ${token}`, 'accept', 'application/vnd.github+json'],
      ...['user-agent', userAgent, 'x-github-api-version', apiVersion],
    ];
    return {
      async graphql(query, variables): Promise<GraphqlAnswer> {
        const what = 'a GraphQL request';
        const kind = query.trimStart().startsWith('mutation') ? 'graphql_write' : 'graphql_read';
        graphql ??= addressOf(new URL(options.graphqlUrl ?? graphqlUrl(options.apiUrl)));
        const body = graphqlBody(query, variables);
        const headers = [...fixed, ...contentHeaders('POST', body)];
        const asked = { method: 'POST', to: graphql, headers, body, mostBytes: mostJsonBytes, what };
        const answer = await exchanged(kind, asked);
        if (answer.status >= 300) throw refused(what, answer);
        const { data, errors } = graphqlAnswer(json(answer, what));
        return { data, errors, headers: answer.headers };
      },
      async rest(request): Promise<RestAnswer> {
        const { method, path, bytes, etag } = request;
        const what = `${method} ${path.split('?')[0]}`;
        const kind = method === 'GET' ? 'rest_read' : 'rest_write';
        const to = addressOf(new URL(`${options.apiUrl}${path}`));
        const body = request.body === undefined ? null : jsonBody(request.body);
        const headers = [...fixed, ...contentHeaders(method, body)];
        if (etag !== undefined) headers.push('if-none-match', etag);
        const asked = { method, to, headers, body, mostBytes: bytes ?? mostJsonBytes, what };
        const answer = await exchanged(kind, asked);
        // A redirect is for bytes alone, and nothing is unchanged but what was asked for so: else either would look like an
        // empty answer.
        const isOther = answer.status >= 300 && bytes === undefined && (answer.status !== 304 || etag === undefined);
        if (answer.status >= 400 || isOther) throw refused(what, answer);
        if (bytes === undefined) return { status: answer.status, headers: answer.headers, data: json(answer, what) };
        return { ...answer, data: await bytesOf(request, to.url, answer, what) };
      },
    };
  };
}

/** A request that may hold a body says that there is none: its end is not known otherwise. */
function contentHeaders(method: RestRequest['method'], body: Buffer | null): readonly string[] {
  if (body === null) return method === 'GET' || method === 'DELETE' ? [] : ['content-length', '0'];
  return ['content-type', 'application/json; charset=utf-8', 'content-length', String(body.length)];
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
