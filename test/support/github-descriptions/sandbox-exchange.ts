import type { Exchange as SandboxExchange } from '../../../src/sandbox/http/exchange.ts';
import type { WatchedExchange } from './watch.ts';

/** Paths that are no part of GitHub's API: pages for people, download targets, pictures. */
const beside = /^\/($|ui(\/|$)|_|avatars\/|favicon)/;

/** Faults that leave the answer as it is. */
const harmless = new Set(['delay', 'fields']);

/** What the sandbox saw, as the descriptions look at it; undefined for what is not GitHub's API. */
export function toWatched(exchange: SandboxExchange): WatchedExchange | undefined {
  if (beside.test(exchange.path)) return undefined;
  const query = new URLSearchParams(exchange.query).toString();
  const json = exchange.responseHeaders['content-type']?.includes('json') === true;
  return {
    method: exchange.method,
    path: query === '' ? exchange.path : `${exchange.path}?${query}`,
    ...(exchange.requestBody === null ? {} : { requestBody: exchange.requestBody }),
    status: exchange.status,
    ...(json ? { responseBody: exchange.responseBody } : {}),
    faulted: exchange.faults.some((fault) => !harmless.has(fault)),
  };
}
