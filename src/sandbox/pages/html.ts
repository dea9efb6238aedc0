import type { html } from 'hono/html';

/** What hono's `html` makes: everything put into it is escaped unless it was made by `html` or `raw` itself. */
export type Html = ReturnType<typeof html>;
