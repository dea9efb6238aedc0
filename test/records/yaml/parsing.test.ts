import { Lexer, Parser } from 'yaml';
import { describe, expect, it } from 'vitest';
import * as plain from '../../../src/generated/yaml/parsing.js';
import { BOMBS } from '../../campaigns/mutated-yaml/bombs.ts';
import { mutate } from '../../campaigns/mutated-yaml/mutation.ts';
import { choices } from '../../campaigns/mutated-yaml/random.ts';
import { TRICKY_FILES } from './tricky-files.ts';

interface Parsed {
  lexemes: readonly string[];
  tokens: readonly unknown[];
}

function byThePackage(text: string): Parsed {
  const lexemes = [...new Lexer().lex(text)];
  const parser = new Parser();
  const tokens = lexemes.flatMap((lexeme) => [...parser.next(lexeme)]);
  return { lexemes, tokens: [...tokens, ...parser.end()] };
}

function byThePlainMethods(text: string): Parsed {
  const lexer = new plain.Lexer();
  lexer.buffer = text;
  lexer.atEnd = true;
  let state: plain.LexerState | null | undefined = 'stream';
  while (state && lexer.hasChars(1)) state = lexer.parseNext(state);
  const parser = new plain.Parser();
  for (const lexeme of lexer.out) parser.next(lexeme);
  parser.end();
  return { lexemes: lexer.out, tokens: parser.out };
}

const tricky = TRICKY_FILES.map(([text]) => text);

describe('lexer and parser without generators read as the package does', () => {
  it.each(Object.entries(BOMBS))('the first 400 characters of %s', (_name, bomb) => {
    const text = bomb.slice(0, 400);
    expect(JSON.stringify(byThePlainMethods(text))).toBe(JSON.stringify(byThePackage(text)));
  });

  it('every tricky file, and 3,000 files made from them', () => {
    const random = choices(11);
    const mutated = Array.from({ length: 3000 }, () => {
      let text = random.pick(tricky);
      for (let edits = random.below(4); edits > 0; edits -= 1) text = mutate(text, tricky, random);
      return text.slice(0, 4000);
    });
    for (const text of [...tricky, ...mutated])
      expect(JSON.stringify(byThePlainMethods(text))).toBe(JSON.stringify(byThePackage(text)));
  });
});
