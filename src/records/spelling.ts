/** The known word that a misspelt one most likely means, or null. Longer words may differ more. */
export function didYouMean(word: string, known: Iterable<string>): string | null {
  const wanted = normalise(word);
  if (wanted.length > 60) return null;
  let best: { word: string; distance: number } | null = null;
  for (const candidate of known) {
    const limit = Math.max(1, Math.floor(candidate.length / 4));
    const other = normalise(candidate);
    // Each step makes a word longer or shorter by one at most.
    if (Math.abs(wanted.length - other.length) > limit) continue;
    const distance = editDistance(wanted, other);
    if (distance <= limit && (best === null || distance < best.distance)) best = { word: candidate, distance };
  }
  return best?.word ?? null;
}

function normalise(word: string): string {
  return word.trim().toLowerCase().replaceAll(/[- ]/g, '_');
}

/** Levenshtein distance with transpositions of neighbours counted as one step (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
