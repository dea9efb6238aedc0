import { isNode } from './schema-set.ts';

/** First line of every generated page. */
export const notice = '<!-- Made by `npm run generate` from schemas/. Edit those files, not this one. -->\n';

/** The fragment that GitHub gives a heading. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

/** The description of a schema node, or nothing. */
export function describe(node: unknown): string {
  return isNode(node) && typeof node['description'] === 'string' ? node['description'] : '';
}

/** Text that stands in one cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;');
}
