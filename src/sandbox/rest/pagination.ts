import type { Context } from 'hono';
import type { Env } from './environment.ts';

export interface Page {
  /** 1-based. */
  readonly number: number;
  readonly size: number;
  readonly offset: number;
}

/** `page` and `per_page` of the query; values out of range fall back or are cut, as GitHub does. */
export function pageOf(c: Context<Env>, defaultSize = 30, largest = 100): Page {
  const number = Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1);
  const asked = Math.trunc(Number(c.req.query('per_page') ?? defaultSize)) || defaultSize;
  const size = Math.min(Math.max(1, asked), largest);
  return { number, size, offset: (number - 1) * size };
}

/** One page of a list; the `Link` header says where the others are. */
export function paged<T>(c: Context<Env>, items: readonly T[], page: Page = pageOf(c)): T[] {
  linkPages(c, items.length, page);
  return items.slice(page.offset, page.offset + page.size);
}

export function linkPages(c: Context<Env>, total: number, page: Page): void {
  const last = Math.max(1, Math.ceil(total / page.size));
  const to = (number: number, rel: string): string => {
    const url = new URL(c.req.header('x-sandbox-url') ?? c.req.url);
    url.searchParams.set('page', String(number));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page.number > 1 ? [to(page.number - 1, 'prev')] : []),
    ...(page.number < last ? [to(page.number + 1, 'next'), to(last, 'last')] : []),
    ...(page.number > 1 ? [to(1, 'first')] : []),
  ];
  if (links.length > 0) c.header('link', links.join(', '));
}
