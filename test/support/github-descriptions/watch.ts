import { type Exchange, validateExchange } from './exchange.ts';
import { validateGraphql } from './graphql.ts';
import { problemText } from './problem.ts';
import { appendTally } from './report-file.ts';
import { counted, nothing, type Tally } from './tally.ts';
import { payloadKey, validateWebhook } from './webhook.ts';

export type WatchedExchange = Exchange & {
  /** A fault script made the answer, so only the request is looked at. */
  readonly faulted?: boolean;
  /** Lower-case names. An answer whose content type is not JSON (raw files, archives) has no described shape. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
};
export type WatchedDelivery = { readonly event: string; readonly payload: unknown };

export type WatchOptions = {
  /** Requests that a test makes wrong on purpose. Their answers are looked at all the same. */
  readonly provoked?: (exchange: WatchedExchange) => boolean;
  /** Where the counts go when the watch closes; the suite's report by default. */
  readonly report?: (tally: Tally) => void;
};

/** Holds all that passes between a sandbox and its clients to GitHub's descriptions. */
export class DescriptionWatch {
  readonly #provoked: (exchange: WatchedExchange) => boolean;
  readonly #report: (tally: Tally) => void;
  readonly #problems: string[] = [];
  #tally: Tally = nothing;

  constructor(options: WatchOptions = {}) {
    this.#provoked = options.provoked ?? (() => false);
    this.#report = options.report ?? appendTally;
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  readonly exchange = (seen: WatchedExchange): void => {
    const exchange = {
      ...seen,
      path: seen.path.replace(/^\/api\/v3(?=\/)/, '').replace(/^\/api\/graphql/, '/graphql'),
    };
    if (exchange.path.split('?')[0] === '/graphql') this.#graphql(exchange);
    else this.#rest(exchange);
  };

  readonly delivery = ({ event, payload }: WatchedDelivery): void => {
    const problems = validateWebhook(event, payload).map(problemText);
    const key = payloadKey(event, payload);
    this.#note(`webhook ${key}`, problems);
    this.#tally = { ...this.#tally, webhooks: counted(this.#tally.webhooks, key, problems.length === 0) };
  };

  /** Adds what was seen to the suite's report. Throws when anything was not as GitHub describes it. */
  close(): void {
    this.#report(this.#tally);
    if (this.#problems.length === 0) return;
    throw new Error(`not as GitHub describes it:\n${this.#problems.map((line) => `- ${line}`).join('\n')}`);
  }

  #rest(exchange: WatchedExchange): void {
    const provoked = this.#provoked(exchange);
    const report = validateExchange(exchange);
    const request = provoked ? [] : report.request;
    const response = exchange.faulted === true || !isJson(exchange) ? [] : report.response;
    const title = `${exchange.method} ${exchange.path}`;
    this.#note(`request ${title}`, request.map(problemText));
    this.#note(`answer ${exchange.status} to ${title}`, response.map(problemText));
    const name = report.operation ?? `${exchange.method} (unknown)`;
    this.#tally = {
      ...this.#tally,
      rest: counted(this.#tally.rest, name, request.length === 0, response.length === 0),
      provoked: this.#tally.provoked + (provoked ? 1 : 0),
    };
  }

  #graphql(exchange: WatchedExchange): void {
    const provoked = this.#provoked(exchange);
    const body = exchange.requestBody as Partial<{ query: string; variables: Record<string, unknown> }> | undefined;
    const report = validateGraphql(body?.query ?? '', body?.variables ?? {});
    const problems = provoked ? [] : report.problems;
    this.#note(`GraphQL ${report.operation}`, problems.map(problemText));
    this.#tally = {
      ...this.#tally,
      graphql: counted(this.#tally.graphql, report.operation, problems.length === 0),
      provoked: this.#tally.provoked + (provoked ? 1 : 0),
    };
  }

  #note(title: string, problems: readonly string[]): void {
    for (const problem of problems) this.#problems.push(`${title}: ${problem}`);
  }
}

function isJson({ responseHeaders }: WatchedExchange): boolean {
  return responseHeaders?.['content-type']?.includes('json') ?? true;
}
