/** So much work of one owner under way makes it a crowd: a quarter of what an App does at once. */
const many = 15;

/** Owners of whose work so much is under way that, where nothing else has a place, others get one before them. */
export function crowdOf(keys: Iterable<string>): readonly string[] {
  const counts = new Map<string, number>();
  for (const key of keys) {
    const owner = / ([^ /]+)\//.exec(key)?.[1];
    if (owner !== undefined) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= many).map(([owner]) => owner);
}
