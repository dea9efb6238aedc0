/** How often each operation, event and query was seen, and how often it was not as GitHub describes it. */
export type Tally = {
  readonly rest: Counts;
  readonly webhooks: Counts;
  readonly graphql: Counts;
  /** Requests that a test made wrong on purpose. */
  readonly provoked: number;
};
/** By operation id, `event.action` or name of the query. */
export type Counts = { readonly [name: string]: Count };
export type Count = { readonly seen: number; readonly invalid: number; readonly invalidAnswers: number };

export const nothing: Tally = { rest: {}, webhooks: {}, graphql: {}, provoked: 0 };

export function counted(counts: Counts, name: string, requestValid: boolean, answerValid = true): Counts {
  return merged(counts, {
    [name]: { seen: 1, invalid: requestValid ? 0 : 1, invalidAnswers: answerValid ? 0 : 1 },
  });
}

export function added(one: Tally, other: Tally): Tally {
  return {
    rest: merged(one.rest, other.rest),
    webhooks: merged(one.webhooks, other.webhooks),
    graphql: merged(one.graphql, other.graphql),
    provoked: one.provoked + other.provoked,
  };
}

function merged(one: Counts, other: Counts): Counts {
  const sum = { ...one };
  for (const [name, count] of Object.entries(other)) {
    const before = sum[name] ?? { seen: 0, invalid: 0, invalidAnswers: 0 };
    sum[name] = {
      seen: before.seen + count.seen,
      invalid: before.invalid + count.invalid,
      invalidAnswers: before.invalidAnswers + count.invalidAnswers,
    };
  }
  return sum;
}

/** The report printed after the whole suite: one sentence, then one line per operation. */
export function renderTally(tally: Tally): string {
  const rest = sum(tally.rest);
  const webhooks = sum(tally.webhooks);
  const graphql = sum(tally.graphql);
  const sentences = [
    `requests to GitHub: ${rest.seen} over ${size(tally.rest)} operations, invalid ${rest.invalid}`,
    `responses: ${rest.seen}, invalid ${rest.invalidAnswers}`,
    `webhooks: ${webhooks.seen} over ${size(tally.webhooks)} kinds, invalid ${webhooks.invalid}`,
    `GraphQL queries: ${graphql.seen} over ${size(tally.graphql)} operations, invalid ${graphql.invalid}`,
    `made wrong on purpose: ${tally.provoked}`,
  ];
  const tables = [table('REST', tally.rest), table('GraphQL', tally.graphql), table('webhook', tally.webhooks)];
  return [`Held to GitHub's own descriptions: ${sentences.join('; ')}.`, ...tables.filter(Boolean)].join('\n');
}

function sum(counts: Counts): Count {
  const empty = { seen: 0, invalid: 0, invalidAnswers: 0 };
  return Object.values(counts).reduce(
    (total, count) => ({
      seen: total.seen + count.seen,
      invalid: total.invalid + count.invalid,
      invalidAnswers: total.invalidAnswers + count.invalidAnswers,
    }),
    empty,
  );
}

function size(counts: Counts): number {
  return Object.keys(counts).length;
}

function table(kind: string, counts: Counts): string {
  const rows = Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1));
  return rows
    .map(([name, count]) => {
      const wrong = count.invalid + count.invalidAnswers;
      return `  ${kind.padEnd(8)}${name.padEnd(48)}${String(count.seen).padStart(7)}${wrong > 0 ? `  ${wrong} invalid` : ''}`;
    })
    .join('\n');
}
