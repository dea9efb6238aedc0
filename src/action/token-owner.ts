import { at, textAt } from '../adapters/github/json-value.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';

/** A transport, and whose token it uses. */
export interface KnownTransport {
  readonly transport: Transport;
  /** Slug of the app behind the token, or login of the person; `github-actions` until the first answer has told. */
  readonly owner: () => string;
}

/**
 * Asks along with the first query whose token this is, so that it costs no request: our own check runs are those of the
 * same app. An app speaks as the user `<slug>[bot]`; the job token as `github-actions[bot]`.
 */
export function knowingOwner(transport: Transport): KnownTransport {
  let login: string | null = null;
  return {
    owner: () => (login ?? 'github-actions[bot]').replace(/\[bot\]$/, ''),
    transport: {
      rest: transport.rest,
      async graphql(query, variables) {
        if (login !== null || !query.startsWith('query')) return transport.graphql(query, variables);
        const answer = await transport.graphql(query.replace(/\}\s*$/, 'viewer { login } }'), variables);
        login = textAt(answer.data, 'viewer', 'login');
        // Who can't be told stays the default; no fact of the reading is touched by that.
        return { data: at(answer.data), errors: answer.errors.filter(({ path }) => path[0] !== 'viewer') };
      },
    },
  };
}
