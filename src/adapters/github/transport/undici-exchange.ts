import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { Fault } from '../../fault.ts';
import { longestIdle, type ProxyEnvironment } from './agents.ts';
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

/**
 * Exchanges over undici's dispatcher, on connections that are kept: for what runs for days. It takes a little longer to load
 * than node:http, and less than half of its processor time for each exchange (ADR 13). `proxyEnv`: see `AgentOptions`; how
 * long a connection may be idle: milliseconds.
 */
export function undiciExchange(proxyEnv?: ProxyEnvironment, idle = longestIdle): Exchange {
  const options: Agent.Options = {
    // Each exchange has a limit of its own; these start anew with every byte.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: idle,
    // Also where GitHub offers to wait longer.
    keepAliveMaxTimeout: idle,
    allowH2: false,
  };
  return exchangeOver(proxyEnv === undefined ? new Agent(options) : proxied(proxyEnv, options));
}

export function exchangeOver(dispatcher: Dispatcher): Exchange {
  return (request) =>
    new Promise((resolve, reject) => {
      const { method, to, headers, body } = request;
      const { origin } = to.url;
      const all = [...headers, 'accept-encoding', 'gzip'];
      const asked = { origin, path: to.path, method, headers: all, body };
      dispatcher.dispatch(asked, new Answering(request, resolve, reject));
    });
}

function proxied(environment: ProxyEnvironment, options: Agent.Options): Dispatcher {
  const of = (name: string): string => environment[name] ?? environment[name.toUpperCase()] ?? '';
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: of('http_proxy'),
    httpsProxy: of('https_proxy'),
    noProxy: of('no_proxy'),
  });
}

/** One exchange under way. */
class Answering implements Dispatcher.DispatchHandler {
  readonly #request: HttpRequest;
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (fault: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #controller: Dispatcher.DispatchController | null = null;
  #answer: Omit<HttpAnswer, 'body'> | null = null;
  /** Why it is given up: then nothing is sent any more. */
  #given: Error | null = null;

  constructor(request: HttpRequest, resolve: (answer: HttpAnswer) => void, reject: (fault: unknown) => void) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => this.#giveUp(late(request)), request.timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#given !== null) controller.abort(this.#given);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  ): void {
    this.#answer = { status, headers: joined(headers) };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size <= this.#request.mostBytes) this.#chunks.push(chunk);
    else this.#giveUp(tooLarge(this.#request));
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer);
    try {
      if (this.#answer === null) throw cut(this.#request);
      this.#resolve(whole(this.#answer, this.#chunks, this.#request));
    } catch (fault) {
      this.#reject(fault);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    clearTimeout(this.#timer);
    this.#fail(cause);
  }

  #giveUp(cause: Error): void {
    clearTimeout(this.#timer);
    this.#given = cause;
    this.#fail(cause);
    // Whoever has no connection yet is told when it begins.
    this.#controller?.abort(cause);
  }

  #fail(cause: Error): void {
    if (cause instanceof Fault) this.#reject(cause);
    else this.#reject(this.#answer === null ? unreachable(this.#request, cause) : cut(this.#request, cause));
  }
}

/** What came more than once is a list. */
function joined(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Readonly<Record<string, string>> {
  for (const name in headers) {
    if (typeof headers[name] === 'string') continue;
    const entries = Object.entries(headers).map(([key, values]) => [key, [values ?? []].flat().join(', ')]);
    return Object.fromEntries(entries) as Record<string, string>;
  }
  return headers as Readonly<Record<string, string>>;
}
