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
  const target = url.replaceAll(/[^A-Za-z0-9\-._~:/?#@!$&'*+,;=%]/g, encodedCharacter);
  return `[${shown}](${target.replaceAll('&', '&amp;')})`;
}

function encodedCharacter(character: string): string {
  return encodeURIComponent(character).replaceAll('(', '%28').replaceAll(')', '%29');
}

/** A table of cells that are rendered already; rows are as long as the head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  let text = `${line(head, head.length)}\n|${'---|'.repeat(head.length)}`;
  for (const row of rows) text += `\n${line(row, head.length)}`;
  return text;
}

function line(row: readonly string[], length: number): string {
  let text = '|';
  for (let at = 0; at < length; at += 1) text += ` ${cell(row[at] ?? '')} |`;
  return text;
}

/**
 * A bar that is left in a rendered cell stands in inline code (`text` writes it as an entity). A backslash before it can't be
 * told from an escape in any GFM table, so a space keeps them apart.
 */
function cell(rendered: string): string {
  if (!NO_CELL.test(rendered)) return rendered;
  return rendered
    .replaceAll('\n', ' ')
    .replaceAll(/(\\*)\|/g, (_bar, backslashes: string) => (backslashes === '' ? '\\|' : `${backslashes} \\|`));
}

/** What a cell can't hold. */
const NO_CELL = /[\n|]/;

/** A folded part. The summary is our own words: it stands in HTML, where nothing could be escaped. */
export function details(summary: string, body: string): string {
  const words = summary.replaceAll(/[^A-Za-z0-9 ,.:()%/-]/g, '');
  return `<details><summary>${words}</summary>\n\n${body}\n\n</details>`;
}

/** Parts as blocks with an empty line between them; empty parts are left out. */
export function blocks(...parts: readonly (string | null | false)[]): string {
  // Joined by `+`: a long text is put together once, when it is read, and not copied at each step up to then.
  let text = '';
  for (const part of parts) {
    if (part === null || part === false || part === '') continue;
    text = text === '' ? part : `${text}\n\n${part}`;
  }
  return text;
}

/** A numbered list of items that are rendered already. */
export function numbered(items: readonly string[]): string {
  let text = '';
  for (let at = 0; at < items.length; at += 1) text += `${at === 0 ? '' : '\n'}${at + 1}. ${items[at] ?? ''}`;
  return text;
}

/** A plain list of items that are rendered already. */
export function bullets(items: readonly string[]): string {
  let text = '';
  for (const item of items) text += `${text === '' ? '' : '\n'}- ${item}`;
  return text;
}
