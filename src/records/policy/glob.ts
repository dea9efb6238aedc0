/** `**` more often than this makes matching slow, and says nothing that fewer don't. */
const MAX_DOUBLE_STARS = 4;

/** Why a path glob can't be used, as it follows its name in a sentence; null when it can. */
export function globFault(glob: string): string | null {
  if (glob.trim() !== glob || glob === '') return 'is empty or has spaces at its ends';
  if (glob.includes('\\')) return 'has a backslash: paths on GitHub have forward slashes';
  if (glob.startsWith('/')) return 'starts with a slash: globs start at the root anyway';
  if (glob.startsWith('!')) return 'starts with an exclamation mark: there is no "not"; list what is meant';
  const segments = glob.split('/');
  if (segments.includes('..') || segments.includes('.')) return 'has a . or .. step, which no path on GitHub has';
  if (glob.endsWith('/')) return `ends with a slash: write ${glob}** for all files below it`;
  if (segments.includes('')) return 'has an empty step (//), which no path on GitHub has';
  const character = /[[\]{}]/.exec(glob)?.[0];
  if (character !== undefined) return `has ${character}: only *, ** and ? are wildcards; list the alternatives`;
  if (segments.some((segment) => segment.includes('**') && segment !== '**'))
    return 'has ** beside other characters: it stands for whole steps of a path';
  if (segments.filter((segment) => segment === '**').length > MAX_DOUBLE_STARS)
    return `has ** more than ${MAX_DOUBLE_STARS} times`;
  return null;
}
