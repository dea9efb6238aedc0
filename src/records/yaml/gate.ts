import { CST, Lexer, Parser } from 'yaml';
import type { ProblemCode } from '../../generated/codes.ts';
import { MAX_DEPTH, MAX_PROBLEMS, MAX_TOKENS } from './limits.ts';
import type { Refusal } from './refusal.ts';

/** The tokens of a file that may be composed, or the reasons why it may not. */
export interface GateResult {
  tokens: CST.Token[];
  refusals: Refusal[];
}

/**
 * Runs the library's lexer and parser, which are iterative, and stops before anything recursive can see the file: deep nesting
 * can abort the process in the composer (CVE-2026-33532), aliases expand, tags and directives change what the rest means.
 */
export function gateTokens(text: string): GateResult {
  const tokens: CST.Token[] = [];
  const refusals: Refusal[] = [];
  const parser = new Parser();
  const stop = (code: ProblemCode, message: string, start: number, length = 1): GateResult => ({
    tokens: [],
    refusals: [...refusals, { code, message, start, end: start + length }],
  });
  let [count, documents, inScalar] = [0, 0, false];
  for (const lexeme of new Lexer().lex(text)) {
    const start = parser.offset;
    if (++count > MAX_TOKENS)
      return stop('yaml_too_many_tokens', `The file holds more than ${MAX_TOKENS} YAML tokens`, start);
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') return stop('yaml_syntax', token.message, token.offset, token.source.length);
      if (token.type === 'document') documents += 1;
      if (documents > 1) return stop('yaml_many_documents', 'The file holds more than one YAML document', token.offset);
      tokens.push(token);
    }
    const refusal = inScalar ? null : indicatorRefusal(lexeme, start);
    if (refusal !== null) refusals.push(refusal);
    if (refusals.length >= MAX_PROBLEMS) return { tokens: [], refusals };
    if (parser.stack.length > MAX_DEPTH && depth(parser.stack) > MAX_DEPTH)
      return stop('yaml_too_deep', TOO_DEEP, start);
    inScalar = lexeme === CST.SCALAR;
  }
  for (const token of parser.end()) {
    if (token.type === 'document' && ++documents > 1)
      return stop('yaml_many_documents', 'The file holds more than one YAML document', token.offset);
    tokens.push(token);
  }
  return { tokens, refusals };
}

export const TOO_DEEP = `Mappings and lists nest deeper than ${MAX_DEPTH} levels`;

function depth(stack: readonly CST.Token[]): number {
  return stack.filter(({ type }) => type === 'block-map' || type === 'block-seq' || type === 'flow-collection').length;
}

/** Anchors, aliases, tags and directives by their token: a lexeme that isn't the text of a scalar says what it is. */
function indicatorRefusal(lexeme: string, start: number): Refusal | null {
  const range = { start, end: start + lexeme.length };
  switch (CST.tokenType(lexeme)) {
    case 'anchor':
      return {
        ...range,
        code: 'yaml_alias',
        message: `Anchor ${lexeme} is not allowed in a record`,
        hint: 'Write the value out where it is used.',
      };
    case 'alias':
      return {
        ...range,
        code: 'yaml_alias',
        message: `Alias ${lexeme} is not allowed in a record`,
        hint: 'Write the value out here.',
      };
    case 'tag':
      return {
        ...range,
        code: 'yaml_tag',
        message: `Tag ${lexeme} is not allowed in a record`,
        hint: 'Remove it; quote the value if it must be text.',
      };
    case 'directive-line':
      return {
        ...range,
        code: 'yaml_directive',
        message: `Directive ${lexeme} is not allowed in a record`,
        hint: 'Remove it; files are read as YAML 1.2.',
      };
    default:
      return null;
  }
}
