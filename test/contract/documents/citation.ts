/** A place that a comment or a `source` names: the page of `docs/` and the number on it. */
export interface Citation {
  readonly page: string;
  readonly number: string;
}

const between = String.raw`(?:,\s+(?:points\s+)?|\s+and\s+|\s+to\s+)`;
const listOf = (number: string): string => `(${number}(?:${between}${number})*)`;
const list = listOf(String.raw`\d+(?:\.\d+)?`);
/** T and F numbers are known by their letter, wherever they stand. */
const factList = listOf(String.raw`[TF]?\d+(?:\.\d+)?`);

const families: readonly { readonly page: string; readonly words: RegExp }[] = [
  { page: 'github-rules.md', words: new RegExp(String.raw`github-checked\s+(?:rules?\s+)?${list}`, 'g') },
  { page: 'github-rules.md', words: new RegExp(String.raw`\(rules?\s+${list}\)`, 'g') },
  { page: 'github-rules.md', words: /github-checked\s+(section\s+\d+)/g },
  { page: 'threats.md', words: new RegExp(String.raw`github-facts\s+(?:section\s+)?${factList}`, 'g') },
  { page: 'threats.md', words: /\b([TF][1-9]\d?)\b/g },
  { page: 'contract.md', words: new RegExp(String.raw`contract\s+(?:section\s+)?${list}`, 'g') },
  { page: 'contract.md', words: /contract\s+section\s+(\d+\s+points?\s+\d+)/g },
  { page: 'seed-rules.md', words: new RegExp(String.raw`seed(?:\s+004)?,?\s+(?:sections?\s+)?${list}`, 'g') },
  { page: 'design.md', words: new RegExp(String.raw`DESIGN\s+(?:section\s+)?${list}`, 'g') },
];

/** Every citation in a text of comments; `section 0, points 5 and 6` is 0.5 and 0.6. */
export function citationsIn(text: string): readonly Citation[] {
  return families.flatMap(({ page, words }) =>
    [...text.matchAll(words)].flatMap(([, cited = '']) => {
      const [first = '', ...points] = cited.split(/,\s+points\s+|\s+and\s+|\s+points?\s+/);
      const isPoints = /points?\s/.test(cited);
      const numbers = isPoints ? points.map((point) => `${first}.${point}`) : cited.split(/,\s+|\s+and\s+|\s+to\s+/);
      return numbers.map((one) => ({ page, number: one.replaceAll(/\s+/g, ' ') }));
    }),
  );
}

/** The comments of a TypeScript text, each on one line, without their marks. */
export function commentsOf(source: string): string {
  const found = [...source.matchAll(/\/\*\*?([\s\S]*?)\*\/|(?:^|\s)\/\/([^\n]*)/g)];
  return found.map(([, block, line]) => (block ?? line ?? '').replaceAll(/\n\s*\*?\s?/g, ' ')).join('\n');
}

/** The numbers that a page has: first cells of rows, headings, and paragraphs that begin with one. */
export function numbersOf(page: string): ReadonlySet<string> {
  const rows = [...page.matchAll(/^\| ([TF]?\d+(?:\.\d+)?) \|/gm)].map(([, found = '']) => found);
  const headings = [...page.matchAll(/^#+ (.*)$/gm)].flatMap(([, words = '']) => [
    ...[...words.matchAll(/\d+(?:\.\d+)?/g)].map(([found]) => found),
    ...[...words.matchAll(/^Section \d+/g)].map(([found]) => found.toLowerCase()),
  ]);
  const paragraphs = [...page.matchAll(/^(\d+\.\d+)[.,]/gm)].map(([, found = '']) => found);
  return new Set([...rows, ...headings, ...paragraphs]);
}
