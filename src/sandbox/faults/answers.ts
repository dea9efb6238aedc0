import type { Fault } from './plan.ts';

const documentation = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });

/** The answer that a fault gives instead of the real one; null for faults that leave the answer alone. */
export function faultAnswer(fault: Fault, now: Date): Response | null {
  switch (fault.kind) {
    case 'status':
      if (fault.status === 502) {
        return new Response('<html><head><title>502 Bad Gateway</title></head></html>', {
          status: 502,
          headers: { 'content-type': 'text/html' },
        });
      }
      return json(fault.status, { message: 'Server Error' });
    case 'limit': {
      const primary = fault.limit === 'primary';
      const message = primary
        ? 'API rate limit exceeded for installation.'
        : 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
      const reset = Math.ceil(now.getTime() / 3_600_000) * 3600;
      return json(
        fault.status,
        { message, documentation_url: documentation },
        {
          ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
          ...(primary ? { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) } : {}),
        },
      );
    }
    case 'not_found':
      return json(404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' });
    case 'unauthorized':
      return json(401, {
        message: 'Bad credentials',
        documentation_url: 'https://docs.github.com/rest',
        status: '401',
      });
    case 'cut':
    case 'truncate':
    case 'delay':
    case 'fields':
      return null;
  }
}
