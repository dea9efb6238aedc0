import { Fault } from '../adapters/fault.ts';
import { textAt } from '../adapters/github/json-value.ts';
import type { GraphqlAnswer, Transport } from '../adapters/github/transport/transport.ts';

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
        if (!query.startsWith('query')) return permitted(await transport.graphql(query, variables));
        if (login !== null) return transport.graphql(query, variables);
        const answer = await transport.graphql(query.replace(/\}\s*$/, 'viewer { login } }'), variables);
        login = textAt(answer.data, 'viewer', 'login');
        // Who can't be told stays the default; no fact of the reading is touched by that.
        return { data: answer.data, errors: answer.errors.filter(({ path }) => path[0] !== 'viewer') };
      },
    },
  };
}

/** A write that the token may not do is a fault at once: waiting and sending it again changes nothing. */
function permitted(answer: GraphqlAnswer): GraphqlAnswer {
  const refused = answer.errors.find(({ type }) => type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES');
  if (refused === undefined) return answer;
  throw new Fault('github_forbidden', { message: `The check run could not be written: ${refused.message}` });
}
