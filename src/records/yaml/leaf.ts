import { pythonStrip } from '../text.ts';
import { MAX_PROBLEMS } from './limits.ts';
import type { YamlNode, YamlScalar } from './node.ts';
import type { Refusal } from './refusal.ts';
import { booleanWord, resolvePlain } from './scalar.ts';
import { forbiddenCharacter } from './source.ts';

/** Takes what is wrong with a part of a file that can be read all the same. */
export type Report = (refusal: Refusal) => void;

/** A file as a tree, and what is wrong with its keys and words. */
export interface Tree {
  readonly root: YamlNode;
  readonly refusals: readonly Refusal[];
}

/** Keeps what is reported, as far as anybody would read it. */
export function reportTo(refusals: Refusal[]): Report {
  return (refusal) => {
    if (refusals.length <= MAX_PROBLEMS) refusals.push(refusal);
  };
}

/** The scalar of an unquoted text, typed by the core schema. */
export function plainLeaf(text: string, pointer: string, start: number, end: number, report: Report): YamlScalar {
  const { type, value } = resolvePlain(text);
  if (type === 'string') {
    const word = booleanWord(text);
    if (word !== null) report(booleanWordWarning(text, word, pointer, start, end));
  } else if (type === 'integer' && typeof value === 'string') {
    report({
      code: 'yaml_number_digits',
      start,
      end,
      pointer,
      message: `${text} is too large for an exact number; its digits are kept as text`,
    });
  }
  return { kind: 'scalar', type, value, plain: text, pointer, start, end };
}

/** The scalar of a quoted text, or of a block of text. */
export function quotedLeaf(text: string, pointer: string, start: number, end: number, report: Report): YamlScalar {
  // Escaped ones at the ends are dropped with the spaces (contract section 2.1); inside they would reach a reader.
  const character = forbiddenCharacter(pythonStrip(text));
  if (character !== null)
    report({
      code: 'yaml_character_forbidden',
      start,
      end,
      pointer,
      message: `Character ${character} is not allowed in a record`,
    });
  return { kind: 'scalar', type: 'string', value: text, plain: null, pointer, start, end };
}

function booleanWordWarning(text: string, word: boolean, pointer: string, start: number, end: number): Refusal {
  return {
    code: 'yaml_boolean_word',
    start,
    end,
    pointer,
    message: `Unquoted ${text} is the text "${text}" here (YAML 1.2); readers of YAML 1.1 take it as ${word}`,
    hint: `Write "${text}" for the text, ${word} for the boolean.`,
  };
}
