import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { details, link, numbered, table } from '../../../src/report/markdown/block.ts';
import { cleanLine, cleanLines } from '../../../src/report/markdown/clean.ts';
import { code, fence } from '../../../src/report/markdown/code.ts';
import { text } from '../../../src/report/markdown/text.ts';
import { foreignKinds, render } from './engine.ts';
import { hostileTexts } from './hostile.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Words that live text is made of, glued together in every order. */
const piece = fc.constantFrom(
  ...hostileTexts,
  '@',
  '#',
  '-',
  '_',
  '*',
  '`',
  '|',
  '\\',
  '<',
  '>',
  '[',
  ']',
  '(',
  ')',
  '!',
  '&',
  ' ',
  '\n',
  '.',
  ':',
  '/',
  '1',
  'a',
  'GH',
  'www',
);
const untrusted = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
);

describe('the engine that tests are held against', () => {
  it('brings raw text to life, so that a test can fail', () => {
    for (const live of [
      '@erin',
      '#12',
      'GH-12',
      'acme/agents#12',
      '4f2c9d1',
      'https://a.b',
      'www.a.b',
      'a@b.cd',
      '&#64;erin',
      '# h',
      '<b>',
    ]) {
      expect(foreignKinds(render(live)), live).not.toEqual([]);
    }
  });
});

describe('text', () => {
  it('shows every hostile text as it is and brings none to life', () => {
    for (const hostile of hostileTexts) checkText(hostile);
  });

  it('does so for whatever text there is', () => {
    fc.assert(
      fc.property(untrusted, (hostile) => checkText(hostile)),
      { numRuns: 2_000, seed: 1 },
    );
  });

  it('leaves plain words as they are', () => {
    expect(text('declare sandbox_profile_contract (the diff changes it).')).toBe(
      'declare sandbox\\_profile\\_contract (the diff changes it).',
    );
    expect(text("@erin's approval doesn't count")).toBe("`@erin's` approval doesn't count");
    expect(text('(@erin), see #12.')).toBe('(`@erin`), see `#12`.');
  });

  it.each([
    ['- a - b', '\\- a \\- b'],
    ['a = b', 'a \\= b'],
    ['a + b', 'a \\+ b'],
    ['a :b', 'a \\:b'],
    ['see 1. and 22)', 'see 1\\. and 22\\)'],
    ['version 3 of 4', 'version 3 of 4'],
    ['a & b', 'a \\& b'],
    ['a | b', 'a &#124; b'],
    ['costs $5', 'costs `$5`'],
    ['see GH-12 or 12-3', 'see `GH-12` or 12-3'],
    [`see ${'x'.repeat(30)}-1`, `see \`${'x'.repeat(30)}-1\``],
    ['see ghsa-x', 'see `ghsa-x`'],
    ['at WWW.x', 'at `WWW.x`'],
    ['at mailto:x', 'at `mailto:x`'],
    ['at xmpp:x', 'at `xmpp:x`'],
    ['at ftp://x', 'at `ftp://x`'],
    ['commit ABCDEF1', 'commit `ABCDEF1`'],
    ['two  spaces', 'two spaces'],
    ['tabs\tand\u00a0others', 'tabs and others'],
  ])('finds what %j holds wherever in the line it stands', (untrusted, shown) => {
    expect(text(untrusted)).toBe(shown);
  });

  it('is remembered for the same text and limit alone, and the same when it was forgotten', () => {
    const first = [text('a_b c'), text('a_b c', 3), text('a_b d')];
    expect(first).toEqual(['a\\_b c', 'a\\_…', 'a\\_b d']);
    for (let at = 0; at < 2_500; at += 1) expect(text(`w_${at}`)).toBe(`w\\_${at}`);
    expect([text('a_b c'), text('a_b c', 3), text('a_b d')]).toEqual(first);
  });

  it('is cut at its limit, never inside a character', () => {
    expect(text('😀'.repeat(10), 4)).toBe('😀…');
    expect(cleanLine('x'.repeat(100_000)).length).toBe(2_000);
  });
});

