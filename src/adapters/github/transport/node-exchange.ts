import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type AgentOptions, agentsOf } from './agents.ts';
import {
  cut,
  type Exchange,
  type HttpAnswer,
  type HttpRequest,
  late,
  tooLarge,
  unreachable,
  whole,
} from './http-exchange.ts';

export interface NodeExchangeOptions extends AgentOptions {
  /** Called when a request has been handed over whole; GitHub works from here on. */
  readonly onSent?: () => void;
}

/**
 * Exchanges over node:http(s) alone: little to load, for what runs a second. The modules are asked for when first needed: in a
 * bundle, an import at the top costs more than the rest of a start, and a global `fetch` would load undici. By events: each
 * promise and each iterator more would be paid for by every request.
 */
export function nodeExchange(options: NodeExchangeOptions): Exchange {
  const agentFor = agentsOf(options);
  const isProxied = options.proxyEnv !== undefined;
  return (request) =>
    new Promise((resolve, reject) => {
      let isAnswered = false;
      const outgoing = opened(request, agentFor(request.to.url), isProxied);
      // The socket's own timeout starts anew with every byte.
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
      if (options.onSent !== undefined) outgoing.once('finish', options.onSent);
      outgoing.end(request.body);
    });
}

function opened({ method, to, headers }: HttpRequest, agent: Agent | false, isProxied: boolean): ClientRequest {
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
      const { statusCode: status = 0, headers } = answer;
      resolve(whole({ status, headers: plainHeaders(headers) }, chunks, request));
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

/** Node has joined what came more than once, except cookies. */
function plainHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const cookies = headers['set-cookie'];
  const plain = cookies === undefined ? headers : { ...headers, 'set-cookie': cookies.join(', ') };
  return plain as Readonly<Record<string, string>>;
}
