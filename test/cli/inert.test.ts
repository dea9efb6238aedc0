import { describe, expect, it } from 'vitest';
import { inert } from '../../src/cli/inert.ts';

describe('a text in a workflow log', () => {
  it.each([
    ['plain: text :: here', 'plain: text :: here'],
    ['::error::x', '| ::error::x'],
    ['a\n  ::stop-commands::x\nb', 'a\n|   ::stop-commands::x\nb'],
    ['a\r\n\t::add-mask::x', 'a\r\n| \t::add-mask::x'],
    ['a\r::error::x', 'a\r| ::error::x'],
    ['see ##[error]x ##[', 'see # #[error]x # #['],
    ['', ''],
    ['a\n', 'a\n'],
  ])('%j is shown as %j', (text, shown) => {
    expect(inert(text)).toBe(shown);
  });
});
