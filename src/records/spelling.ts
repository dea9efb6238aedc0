/** The known word that a misspelt one most likely means, or null. Longer words may differ more. */
export function didYouMean(word: string, known: Iterable<string>): string | null {
  const wanted = normalise(word);
  if (wanted.length > 60) return null;
  let best: string | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    // Of two that are equally near the first is meant.
    const limit = Math.min(Math.max(1, Math.floor(candidate.length / 4)), nearest - 1);
    const other = normalise(candidate);
    // Each step makes a word longer or shorter by one at most.
    if (Math.abs(wanted.length - other.length) > limit || leastDistance(wanted, other) > limit) continue;
    const distance = editDistance(wanted, other, limit);
    if (distance > limit) continue;
    [best, nearest] = [candidate, distance];
  }
  return best;
}

/** What names are nearly always: such a word is normal as it is. */
const NORMAL = /^[a-z0-9_]*$/;

function normalise(word: string): string {
  return NORMAL.test(word) ? word : word.trim().toLowerCase().replaceAll(/[- ]/g, '_');
}

/** How many of each character one word has more than the other; zeros between calls. Characters may share a count: it only gets smaller. */
const COUNTS = new Int32Array(128);

/** Steps that two words are apart at least: one for each character that the other lacks. Counting is cheaper than comparing. */
function leastDistance(a: string, b: string): number {
  count(a, 1);
  count(b, -1);
  let [more, less] = [0, 0];
  for (const word of [a, b]) {
    for (let index = 0; index < word.length; index += 1) {
      const bucket = word.charCodeAt(index) % COUNTS.length;
      const surplus = COUNTS[bucket] ?? 0;
      if (surplus > 0) more += surplus;
      else less -= surplus;
      COUNTS[bucket] = 0;
    }
  }
  return Math.max(more, less);
}

function count(word: string, by: number): void {
  for (let index = 0; index < word.length; index += 1) {
    const bucket = word.charCodeAt(index) % COUNTS.length;
    COUNTS[bucket] = (COUNTS[bucket] ?? 0) + by;
  }
}

/** The rows of the table that are looked at, kept from call to call: most words are given up after a few. */
const ROWS: readonly [number[], number[], number[]] = [[], [], []];

/** Levenshtein distance with transpositions of neighbours counted as one step (optimal string alignment); past `limit` any number over it. */
function editDistance(a: string, b: string, limit: number): number {
  let [row, last, before] = ROWS;
  for (let j = 0; j <= b.length; j += 1) last[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    // No later row has less than the least of this one: a transposition adds a step to a row that had one less at most.
    if (least > limit) return least;
    const free = before;
    before = last;
    last = row;
    row = free;
  }
  return last[b.length] ?? 0;
}
