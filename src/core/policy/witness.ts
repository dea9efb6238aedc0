import { alternatives } from '../change/surfaces/braces.ts';

/** Characters for made-up names, the likeliest to be free first. */
const letters = 'XYZQJKVWUHNBMTGPFDSROLCIAExyzqjkvwuhnbmtgpfdsrolciae0123456789';

/**
 * A made-up name that no glob spells out: only a wildcard can match it, so that a narrower glob can't hide behind the name
 * that the counterexample would have had.
 */
export function freeName(globs: readonly string[]): string {
  const spelled = new Set(globs.join(''));
  const letter = [...letters].find((one) => !spelled.has(one)) ?? 'X';
  return letter.repeat(5);
}

/** Paths that a glob takes, one without and one with folders in the place of `**`, for each of its alternatives. */
export function witnessesOf(glob: string, name: string): readonly string[] {
  const plain = alternatives(glob) ?? [];
  return [...new Set(plain.flatMap((one) => [filled(one, name, ''), filled(one, name, `${name}/${name}/`)]))];
}

function filled(pattern: string, name: string, folders: string): string {
  return pattern
    .replace(/^\//, '')
    .replace(/\/$/, '/**')
    .replaceAll(/(^|\/)\*\*\//g, `$1${folders}`)
    .replace(/(^|\/)\*\*$/, `$1${folders}${name}`)
    .replaceAll(
      /\\(.)|\*+|\?/g,
      (wildcard, escaped?: string) => escaped ?? (wildcard === '?' ? name.slice(0, 1) : name),
    );
}
