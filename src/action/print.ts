/**
 * The only way by which the Action prints. The runner obeys lines that start with `::`, and the older `##[` anywhere in
 * one, so every line of a text gets a prefix, whatever the text is, and the older form is broken (GitHub documentation, "Workflow commands"; threat T27).
 */
export function printable(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029\u0085\v\f]/u)
    .map((line) => `| ${line.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '\u{fffd}').replaceAll('##[', '# #[')}`)
    .join('\n');
}

export function print(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}
