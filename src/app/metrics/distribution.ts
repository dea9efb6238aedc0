import type { Histogram, Registry } from 'prom-client';

/** How values are spread over buckets, for each value of one label or without any. */
export interface Distribution {
  readonly observe: (value: number, label?: string) => void;
}

export interface DistributionOptions {
  readonly name: string;
  readonly help: string;
  /** The greatest value of each bucket, ascending. */
  readonly buckets: readonly number[];
  /** The label's name; absent = there is none. */
  readonly label?: string;
}

interface Spread {
  /** By bucket, and those beyond the last at the end. */
  readonly counts: number[];
  sum: number;
}

/**
 * A histogram that counts in plain numbers: prom-client's own makes a text of the labels and four objects for each value. It
 * is registered in its place, and read as that one is.
 */
export function distribution(registry: Registry, { name, help, buckets, label }: DistributionOptions): Distribution {
  const spreads = new Map<string, Spread>();
  const spreadOf = (of: string): Spread => {
    let spread = spreads.get(of);
    if (spread === undefined) {
      spread = { counts: Array.from({ length: buckets.length + 1 }, () => 0), sum: 0 };
      spreads.set(of, spread);
    }
    return spread;
  };
  if (label === undefined) spreadOf('');
  const told = ([of, { counts, sum }]: [string, Spread]): object[] => {
    const own = label === undefined ? {} : { [label]: of };
    let count = 0;
    const upTo = [...buckets, '+Inf'].map((le, index) => {
      count += counts[index] ?? 0;
      return { labels: { le, ...own }, value: count, metricName: `${name}_bucket` };
    });
    const rest = { sum, count };
    return [
      ...upTo,
      ...Object.entries(rest).map(([what, value]) => ({ labels: own, value, metricName: `${name}_${what}` })),
    ];
  };
  const metric = {
    name,
    help,
    get: async () => ({ name, help, type: 'histogram', aggregator: 'sum', values: [...spreads].flatMap(told) }),
  };
  registry.registerMetric(metric as unknown as Histogram);
  return {
    observe: (value, of = '') => {
      const spread = spreadOf(of);
      let index = 0;
      while (index < buckets.length && value > (buckets[index] ?? 0)) index += 1;
      spread.counts[index] = (spread.counts[index] ?? 0) + 1;
      spread.sum += value;
    },
  };
}
