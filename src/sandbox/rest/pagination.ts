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

/** One page of a list that knows no page numbers: only the `Link` header tells the cursor of the next one. */
export function pagedByCursor<T extends { readonly id: number }>(c: Context<Env>, items: readonly T[]): T[] {
  const { size } = pageOf(c);
  const cursor = c.req.query('after');
  const start = cursor === undefined ? 0 : items.findIndex(({ id }) => cursorOf(id) === cursor) + 1;
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  if (last !== undefined && start + size < items.length) {
    const url = new URL(c.req.header('x-sandbox-url') ?? c.req.url);
    url.searchParams.set('after', cursorOf(last.id));
    c.header('link', `<${url.href}>; rel="next"`);
  }
  return page;
}

function cursorOf(id: number): string {
  return Buffer.from(`cursor:${id}`).toString('base64');
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
