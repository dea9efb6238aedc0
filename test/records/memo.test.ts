import { describe, expect, it } from 'vitest';
import { parseChange } from '../../src/records/change/record.ts';
import { memoizeByBlob } from '../../src/records/memo.ts';

describe('a memo by blob', () => {
  it('parses a blob once per path, whatever text comes with its SHA', () => {
    const seen: string[] = [];
    const parse = memoizeByBlob((text, path) => {
      seen.push(`${path}:${text}`);
      return { text };
    });
    const first = parse({ sha: 'a', text: 'one' }, 'p');
    expect(parse({ sha: 'a', text: 'one' }, 'p')).toBe(first);
    parse({ sha: 'a', text: 'one' }, 'q');
    parse({ sha: 'b', text: 'two' }, 'p');
    expect(seen).toEqual(['p:one', 'q:one', 'p:two']);
  });

  it('keeps at most its limit and forgets what was unused for longest', () => {
    let parsed = 0;
    const parse = memoizeByBlob(() => ({ number: (parsed += 1) }), 2);
    const blob = (sha: string) => ({ sha, text: '' });
    parse(blob('a'), 'p');
    parse(blob('b'), 'p');
    parse(blob('a'), 'p');
    parse(blob('c'), 'p');
    expect(parse(blob('a'), 'p').number).toBe(1);
    expect(parse(blob('b'), 'p').number).toBe(4);
  });

  it('gives a known record for at most a fiftieth of a first parse', () => {
    const entries = Array.from({ length: 50 }, (_, index) => `    - signal_${index}`).join('\n');
    const text = `change:\n  change_id: c\n  change_type: t\n  risk_level: low\n  rollout_strategy: s\n  session_control_owner: a\n  emergency_freeze_owner: b\n  required_signals:\n${entries}\n`;
    const parse = memoizeByBlob(parseChange);
    const time = (count: number, work: () => void) => {
      const start = performance.now();
      for (let index = 0; index < count; index += 1) work();
      return (performance.now() - start) / count;
    };
    // Interleaved rounds, the best of each: other processes only ever add time.
    let [first, known] = [Infinity, Infinity];
    for (let round = 0; round < 8; round += 1) {
      first = Math.min(
        first,
        time(20, () => parseChange(text, 'c')),
      );
      known = Math.min(
        known,
        time(2000, () => parse({ sha: 'x', text }, 'c')),
      );
    }
    expect(known * 50).toBeLessThan(first);
  });
});
