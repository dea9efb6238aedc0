import { readFileSync } from 'node:fs';
import type { LogLine } from '../../../src/sandbox/server.ts';
import { DescriptionWatch, type WatchOptions } from './watch.ts';

/**
 * Checks the exchange log of a sandbox in another process (`SandboxOptions.exchangeLog`) and adds it to the suite's
 * report. Throws when a line is not as GitHub describes it.
 */
export function validateExchangeLog(file: string, options: WatchOptions = {}): void {
  const watch = new DescriptionWatch(options);
  for (const text of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const line = JSON.parse(text) as LogLine;
    if (line.kind === 'exchange') watch.exchange(line.exchange);
    else watch.delivery(line.delivery);
  }
  watch.close();
}
