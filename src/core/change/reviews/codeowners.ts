import { compileGlob, type Glob } from '../surfaces/glob.ts';

/** An owner as CODEOWNERS names one; login, organisation and slug in lower case, as GitHub compares them. */
export type Owner =
  | { readonly kind: 'user'; readonly login: string }
  | { readonly kind: 'team'; readonly organization: string; readonly team: string }
  /** Can't be tied to an account by anything that can be read: a problem (github-checked 28). */
  | { readonly kind: 'email'; readonly address: string };

export interface OwnerRule {
  /** 1-based line. */
  readonly line: number;
  readonly pattern: string;
  readonly owners: readonly Owner[];
  /** null = a pattern or owner that GitHub takes for an error: nobody can say which paths the line was meant for. */
  readonly glob: Glob | null;
}

/** Who owns a path. `unknown` = the line that decides has an error, so neither we nor GitHub can be relied on for it. */
export type Ownership =
  | { readonly state: 'owned'; readonly line: number; readonly owners: readonly Owner[] }
  | { readonly state: 'unowned' }
  | { readonly state: 'unknown'; readonly line: number };

/** Reads a CODEOWNERS file. Lines with errors stay in the list, because they may be the ones that decide. */
export function parseCodeowners(text: string): readonly OwnerRule[] {
  return text.split('\n').flatMap((line, index) => {
    const [pattern, ...words] = wordsOf(line);
    return pattern === undefined ? [] : [ruleOf(index + 1, pattern, words)];
  });
}

/** The owners of a path: the last rule that matches wins. `errorLines` are the lines that GitHub reports as errors. */
export function ownersOf(path: string, rules: readonly OwnerRule[], errorLines: readonly number[]): Ownership {
  const rule = rules.findLast(({ glob }) => glob === null || glob.matches(path));
  if (rule === undefined) return { state: 'unowned' };
  const { line, owners, glob } = rule;
  if (glob === null || errorLines.includes(line)) return { state: 'unknown', line };
  return owners.length === 0 ? { state: 'unowned' } : { state: 'owned', line, owners };
}

function ruleOf(line: number, pattern: string, words: readonly string[]): OwnerRule {
  const owners = words.map(ownerOf);
  const readable = owners.filter((owner) => owner !== null);
  return { line, pattern, owners: readable, glob: readable.length < owners.length ? null : globOf(pattern) };
}

/** Words of a line up to a comment. A backslash keeps the next character in the word: a path may hold blanks. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '\\') {
      word += character + (line[at + 1] ?? '');
      at += 1;
    } else if (character === ' ' || character === '\t' || character === '\r') {
      if (word !== '') words.push(word);
      word = '';
    } else if (character === '#' && word === '') break;
    else word += character;
  }
  return word === '' ? words : [...words, word];
}

function ownerOf(word: string): Owner | null {
  const at = word.indexOf('@');
  if (at > 0 && at < word.length - 1) return { kind: 'email', address: word };
  const [name = '', team, ...more] = word.slice(1).toLowerCase().split('/');
  if (at !== 0 || name === '' || team === '' || more.length > 0) return null;
  return team === undefined ? { kind: 'user', login: name } : { kind: 'team', organization: name, team };
}

/**
 * GitHub's pattern as a path pattern. A pattern without a slash inside stands for any depth; one for a directory stands
 * for all below it, but `dir/*` for the files of the directory alone. `!`, `[ ]` and a leading `\#` don't work there.
 */
function globOf(pattern: string): Glob | null {
  const isUnsupported = pattern.startsWith('!') || pattern.startsWith('\\#') || hasBracket(pattern);
  const body = pattern.slice(pattern.startsWith('/') ? 1 : 0, pattern.endsWith('/') ? -1 : undefined);
  if (isUnsupported || body === '' || body === '/') return null;
  const isAnchored = pattern.startsWith('/') || body.includes('/');
  const isOneLevel = isAnchored && body.endsWith('/*') && !pattern.endsWith('/');
  const isRootLevel = pattern === '/*';
  const plain = isOneLevel || isRootLevel ? body : `${body}/**`;
  const glob = compileGlob(bracesAsText(isAnchored ? plain : `**/${plain}`));
  return glob.usable ? glob : null;
}

function hasBracket(pattern: string): boolean {
  return pattern.includes('[') || pattern.includes(']');
}

/** CODEOWNERS has no `{a,b}`: braces are part of the name there. */
function bracesAsText(pattern: string): string {
  return pattern.replaceAll('{', '\\{').replaceAll('}', '\\}');
}
