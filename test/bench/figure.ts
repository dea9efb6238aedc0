/** One measure of one interleaved run, held against its floor. */
export interface Figure {
  readonly name: string;
  /** The medians that it was made of, said in words. */
  readonly made_of: string;
  readonly value: number;
  /** The value may not be above it. */
  readonly floor: number;
  /** What value and floor count; empty for a ratio. */
  readonly unit: string;
}

export function holds({ value, floor }: Figure): boolean {
  return value <= floor;
}

/** `ok     0.57 (≤ 0.85)  first API request ÷ baseline: 44.1 ms, 77.3 ms` */
export function figureLine(figure: Figure): string {
  const { name, made_of, value, floor, unit } = figure;
  const shown = (number: number): string => `${Number(number.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}`;
  return `${holds(figure) ? 'ok    ' : 'MISSED'} ${shown(value)} (≤ ${shown(floor)})  ${name}: ${made_of}`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/**
 * Runs every candidate once a round, so that what disturbs the machine disturbs all; the first round is left out. The order
 * is rotated, and turned round every other time, so that nobody always follows the same one.
 */
export async function interleaved<Name extends string, Measure>(
  candidates: Readonly<Record<Name, () => Promise<Measure>>>,
  rounds: number,
): Promise<Record<Name, Measure[]>> {
  const names = Object.keys(candidates) as Name[];
  const measures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Measure[]>;
  for (let round = 0; round <= rounds; round += 1) {
    const rotated = names.map((_name, at) => names[(at + round) % names.length] as Name);
    for (const name of round % 2 === 0 ? rotated : rotated.toReversed()) {
      const measure = await candidates[name]();
      if (round > 0) measures[name].push(measure);
    }
  }
  return measures;
}
