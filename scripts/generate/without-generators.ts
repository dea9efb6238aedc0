import ts from 'typescript';

/** Methods that drive a whole run: who uses the class does that. */
const DRIVERS: ReadonlySet<string> = new Set(['lex', 'parse']);

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The source of classes whose methods are generators, with ordinary methods in their place that push to `this.out` what they
 * would yield. The same to who drains each generator at once. Anything that can't be said so simply is an error.
 */
export function withoutGenerators(source: string, name: string): string {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const nodes = [...descendants(file)];
  const methods = nodes.filter(ts.isMethodDeclaration);
  const generators = new Set(methods.filter(isGenerator).map(({ name: method }) => method.getText()));
  const dropped = methods.filter((method) => DRIVERS.has(method.name.getText()));
  const edits = nodes
    .filter((node) => !dropped.some((method) => method.pos <= node.pos && node.end <= method.end))
    .flatMap((node) => editsOf(node, generators));
  const cuts = dropped.map((method) => ({ start: method.pos, end: method.end, text: '' }));
  const result = [...edits, ...cuts]
    .toSorted((a, b) => b.start - a.start || b.end - a.end)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), source);
  if (/\byield\b/.test(stripped(result))) throw new Error(`${name} yields where this script doesn't see it.`);
  return result;
}

function editsOf(node: ts.Node, generators: ReadonlySet<string>): Edit[] {
  if (ts.isMethodDeclaration(node) && node.asteriskToken !== undefined)
    return [{ start: node.asteriskToken.getStart(), end: node.asteriskToken.end, text: '' }];
  if (ts.isConstructorDeclaration(node) && node.body !== undefined) {
    const start = node.body.getStart() + 1;
    return [{ start, end: start, text: '\n        this.out = [];' }];
  }
  if (ts.isYieldExpression(node)) return yieldEdits(node, generators);
  if (!ts.isExpressionStatement(node)) return [];
  // A generator that is only called never runs. A parser of its own would read nothing.
  const idle = generators.has(ownCall(node.expression)) || node.expression.getText() === 'this.lexer = new Lexer()';
  return idle ? [{ start: node.getStart(), end: node.end, text: '' }] : [];
}

function yieldEdits(node: ts.YieldExpression, generators: ReadonlySet<string>): Edit[] {
  const value = node.expression;
  if (value === undefined) throw new Error('A generator yields nothing.');
  if (node.asteriskToken !== undefined) {
    if (!generators.has(ownCall(value))) throw new Error(`${value.getText()} is no generator of the class.`);
    return [{ start: node.getStart(), end: value.getStart(), text: '' }];
  }
  if (!ts.isExpressionStatement(node.parent)) throw new Error(`The answer to ${node.getText()} is used.`);
  return [
    { start: node.getStart(), end: value.getStart(), text: 'this.out.push(' },
    { start: value.end, end: value.end, text: ')' },
  ];
}

/** The name of a method that an expression calls on `this`, or ''. */
function ownCall(node: ts.Node): string {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return '';
  const { expression, name } = node.expression;
  return expression.kind === ts.SyntaxKind.ThisKeyword ? name.text : '';
}

function isGenerator(method: ts.MethodDeclaration): boolean {
  return method.asteriskToken !== undefined;
}

function* descendants(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* descendants(child);
}

/** Without comments. */
function stripped(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
