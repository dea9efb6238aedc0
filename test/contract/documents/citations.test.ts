import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { citationsIn, commentsOf, numbersOf } from './citation.ts';

const root = join(import.meta.dirname, '../../..');
const pages = new Map<string, ReadonlySet<string>>(
  ['github-rules.md', 'threats.md', 'contract.md', 'seed-rules.md', 'design.md'].map((page) => [
    page,
    numbersOf(readFileSync(join(root, 'docs', page), 'utf8')),
  ]),
);

describe('citations', () => {
  test('in comments of src, scripts and test lead to a number that its page has', () => {
    const cited = files(['src', 'scripts', 'test']).flatMap((file) =>
      citationsIn(commentsOf(readFileSync(join(root, file), 'utf8'))).map((citation) => ({ file, ...citation })),
    );
    expect(cited.length).toBeGreaterThan(100);
    const lost = cited.filter(({ page, number }) => pages.get(page)?.has(number) !== true);
    expect(lost.map(({ file, page, number }) => `${file} cites ${number}, which docs/${page} lacks`)).toEqual([]);
  });

  test('in the sources of reason codes lead to a number that its page has', () => {
    const reasons = JSON.parse(readFileSync(join(root, 'schemas/codes/reasons.json'), 'utf8')) as {
      code: string;
      source: string;
    }[];
    const lost = reasons.flatMap(({ code, source }) => {
      const cited = citationsIn(source);
      if (cited.length === 0) return [`${code} cites nothing that is known: ${source}`];
      return cited
        .filter(({ page, number }) => pages.get(page)?.has(number) !== true)
        .map(({ page, number }) => `${code} cites ${number}, which docs/${page} lacks`);
    });
    expect(lost).toEqual([]);
  });

  test('name no page that is not here', () => {
    const stray = /\b(performance|tooling|github-facts|github-checked|peers)\.md|\bissue \d+,? (section|"Must)/;
    const found = files(['src', 'scripts', 'test']).filter((file) =>
      stray.test(commentsOf(readFileSync(join(root, file), 'utf8'))),
    );
    expect(found).toEqual([]);
  });
});

it.each([
  ['github-checked rules 1, 11 and 12', ['github-rules.md 1', 'github-rules.md 11', 'github-rules.md 12']],
  ['DESIGN 3, github-checked 23', ['github-rules.md 23', 'design.md 3']],
  ['github-facts section 0, points 5 and 6', ['threats.md 0.5', 'threats.md 0.6']],
  ['github-facts F11, 5.4', ['threats.md F11', 'threats.md 5.4', 'threats.md F11']],
  ['contract section 0 point 4', ['contract.md 0', 'contract.md 0.4']],
  ['seed 004 sections 7 and 9', ['seed-rules.md 7', 'seed-rules.md 9']],
  ['github-checked section 3', ['github-rules.md section 3']],
  ['at 10:00 on day 4', []],
])('%s cites %j', (text, expected) => {
  expect(citationsIn(text).map(({ page, number }) => `${page} ${number}`)).toEqual(expected);
});

/** TypeScript files written by hand. The tests of this folder cite on purpose what may not be there. */
function files(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('src/generated/'))
    .filter((file) => !file.startsWith('test/contract/documents/'));
}
