import { appEvents } from '../../core/access/permissions.ts';

/** The value if it is one of these, else `other`: what comes from outside must not make new series. */
export function bounded(value: string, known: ReadonlySet<string>): string {
  return known.has(value) ? value : 'other';
}

const events = new Set([
  ...Object.keys(appEvents),
  'ping',
  'installation',
  'installation_repositories',
  'github_app_authorization',
]);

/** The event of a delivery, which anybody may name. */
export function eventLabel(event: string): string {
  return bounded(event, events);
}

const outcomes: Readonly<Record<number, string>> = {
  202: 'accepted',
  400: 'malformed',
  401: 'unsigned',
  413: 'too_large',
  415: 'malformed',
  503: 'unavailable',
};

/** What became of a delivery, by the status that answered it. */
export function outcomeLabel(status: number): string {
  return outcomes[status] ?? 'other';
}

const kinds: Readonly<Record<number, string>> = { 2: '2xx', 3: '3xx', 4: '4xx', 5: '5xx' };

/** How GitHub answered: `2xx` to `5xx`, `304` for what had not changed, `limited` for a limit of requests, `none` when nothing came (null). */
export function answerLabel(status: number | null, headers: Readonly<Record<string, string>>): string {
  if (status === null) return 'none';
  const isLimit = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
  if (status === 429 || (status === 403 && isLimit)) return 'limited';
  if (status === 304) return '304';
  return kinds[Math.floor(status / 100)] ?? 'other';
}

/** What is left of an installation's requests by an answer's headers; null = not said. */
export function remainingRequests(headers: Readonly<Record<string, string>>): number | null {
  const said = headers['x-ratelimit-remaining'];
  const remaining = said === undefined || said === '' ? Number.NaN : Number(said);
  return Number.isFinite(remaining) && remaining >= 0 ? remaining : null;
}
