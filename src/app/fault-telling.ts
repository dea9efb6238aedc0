import type { InboxWorkOptions } from './inbox-work.ts';
import type { Log } from './log/log.ts';
import type { Metrics } from './metrics/metrics.ts';

/** Counts each failure of work, and logs it: as a warning what mends itself and needs nobody (a replica that lags, a limit). */
export function faultTelling({
  log,
  metrics,
}: {
  readonly log: Pick<Log, 'warn' | 'error'>;
  readonly metrics: Pick<Metrics, 'failed'>;
}): InboxWorkOptions['onFault'] {
  return ({ code, message, retryable }, key, passing) => {
    metrics.failed(code);
    log[passing ? 'warn' : 'error']({ key, code, retryable }, message);
  };
}