function checkText(hostile: string): void {
  const shown = cleanLine(hostile);
  const alone = render(text(hostile));
  expect(foreignKinds(alone)).toEqual([]);
  expect(alone.visible).toBe(shown);
  const inside = render(`before ${text(hostile)} after`);
  expect(foreignKinds(inside)).toEqual([]);
  expect(inside.visible.replaceAll(/\s+/g, ' ')).toBe(`before ${shown} after`.replaceAll(/\s+/g, ' '));
  const inList = render(numbered([text(hostile), code(hostile)]));
  expect(foreignKinds(inList, { list: 1, listItem: 2 })).toEqual([]);
}

describe('code', () => {
  it('holds whatever text there is', () => {
    const check = (hostile: string): void => {
      const rendered = render(`x ${code(hostile)} y`);
      expect(foreignKinds(rendered)).toEqual([]);
      expect(rendered.kinds['inlineCode']).toBe(1);
      expect(rendered.visible.trim()).toContain(cleanLine(hostile));
    };
    for (const hostile of hostileTexts) check(hostile);
    fc.assert(fc.property(untrusted, check), { numRuns: 1_000, seed: 2 });
  });
});

describe('fence', () => {
  it('holds whatever text there is', () => {
    const check = (hostile: string): void => {
      const rendered = render(`before\n\n${fence(hostile, 'text')}\n\nafter`);
      expect(foreignKinds(rendered, { code: 1 })).toEqual([]);
      expect(rendered.visible).toBe(`before${cleanLines(hostile).replace(/\n+$/, '')}after`);
    };
    for (const hostile of hostileTexts) check(hostile);
    fc.assert(fc.property(untrusted, check), { numRuns: 1_000, seed: 3 });
  });
});

describe('a table', () => {
  it('keeps its shape, whatever its cells hold', () => {
    const check = (hostile: string): void => {
      const rendered = render(
        table(
          ['a', 'b'],
          [
            [text(hostile), code(hostile)],
            ['x', 'y'],
          ],
        ),
      );
      expect(foreignKinds(rendered, { table: 1, tableRow: 3, tableCell: 6 })).toEqual([]);
    };
    for (const hostile of hostileTexts) check(hostile);
    fc.assert(fc.property(untrusted, check), { numRuns: 1_000, seed: 4 });
  });
});

describe('a link', () => {
  it('goes only to https, or to this machine', () => {
    expect(link('open', 'https://github.com/acme/agents/new/x?filename=a(c)&value=1')).toBe(
      '[open](https://github.com/acme/agents/new/x?filename=a%28c%29&amp;value=1)',
    );
    expect(link('open', 'http://127.0.0.1:4000/x')).toBe('[open](http://127.0.0.1:4000/x)');
    for (const url of [
      'javascript:alert(1)',
      'http://evil.example/',
      'https://evil.example',
      'data:text/html,x',
      '//x/',
      'https://a b/',
      'https://x@y/',
    ]) {
      expect(link('open', url), url).toBe('open');
    }
  });

  it('is one link, whatever its label holds', () => {
    for (const hostile of hostileTexts) {
      if (cleanLine(hostile) === '') continue;
      const { kinds } = render(link(hostile, 'https://github.com/acme/agents/blob/x(y)&copy;/a'));
      expect(kinds['link'], hostile).toBe(1);
      expect(kinds['image'] ?? 0, hostile).toBe(0);
    }
  });
});

describe('details', () => {
  it('have a summary of our own words only', () => {
    expect(details('The <b>@erin</b> #1 questions: 6 yes, 1 no', 'x')).toContain(
      '<summary>The berin/b 1 questions: 6 yes, 1 no</summary>',
    );
  });
});

describe('our markers', () => {
  it('can not be written by data in any form', () => {
    for (const marker of [
      '<!-- rollout-gate:next_actions -->',
      '<!--rollout-gate:capsule',
      '<!-- /rollout-gate:capsule -->',
      '<!\u200B-- rollout-gate:x',
      '<!--\u200B rollout-gate:x',
      '<!--\n/rollout-gate',
    ]) {
      for (const rendered of [text(marker), code(marker), fence(marker, 'text')])
        expect(rendered).not.toMatch(/<!--\s*\/?\s*rollout-gate/);
    }
  });
});
