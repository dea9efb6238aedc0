import { Fault } from '../../fault.ts';
import { type RestAnswer, restPath, type Transport } from '../transport/transport.ts';

/** A REST list with the word whether every page was read. */
export interface RestList {
  readonly complete: boolean;
  readonly items: readonly unknown[];
  /** Why a page could not be read; null = every page that was asked for came. */
  readonly fault: Fault | null;
}

export interface PageQuestion {
  readonly template: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** The list inside an answer. */
  readonly items: (data: unknown) => readonly unknown[];
  /** More pages are not read; the list is then incomplete. */
  readonly mostPages: number;
}

/**
 * Reads pages of 100 until GitHub names no next one. A page that can't be read ends the list as incomplete. Where the next
 * page is named by a cursor (the activity log), a number would bring the first page again.
 */
export async function restPages(transport: Transport, question: PageQuestion): Promise<RestList> {
  const items: unknown[] = [];
  let next: Readonly<Record<string, string | number>> = {};
  for (let page = 1; page <= question.mostPages; page += 1) {
    const path = restPath(question.template, { ...question.values, per_page: 100, ...next });
    let answer: RestAnswer;
    try {
      answer = await transport.rest({ method: 'GET', path });
    } catch (error) {
      if (isOneFactOnly(error)) return { complete: false, items, fault: error };
      throw error;
    }
    items.push(...question.items(answer.data));
    const link = nextLink(answer);
    if (link === null) return { complete: true, items, fault: null };
    const after = cursorIn(link);
    next = after === null ? { page: page + 1 } : { after };
  }
  return { complete: false, items, fault: null };
}

/** Whether a fault concerns this one fact: the token, the limit and the network concern everything. */
export function isOneFactOnly(error: unknown): error is Fault {
  return (
    error instanceof Fault &&
    !['github_unauthorized', 'github_rate_limited', 'github_unreachable', 'internal'].includes(error.code)
  );
}

/** `Link: <...>; rel="next"`; GitHub's own way of saying that there is more. */
function nextLink({ headers }: RestAnswer): string | null {
  return (headers['link'] ?? '').split(',').find((part) => part.includes('rel="next"')) ?? null;
}

/** Only the cursor is taken from what the answer says: where a token is sent is never up to an answer. */
function cursorIn(link: string): string | null {
  const [, query = ''] = link.slice(0, link.lastIndexOf('>')).split('?');
  return new URLSearchParams(query).get('after');
}
