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

/** Milliseconds for the slowest text, the better of two runs; a pattern that hangs is stopped after two seconds. */
function slowest(pattern: RegExp): number {
  const times = hostileTexts(pattern.source).map((text) => Math.min(time(pattern, text), time(pattern, text)));
  return Math.max(...times);
}

function time(pattern: RegExp, text: string): number {
  const started = performance.now();
  try {
    runInNewContext('pattern.lastIndex = 0; pattern.test(text)', { pattern, text }, { timeout: 2000 });
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  return performance.now() - started;
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
    const slow = literals.flatMap((literal) => {
      const ms = slowest(toPattern(literal.text));
      const place = `${literal.getSourceFile().fileName}:${lineOf(literal)}`;
      return ms < 50
        ? []
        : [`${place} ${literal.text} took ${ms.toFixed(0)} ms: bound what repeats, or walk the text.`];
    });
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

  it.each(['/^(a+)+$/', '/\\s+$/', '/(x|x)*y/'])(
    'finds that %s is slow',
    (literal) => {
      expect(slowest(toPattern(literal))).toBeGreaterThan(50);
    },
    120_000,
  );
});
