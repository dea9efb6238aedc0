/** Each name once, in order. */
export function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
