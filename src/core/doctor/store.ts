import type { Finding } from './facts.ts';
import { finding } from './finding.ts';

/** What an operator can know of the App's store. Times are milliseconds since the epoch. */
export type StoreFact =
  /** `message` says why. */
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'newer'; readonly message: string }
  /** Of a version before this program's, and not looked into: only a start of the App brings it up to date. */
  | { readonly kind: 'older' }
  | {
      readonly kind: 'readable';
      readonly deliveries: number;
      readonly work: number;
      readonly dead: number;
      readonly oldest: number | null;
      /** `next` is the mend of the fault. */
      readonly letters: readonly {
        readonly name: string;
        readonly tries: number;
        readonly fault: string;
        readonly next: string;
      }[];
    };

/** As long as `/readyz` takes it for what people wait for. */
const longestWait = 300_000;
/** So many dead letters are named; the last line says how many there are. */
const mostNamed = 20;

/** What the App's store says of the work that is left: none of it is a decision. */
export function storeFindings(store: StoreFact, now: number): readonly Finding[] {
  if (store.kind === 'unusable') return [finding('store_unreadable', store.message)];
  if (store.kind === 'newer') return [finding('store_of_newer', store.message)];
  if (store.kind === 'older') return [finding('store_readable', "The App's next start brings its store up to date.")];
  const { deliveries, work, oldest, letters, dead } = store;
  const waits = oldest === null ? 0 : now - oldest;
  const minutes = Math.floor(waits / 60_000);
  const named = letters.slice(0, mostNamed);
  return [
    finding('store_readable', `The store can be read: ${deliveries} deliveries and ${work} pieces of work are left.`),
    ...(waits > longestWait
      ? [finding('store_waiting', `The oldest that is due has waited for ${minutes} minutes.`)]
      : []),
    ...named.map(({ name, tries, fault, next }) =>
      finding('store_dead_letter', `${name} was given up after ${tries} tries: ${fault}. ${next}`),
    ),
    ...(dead > named.length
      ? [finding('store_dead_letter', `${dead - named.length} more were given up; they are counted in /metrics.`)]
      : []),
  ];
}
