import type { Settings } from '../../settings/settings.ts';
import { shaped } from './shape.ts';

export type LogLevel = Settings['logLevel'];

/** One line of JSON for each call; whatever is said passes the redactor first. */
export type Log = Readonly<Record<LogLevel, (fields: Readonly<Record<string, unknown>>, message: string) => void>>;

export interface LogOptions {
  readonly level: LogLevel;
  readonly redact: (text: string) => string;
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

const levels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug'];
const mostLine = 16_384;

/** The App's log. Never throws: what can't be said as JSON is said to be so. */
export function openLog({ level, redact, write, now }: LogOptions): Log {
  const most = levels.indexOf(level);
  const entries = levels.map((name, at) => {
    const say = (fields: Readonly<Record<string, unknown>>, message: string): void => {
      if (at > most) return;
      const head = { time: now().toISOString(), level: name };
      const line = lineOf(head, { msg: message, ...fields }, redact);
      write(`${line.length > mostLine ? JSON.stringify({ ...head, msg: '[a line too long]' }) : line}\n`);
    };
    return [name, say] as const;
  });
  return Object.fromEntries(entries) as unknown as Log;
}

function lineOf(head: object, said: object, redact: (text: string) => string): string {
  try {
    return JSON.stringify({ ...(shaped(said, redact) as object), ...head });
  } catch {
    return JSON.stringify({ ...head, msg: '[could not be said]' });
  }
}
