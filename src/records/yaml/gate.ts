import type { CST } from 'yaml';
import type { ProblemCode } from '../../generated/codes.ts';
import { Lexer, type LexerState, Parser } from '../../generated/yaml/parsing.js';
import { indicatorRefusal } from './indicator.ts';
import { MAX_DEPTH, MAX_PROBLEMS, MAX_TOKENS } from './limits.ts';
import type { Refusal } from './refusal.ts';

/** The tokens of a file that may be composed, or the reasons why it may not. */
export interface GateResult {
  tokens: readonly CST.Token[];
  refusals: Refusal[];
}

/** What the lexer says before the text of a scalar without quotes. */
const SCALAR_MARK = '\u001F';

/**
 * Runs the library's lexer and parser, which are iterative, and stops before anything recursive can see the file: deep nesting
 * can abort the process in the composer (CVE-2026-33532), aliases expand, tags and directives change what the rest means.
 */
export function gateTokens(text: string): GateResult {
  const lexer = new Lexer();
  lexer.buffer = text;
  lexer.atEnd = true;
  const gate = new Gate();
  let state: LexerState | null | undefined = 'stream';
  let taken = 0;
  // Lexed only as far as the gate lets it.
  while (state && lexer.hasChars(1)) {
    state = lexer.parseNext(state);
    for (; taken < lexer.out.length; taken += 1) if (!gate.takes(lexer.out[taken] ?? '')) return gate.result(false);
  }
  return gate.result(gate.ends());
}

/** Takes lexemes until one of them forbids the file. */
class Gate {
  readonly #parser = new Parser<CST.Token>();
  readonly #refusals: Refusal[] = [];
  #count = 0;
  #checked = 0;
  #documents = 0;
  #inScalar = false;

  takes(lexeme: string): boolean {
    const parser = this.#parser;
    const start = parser.offset;
    this.#count += 1;
    if (this.#count > MAX_TOKENS)
      return this.#stop('yaml_too_many_tokens', `The file holds more than ${MAX_TOKENS} YAML tokens`, start);
    parser.next(lexeme);
    if (!this.#checks(true)) return false;
    const refusal = this.#inScalar ? null : indicatorRefusal(lexeme, start);
    if (refusal !== null) this.#refusals.push(refusal);
    // One more than is told: so that it is said that there are more.
    if (this.#refusals.length > MAX_PROBLEMS) return false;
    if (parser.stack.length > MAX_DEPTH && depth(parser.stack) > MAX_DEPTH)
      return this.#stop('yaml_too_deep', TOO_DEEP, start);
    this.#inScalar = lexeme === SCALAR_MARK;
    return true;
  }

  ends(): boolean {
    this.#parser.end();
    // What is wrong at the end of a file is told by the composer.
    return this.#checks(false);
  }

  result(whole: boolean): GateResult {
    return { tokens: whole ? this.#parser.out : [], refusals: this.#refusals };
  }

  /** Whether the tokens that are new let the file go on. */
  #checks(errors: boolean): boolean {
    const { out } = this.#parser;
    for (; this.#checked < out.length; this.#checked += 1) {
      const token = out[this.#checked];
      if (token === undefined) continue;
      if (errors && token.type === 'error')
        return this.#stop('yaml_syntax', token.message, token.offset, token.source.length);
      if (token.type === 'document') this.#documents += 1;
      if (this.#documents > 1)
        return this.#stop('yaml_many_documents', 'The file holds more than one YAML document', token.offset);
    }
    return true;
  }

  #stop(code: ProblemCode, message: string, start: number, length = 1): false {
    this.#refusals.push({ code, message, start, end: start + length });
    return false;
  }
}

/** What is said of a file that nests too deep, wherever that is found. */
export const TOO_DEEP = `Mappings and lists nest deeper than ${MAX_DEPTH} levels`;

function depth(stack: readonly CST.Token[]): number {
  return stack.filter(({ type }) => type === 'block-map' || type === 'block-seq' || type === 'flow-collection').length;
}
