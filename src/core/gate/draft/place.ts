import type { EffectivePolicy } from '../../../generated/types.ts';
import { compileGlob } from '../../change/surfaces/glob.ts';

type Patterns = EffectivePolicy['records']['change'];

/** Where a new record goes: a folder of its own where the policy's patterns have one, else the first plain path. */
export function newPlace(patterns: Patterns, slug: string, name: string): string {
  const own = patterns.find((pattern) => isOneFolder(pattern));
  if (own !== undefined) return own.replace('*', slug);
  const plain = patterns.find((pattern) => !/[*?{\\]/.test(pattern) && !pattern.endsWith('/'));
  return plain ?? `changes/${slug}/${name}`;
}

/** Where a record goes beside its pair; null when no pattern of the policy reaches that folder. */
export function placeBeside(folder: string, patterns: Patterns, name: string): string | null {
  const names = [...patterns.map((pattern) => pattern.slice(pattern.lastIndexOf('/') + 1)), name];
  const paths = names
    .filter((file) => !/[*?{\\]/.test(file))
    .map((file) => (folder === '' ? file : `${folder}/${file}`));
  return paths.find((path) => patterns.some((pattern) => compileGlob(pattern).matches(path))) ?? null;
}

/** One folder name is left open, and nothing else. */
function isOneFolder(pattern: string): boolean {
  return pattern.split('*').length === 2 && pattern.includes('/*/') && !/[?{\\]/.test(pattern);
}
