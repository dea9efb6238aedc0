import { readFileSync } from 'node:fs';
import type { Exchange } from '../../../src/sandbox/http/exchange.ts';
import { toWatched } from './sandbox-exchange.ts';
import { DescriptionWatch, type WatchOptions } from './watch.ts';

/**
 * Checks the exchange log of a sandbox in another process (`SandboxOptions.exchangeLog`, one exchange a line) and adds
 * it to the suite's report. Throws when a line is not as GitHub describes it.
 */
export function validateExchangeLog(file: string, options: WatchOptions = {}): void {
  const watch = new DescriptionWatch(options);
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const exchange = toWatched(JSON.parse(line) as Exchange);
    if (exchange !== undefined) watch.exchange(exchange);
  }
  watch.close();
}
