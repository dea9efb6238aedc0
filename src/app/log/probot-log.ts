import type { Probot } from 'probot';
import type { Log } from './log.ts';

/**
 * Our log as Probot takes one. Only its words are kept: its fields hold whole payloads, and the bodies of requests and
 * answers (threat T28).
 */
export function probotLog(log: Log): Probot['log'] {
  const say =
    (level: keyof Log) =>
    (first: unknown, second?: unknown): void =>
      log[level]({ from: 'probot' }, wordsOf(first, second));
  const self = {
    level: 'info',
    fatal: say('fatal'),
    error: say('error'),
    warn: say('warn'),
    info: say('info'),
    debug: say('debug'),
    trace: say('debug'),
    silent: () => undefined,
    child: (): unknown => self,
  };
  // Pino's type has forty members; Probot and octokit use these.
  return self as unknown as Probot['log'];
}

function wordsOf(first: unknown, second: unknown): string {
  if (typeof second === 'string') return second;
  if (typeof first === 'string') return first;
  return first instanceof Error ? first.message : 'something without words';
}
