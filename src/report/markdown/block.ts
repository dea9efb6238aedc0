import { text } from './text.ts';

/** Hosts are the operator's; http is for a GitHub on this machine (the sandbox). */
const OUR_URL =
  /^(?:https:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?|http:\/\/(?:127\.0\.0\.1|localhost):\d{1,5})\/\S*$/;

/** Whether an address is one that `link` makes a link of. */
export function isOurUrl(url: string): boolean {
  return OUR_URL.test(url);
}

/** A link to an address that we built; of any other address only the label is shown. */
export function link(label: string, url: string): string {
  const shown = text(label);
  if (!isOurUrl(url)) return shown;
  const target = url.replaceAll(/[^A-Za-z0-9\-._~:/?#@!$&'*+,;=%]/g, (character) =>
    encodeURIComponent(character).replaceAll('(', '%28').replaceAll(')', '%29'),
  );
  return `[${shown}](${target.replaceAll('&', '&amp;')})`;
}

/** A table of cells that are rendered already; rows are as long as the head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [
    line(head),
    `|${head.map(() => '---|').join('')}`,
    ...rows.map((row) => line(head.map((_title, index) => row[index] ?? ''))),
  ].join('\n');
}

/**
 * A bar that is left in a rendered cell stands in inline code (`text` writes it as an entity). A backslash before it can't be
 * told from an escape in any GFM table, so a space keeps them apart.
 */
function cell(rendered: string): string {
  return rendered
    .replaceAll(/\n/g, ' ')
    .replaceAll(/(\\*)\|/g, (_bar, backslashes: string) => (backslashes === '' ? '\\|' : `${backslashes} \\|`));
}

/** A folded part. The summary is our own words: it stands in HTML, where nothing could be escaped. */
export function details(summary: string, body: string): string {
  const words = summary.replaceAll(/[^A-Za-z0-9 ,.:()%/-]/g, '');
  return `<details><summary>${words}</summary>\n\n${body}\n\n</details>`;
}

/** Parts as blocks with an empty line between them; empty parts are left out. */
export function blocks(...parts: readonly (string | null | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join('\n\n');
}

/** A numbered list of items that are rendered already. */
export function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}

/** A plain list of items that are rendered already. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
