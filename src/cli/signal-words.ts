/**
 * The parser takes quotes and empty texts away from `--signal=…`, which would change what a signal is called. So each
 * value is given to it behind a mark that it leaves alone, and `signalText` takes the mark off again.
 */
const mark = '=';

/** Marks the value after each `--signal`. A word that looks like an option is not taken for a value. */
export function markSignals(words: readonly string[]): readonly string[] {
  const marked: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return [...marked, ...words.slice(at)];
    const next = words[at + 1];
    if (word.startsWith('--signal=')) marked.push('--signal', `${mark}${word.slice('--signal='.length)}`);
    else if (word === '--signal' && next !== undefined && !next.startsWith('-')) {
      marked.push(word, `${mark}${next}`);
      at += 1;
    } else marked.push(word);
  }
  return marked;
}

/** A signal's word as it was typed. */
export function signalText(marked: string): string {
  return marked.slice(mark.length);
}
