import ts from 'typescript';
import { lineOf, nodesOf, parseSource } from './source-files.ts';

/** One impure construct: `line` is 1-based, `message` says what to do instead. */
export interface Impurity {
  readonly line: number;
  readonly what: string;
  readonly message: string;
}

/** Globals that answer differently on another machine or at another time. */
const globals: Readonly<Record<string, string>> = {
  process: 'take the value as an argument',
  console: 'return what is to be said; the shell prints',
  crypto: 'take the digest or the random value as an argument',
  performance: 'take the time as an argument',
  globalThis: 'take what you need as an argument',
  setTimeout: 'return when to look again; the shell waits',
  setInterval: 'return when to look again; the shell waits',
  setImmediate: 'return the next step; the shell runs it',
  queueMicrotask: 'return the next step; the shell runs it',
  fetch: 'take the facts as an argument; adapters read',
  Promise: 'core is synchronous: take the facts as an argument',
  Buffer: 'take a string or a Uint8Array',
  require: 'import at the top of the file',
  eval: 'say it in code',
  Function: 'say it in code',
};

/** Members, whatever object they are on, that read the clock, chance, the machine's locale or its time zone. */
const members: Readonly<Record<string, string>> = {
  'Date.now': 'take the time as an argument `now`',
  'Math.random': 'take the random value as an argument',
  localeCompare: 'compare with < and >: locales order differently',
  toLocaleString: 'format by hand, in UTC: locales differ',
  toLocaleDateString: 'format by hand, in UTC: locales differ',
  toLocaleTimeString: 'format by hand, in UTC: locales differ',
  toLocaleLowerCase: 'use toLowerCase: locales differ',
  toLocaleUpperCase: 'use toUpperCase: locales differ',
  getHours: 'use getUTCHours: machines stand in different time zones',
  getMinutes: 'use getUTCMinutes: machines stand in different time zones',
  getDay: 'use getUTCDay: machines stand in different time zones',
  getDate: 'use getUTCDate: machines stand in different time zones',
  getMonth: 'use getUTCMonth: machines stand in different time zones',
  getFullYear: 'use getUTCFullYear: machines stand in different time zones',
  getTimezoneOffset: 'keep to UTC: machines stand in different time zones',
};

/** Finds clock, chance, machine, `async`, `throw` and compiled patterns in one file of `src/core` or `src/report`. */
export function findImpurities(text: string, fileName = 'file.ts'): Impurity[] {
  return [...nodesOf(parseSource(text, fileName))].flatMap((node) => {
    const impurity = impurityOf(node);
    return impurity === undefined ? [] : [{ line: lineOf(node), what: impurity[0], message: impurity[1] }];
  });
}

function impurityOf(node: ts.Node): readonly [what: string, message: string] | undefined {
  if (ts.isThrowStatement(node)) return ['throw', 'return a problem or a decision: both are values'];
  if (ts.isAwaitExpression(node)) return ['await', globals['Promise'] ?? ''];
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return ['async', globals['Promise'] ?? ''];
  if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) {
    return ['import()', 'import at the top of the file'];
  }
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) return impureCall(node);
  if (ts.isPropertyAccessExpression(node)) return impureMember(node);
  if (ts.isIdentifier(node) && isValueUse(node)) return entry(globals, node.text);
  return undefined;
}

function impureCall(node: ts.NewExpression | ts.CallExpression): readonly [string, string] | undefined {
  const { expression } = node;
  if (!ts.isIdentifier(expression)) return undefined;
  const isClock = expression.text === 'Date' && (ts.isCallExpression(node) || (node.arguments ?? []).length === 0);
  if (isClock) return ['new Date()', 'take the time as an argument `now`'];
  if (expression.text !== 'RegExp') return undefined;
  const [pattern] = node.arguments ?? [];
  if (pattern !== undefined && ts.isStringLiteralLike(pattern)) return undefined;
  return ['new RegExp(value)', 'write the pattern as a literal: a pattern from outside can take minutes'];
}

function impureMember(node: ts.PropertyAccessExpression): readonly [string, string] | undefined {
  const owner = ts.isIdentifier(node.expression) ? node.expression.text : '';
  return entry(members, `${owner}.${node.name.text}`) ?? entry(members, node.name.text);
}

/** A name used as a value: not a property's or declaration's name, and not a type. */
function isValueUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent)) return false;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  const isDeclared = ts.isPropertySignature(parent) || ts.isParameter(parent) || ts.isBindingElement(parent);
  return !(isDeclared || ts.isVariableDeclaration(parent)) || ('initializer' in parent && parent.initializer === node);
}

function entry(table: Readonly<Record<string, string>>, key: string): readonly [string, string] | undefined {
  const message = Object.hasOwn(table, key) ? table[key] : undefined;
  return message === undefined ? undefined : [key, message];
}
