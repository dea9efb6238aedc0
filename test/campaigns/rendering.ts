import fc from 'fast-check';
import { bullets, table } from '../../src/report/markdown/block.ts';
import { code, fence } from '../../src/report/markdown/code.ts';
import { text } from '../../src/report/markdown/text.ts';
import { foreignKinds, render } from '../report/markdown/engine.ts';
import { hostileTexts } from '../report/markdown/hostile.ts';

/** 100,000 untrusted texts through every form of the renderer: a GFM engine may find nothing but what the template has. */
const TOTAL = Number(process.env['RENDERING_TOTAL'] ?? 100_000);
/** Texts in one document: a document of its own for each would take ten times as long. */
const GROUP = 20;

const piece = fc.constantFrom(
  ...hostileTexts,
  ...'@#-_*`|\\<>[]()!&$~^=+.:;/?"\'{}, \n\t01aZ'.split(''),
  'GH',
  'www',
  'http',
  '://',
  '\u200B',
  '\u202E',
);
const untrusted = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join('')),
);

function faults(texts: readonly string[]): string[] {
  const count = texts.length;
  const cells = render(
    table(
      ['text', 'code'],
      texts.map((one) => [text(one), code(one)]),
    ),
  );
  const items = render(bullets(texts.map((one) => `x ${text(one)} ${code(one)}`)));
  const fences = render(texts.map((one) => `y\n\n${fence(one, 'text')}`).join('\n\n'));
  return [
    ...foreignKinds(cells, { table: 1, tableRow: count + 1, tableCell: 2 * count + 2 }),
    ...foreignKinds(items, { list: 1, listItem: count }),
    ...foreignKinds(fences, { code: count }),
  ];
}

function main(seed: number): number {
  const started = performance.now();
  const bad: string[] = [];
  for (let group = 0; group * GROUP < TOTAL; group += 1) {
    const texts = fc.sample(untrusted, { numRuns: GROUP, seed: seed * 1_000_003 + group });
    if (faults(texts).length === 0) continue;
    for (const one of texts) for (const fault of faults([one])) bad.push(`${fault}: ${JSON.stringify(one)}`);
  }
  for (const line of bad.slice(0, 20)) console.error(line);
  console.log(
    `seed ${seed}: ${TOTAL} texts in ${Math.round((performance.now() - started) / 1_000)} s, ${bad.length} came to life`,
  );
  return bad.length === 0 ? 0 : 1;
}

process.exitCode = main(Number(process.env['SEED'] ?? 1));
