import { readFileSync } from 'node:fs';
import { DescriptionWatch, type WatchedDelivery, type WatchedExchange, type WatchOptions } from './watch.ts';

/** One line of an exchange log: what a sandbox in another process saw. */
export type LogLine =
  | { readonly kind: 'exchange'; readonly exchange: WatchedExchange }
  | { readonly kind: 'delivery'; readonly delivery: WatchedDelivery };

/** Checks a log of JSON lines and adds it to the suite's report. Throws when a line is not as GitHub describes it. */
export function validateExchangeLog(file: string, options: WatchOptions = {}): void {
  const watch = new DescriptionWatch(options);
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const entry = JSON.parse(line) as LogLine;
    if (entry.kind === 'exchange') watch.exchange(entry.exchange);
    else watch.delivery(entry.delivery);
  }
  watch.close();
}
