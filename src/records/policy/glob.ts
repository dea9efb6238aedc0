import { compileGlob, maxGlobLength } from '../../core/change/surfaces/glob.ts';

/** Why a path glob can't mean what its author thinks (`compileGlob` says what it can mean); null when it can. */
export function globFault(glob: string): string | null {
  if (glob.trim() !== glob || glob === '') return 'is empty or has spaces at its ends';
  if (!compileGlob(glob).usable)
    return `is longer than ${maxGlobLength} characters, or its braces stand for too many patterns`;
  if (/\\[^*?{}[\]\\,!]|\\$/.test(glob))
    return 'has a backslash before a plain character: paths on GitHub have forward slashes';
  const bare = glob.replaceAll(/\\./g, '_');
  if (bare.startsWith('!')) return 'starts with an exclamation mark: there is no "not"; list what is meant';
  if (/[[\]]/.test(bare))
    return 'has square brackets, which are no wildcard; write {a,b} for alternatives, or \\[ for the character';
  if (!hasPairedBraces(bare)) return 'has a brace without its partner';
  const steps = bare.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (steps.includes('..') || steps.includes('.')) return 'has a . or .. step, which no path on GitHub has';
  if (steps.includes('')) return 'has an empty step (//), which no path on GitHub has';
  const isMixed = steps.some((step) => step.includes('**') && !/^[{,}]*\*\*[{,}]*$/.test(step));
  return isMixed ? 'has ** beside other characters: it stands for whole steps of a path' : null;
}

function hasPairedBraces(glob: string): boolean {
  let depth = 0;
  for (const character of glob) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
