/** One line of a diff as people read it: numbers on the old and the new side, null where it does not exist. */
export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'kept' | 'hunk';
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
}

/** Lines of a unified patch without its file header, as `patch` in GitHub's REST answers. */
export function diffLines(patch: string): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let before = 0;
  let after = 0;
  for (const line of patch.split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    const text = line.slice(1);
    if (hunk !== null) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      lines.push({ kind: 'hunk', before: null, after: null, text: line });
    } else if (line.startsWith('+')) lines.push({ kind: 'added', before: null, after: after++, text });
    else if (line.startsWith('-')) lines.push({ kind: 'removed', before: before++, after: null, text });
    else if (line.startsWith(' ')) lines.push({ kind: 'kept', before: before++, after: after++, text });
  }
  return lines;
}
