import { redact } from '../../../core/redaction/redact.ts';
import type { FaultCode } from '../../../generated/codes.ts';
import { Fault } from '../../fault.ts';
import type { GraphqlError } from './transport.ts';

interface Refused {
  /** What was asked, such as `GET /repos/acme/agents`: no query, no body. */
  readonly what: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** GitHub's own sentence, if there was one. */
  readonly said: string | null;
  readonly cause?: unknown;
}

/** The fault behind an answer that isn't 2xx (github-facts section 3 for the limits). */
export function faultOfStatus({ what, status, headers, said, cause }: Refused): Fault {
  const code = codeOf(status, headers, said ?? '');
  const sentence = said === null || said === '' ? '' : `: ${shortened(said)}`;
  return new Fault(code, {
    message: `GitHub answered ${status} to ${what}${sentence}`,
    cause,
    request_id: headers['x-github-request-id'] ?? null,
    retry_after_seconds: code === 'github_rate_limited' ? secondsToWait(headers) : null,
  });
}

/** The fault behind a GraphQL answer of which nothing can be used; null when the errors are about single fields. */
export function faultOfErrors(what: string, errors: readonly GraphqlError[]): Fault | null {
  const limited = errors.find(({ type }) => type === 'RATE_LIMITED');
  const [first] = limited === undefined ? errors : [limited];
  if (first === undefined) return null;
  const code: FaultCode =
    limited !== undefined ? 'github_rate_limited' : (codes[first.type ?? ''] ?? 'github_answer_incomplete');
  return new Fault(code, { message: `GitHub answered ${what} with an error: ${shortened(first.message)}` });
}

const codes: Readonly<Record<string, FaultCode>> = {
  NOT_FOUND: 'github_not_found',
  FORBIDDEN: 'github_forbidden',
  INSUFFICIENT_SCOPES: 'github_forbidden',
};

function codeOf(status: number, headers: Readonly<Record<string, string>>, said: string): FaultCode {
  if (status === 401) return 'github_unauthorized';
  if (status === 429 || (status === 403 && isLimit(headers, said))) return 'github_rate_limited';
  if (status === 403) return 'github_forbidden';
  if (status === 404 || status === 410) return 'github_not_found';
  if (status === 409) return 'github_conflict';
  if (status === 400 || status === 422) return 'github_invalid';
  if (status >= 500) return 'github_server_error';
  return 'github_answer_unexpected';
}

/** A secondary limit may say so in words only (GitHub's documentation of rate limits). */
function isLimit(headers: Readonly<Record<string, string>>, said: string): boolean {
  return (
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /secondary rate limit|rate limit exceeded|abuse detection/i.test(said)
  );
}

/** `retry-after`, else the time until the reset by the answer's own clock, else a minute. */
function secondsToWait(headers: Readonly<Record<string, string>>): number {
  const after = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && Number.isFinite(after) && after >= 0) return after;
  const reset = Number(headers['x-ratelimit-reset']);
  const now = Date.parse(headers['date'] ?? '') / 1000;
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0 && now > 0) return Math.max(1, Math.ceil(reset - now));
  return 60;
}

/** So much of GitHub's sentence is looked at: it may have the size of an answer. */
const mostLooked = 4_000;

/** The part of GitHub's sentence that is shown: one line, without what looks like a secret. */
export function shortened(said: string): string {
  const line = redact(said.slice(0, mostLooked)).replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/** Whether a write that ended so may have happened all the same. */
export function isUnanswered({ code }: Fault): boolean {
  return ['github_unreachable', 'github_server_error', 'github_answer_incomplete', 'github_not_found'].includes(code);
}
