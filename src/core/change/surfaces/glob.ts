import { alternatives } from './braces.ts';

/** A path pattern, compiled. `pattern` is the text as written. */
export interface Glob {
  readonly pattern: string;
  readonly matches: (path: string) => boolean;
  /**
   * False = the pattern is longer than `maxGlobLength` or has more than `maxAlternatives`: it then matches every path,
   * because a surface that silently matched nothing would let its changes through.
   */
  readonly usable: boolean;
}

/** Longest pattern, in UTF-16 units: the work is at most pattern length × path length (github-facts T25). */
export const maxGlobLength = 512;

/**
 * Compiles a path pattern. `*` is any text without a slash, `?` one character but a slash, `**` between slashes any
 * number of directories, `{a,b}` alternatives, `\` takes the next character as it is. Case counts; dot files match; a
 * leading slash is ignored. A pattern stands for whole paths from the root. `dir/` and `dir/**` match all below `dir`
 * and `dir` itself: a submodule or symbolic link in its place changes all below. No regular expression is made and
 * nothing is tried twice, so no pattern can make a path slow.
 */
export function compileGlob(pattern: string): Glob {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  // A policy has a handful of patterns, and each judgement compiles all of them several times.
  if (compiled.size >= mostCompiled) compiled.clear();
  const glob = compile(pattern);
  compiled.set(pattern, glob);
  return glob;
}

const compiled = new Map<string, Glob>();
const mostCompiled = 2_000;

function compile(pattern: string): Glob {
  const plain = pattern.length > maxGlobLength ? null : alternatives(pattern);
  if (plain === null) return { pattern, matches: () => true, usable: false };
  const all = plain.map(tokensOf);
  const [only] = all;
  const matches =
    only !== undefined && all.length === 1
      ? (path: string) => matchesTokens(only, path)
      : (path: string) => all.some((tokens) => matchesTokens(tokens, path));
  return { pattern, usable: true, matches };
}

/** Whether one of the patterns matches the path. */
export function matchesAny(globs: readonly Glob[], path: string): boolean {
  for (const glob of globs) if (glob.matches(path)) return true;
  return false;
}

/** A literal UTF-16 unit, or one of the wildcards below zero. */
type Token = number;
const any: Token = -1;
const star: Token = -2;
/** Any number of whole directories with their slashes. */
const directories: Token = -3;
/** The rest of the path. */
const rest: Token = -4;
const slash = 0x2f;

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = pattern.startsWith('/') ? 1 : 0;
  while (at < pattern.length) {
    const isSegmentStart = tokens.length === 0 || tokens.at(-1) === slash || tokens.at(-1) === directories;
    const stars = starsAt(pattern, at);
    const next = pattern[at + stars];
    if (isSegmentStart && stars === 2 && (next === undefined || next === '/')) {
      if (next === undefined) return [...withoutLastSlash(tokens), rest];
      if (tokens.at(-1) !== directories) tokens.push(directories);
      at += 3;
      continue;
    }
    if (stars > 0) {
      tokens.push(star);
      at += stars;
      continue;
    }
    if (pattern[at] === '\\' && at + 1 < pattern.length) at += 1;
    else if (pattern[at] === '?') {
      tokens.push(any);
      at += 1;
      continue;
    }
    tokens.push(pattern.charCodeAt(at));
    at += 1;
  }
  const last = tokens.at(-1);
  if (last === directories) return [...withoutLastSlash(tokens.slice(0, -1)), rest];
  return last === slash ? [...withoutLastSlash(tokens), rest] : tokens;
}

function starsAt(pattern: string, at: number): number {
  let count = 0;
  while (pattern[at + count] === '*') count += 1;
  return count;
}

function withoutLastSlash(tokens: readonly Token[]): readonly Token[] {
  return tokens.at(-1) === slash ? tokens.slice(0, -1) : tokens;
}

/**
 * Reads path and tokens side by side. On a mismatch it goes back to the last `*` (one character longer) or, when that
 * would cross a slash, to the last `**` (one directory longer): an earlier wildcard never has to be tried again.
 */
function matchesTokens(tokens: readonly Token[], path: string): boolean {
  let token = 0;
  let at = 0;
  let starToken = -1;
  let starAt = 0;
  let directoriesToken = -1;
  let directoriesAt = 0;
  while (true) {
    const wanted = tokens[token];
    if (wanted !== undefined && at < path.length && takes(wanted, path.charCodeAt(at))) {
      token += 1;
      at += 1;
      continue;
    }
    if (wanted === rest && isWhole(tokens[token - 1], path, at)) return true;
    if (wanted === star) {
      starToken = token;
      starAt = at;
      token += 1;
      continue;
    }
    if (wanted === directories) {
      directoriesToken = token;
      directoriesAt = at;
      starToken = -1;
      token += 1;
      continue;
    }
    // A path that ends too early ends too early from any later start as well: a pattern's slashes are counted.
    if (at === path.length && wanted !== rest) return wanted === undefined;
    if (starToken >= 0 && starAt < path.length && path.charCodeAt(starAt) !== slash) {
      starAt += 1;
      at = starAt;
      token = starToken + 1;
      continue;
    }
    const end = directoriesToken < 0 ? -1 : path.indexOf('/', directoriesAt);
    if (end < 0) return false;
    directoriesAt = end + 1;
    at = directoriesAt;
    token = directoriesToken + 1;
    starToken = -1;
  }
}

function takes(token: Token, unit: number): boolean {
  return token === unit || (token === any && unit !== slash);
}

/** Behind a directory's name the rest is nothing or begins with a slash; elsewhere it is everything. */
function isWhole(before: Token | undefined, path: string, at: number): boolean {
  return before === undefined || before === directories || at === path.length || path.charCodeAt(at) === slash;
}
