import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { lineOf, nodesOf, parseSource, sourceFiles } from './source-files.ts';

/** What turns text into code or patterns: with a stranger's text it would run his code, or for minutes. */
function compiledText(file: ts.SourceFile): string[] {
  return [...nodesOf(file)].flatMap((node) => {
    const instead = compiler(node);
    return instead === undefined ? [] : [`${file.fileName}:${lineOf(node)} ${instead}`];
  });
}

function compiler(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const [first] = node.arguments ?? [];
  const isLiteral = first !== undefined && ts.isStringLiteralLike(first);
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return isLiteral ? undefined : 'imports a computed path: name the module.';
  if (!ts.isIdentifier(node.expression)) return undefined;
  switch (node.expression.text) {
    case 'RegExp':
      return isLiteral ? undefined : 'compiles a pattern from a value: write a literal, or walk the text.';
    case 'eval':
    case 'Function':
      return 'compiles code from text: say it in code.';
    default:
      return undefined;
  }
}

/** Texts that make a careless pattern backtrack: long runs of one thing, then something that can't match. */
function hostileTexts(pattern: string): string[] {
  const own = [...new Set(pattern.replace(/\\[a-zA-Z]/g, '').match(/[^\\^$.*+?()[\]{}|]/gu) ?? [])].slice(0, 12);
  const pieces = [...own, 'a', '0', ' ', '\t', '\n', '-', '/', '.', 'a ', 'aA0', '\r\n', '"a', '`'];
  return [...new Set(pieces)].map((piece) => `${piece.repeat(65_536 / piece.length)}\u0001`);
}

/** Whether some text takes more than 50 ms, six times in a row: a busy machine is slow now and then, a slow pattern always. */
function isSlow(pattern: RegExp): boolean {
  return hostileTexts(pattern.source).some((text) => [1, 2, 3, 4, 5, 6].every(() => !answers(pattern, text)));
}

function answers(pattern: RegExp, text: string): boolean {
  try {
    runInNewContext('pattern.lastIndex = 0; pattern.test(text)', { pattern, text }, { timeout: 50 });
    return true;
  } catch {
    return false;
  }
}

function toPattern(literal: string): RegExp {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
}

/** The sandbox meets only texts of its own machine. */
const files = sourceFiles('src').filter(({ fileName }) => !fileName.startsWith('src/sandbox/'));

describe('src', () => {
  it('compiles no text into code, modules or patterns', () => {
    expect(files.flatMap(compiledText)).toEqual([]);
  });

  it('has only patterns that answer within 50 ms on 64 KiB of hostile text', () => {
    const literals = files.flatMap((file) => [...nodesOf(file)].filter(ts.isRegularExpressionLiteral));
    const slow = literals
      .filter((literal) => isSlow(toPattern(literal.text)))
      .map(
        (literal) =>
          `${literal.getSourceFile().fileName}:${lineOf(literal)} ${literal.text}: bound what repeats, or walk the text.`,
      );
    expect(slow).toEqual([]);
  }, 120_000);
});

describe('the scan', () => {
  it.each([
    'const r = (pattern: string) => new RegExp(pattern);',
    'const r = (pattern: string) => RegExp(`^${pattern}$`);',
    "const x = eval('1');",
    "const f = new Function('return 1');",
    'const m = (name: string) => import(name);',
    'const m = (name: string) => import(`./${name}.ts`);',
  ])('finds %s', (text) => {
    expect(compiledText(parseSource(text))).toHaveLength(1);
  });

  it.each([
    "const r = new RegExp('^a$');",
    'const r = /^a$/;',
    "const m = import('./a.ts');",
    'const s = compile.eval(1);',
  ])('lets %s be', (text) => {
    expect(compiledText(parseSource(text))).toEqual([]);
  });

  it.each(['/^a+b?$/', '/^[a-z-]{1,40}$/', '/\\r\\n?/g'])('finds that %s is not slow', (literal) => {
    expect(isSlow(toPattern(literal))).toBe(false);
  });

  it.each(['/^(a+)+$/', '/\\s+$/', '/(x|x)*y/'])(
    'finds that %s is slow',
    (literal) => {
      expect(isSlow(toPattern(literal))).toBe(true);
    },
    120_000,
  );
});
