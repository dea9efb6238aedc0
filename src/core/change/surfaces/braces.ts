/** Most patterns that `{a,b}` may stand for; nested and repeated braces multiply. */
export const maxAlternatives = 64;

/**
 * The patterns that a pattern with `{a,b}` stands for, in order; null when they are more than `maxAlternatives`. A
 * brace without its partner stands for itself, and so does one after `\`.
 */
export function alternatives(pattern: string): readonly string[] | null {
  const open = firstGroup(pattern);
  if (open === null) return [pattern];
  const before = pattern.slice(0, open.start);
  const tails = alternatives(pattern.slice(open.end + 1));
  if (tails === null) return null;
  const out: string[] = [];
  for (const choice of open.choices) {
    const heads = alternatives(choice);
    if (heads === null || out.length + heads.length * tails.length > maxAlternatives) return null;
    for (const head of heads) for (const tail of tails) out.push(before + head + tail);
  }
  return out;
}

interface Group {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
}

/** The first brace that is closed, with its choices; commas of inner braces stay in their choice. */
function firstGroup(pattern: string): Group | null {
  const open: { readonly start: number; readonly commas: number[] }[] = [];
  let found: Group | null = null;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === '\\') at += 1;
    else if (character === '{') open.push({ start: at, commas: [] });
    else if (character === ',') open.at(-1)?.commas.push(at);
    else if (character === '}') {
      const group = open.pop();
      if (group === undefined) continue;
      // An outer brace closes after its inner ones and starts before them: the last one found so far is the widest.
      if (found !== null && group.start > found.start) continue;
      found = { start: group.start, end: at, choices: pieces(pattern, group.start, group.commas, at) };
      if (open.length === 0) return found;
    }
  }
  return found;
}

function pieces(pattern: string, start: number, commas: readonly number[], end: number): readonly string[] {
  const edges = [start, ...commas, end];
  return edges.slice(1).map((edge, index) => pattern.slice((edges[index] ?? start) + 1, edge));
}
