import { Fault } from '../adapters/fault.ts';
import { textAt } from '../adapters/github/json-value.ts';
import type { GraphqlAnswer, Transport } from '../adapters/github/transport/transport.ts';

/** A transport, and whose token it uses. */
export interface KnownTransport {
  readonly transport: Transport;
  /** Slug of the app behind the token, or login of the person; `github-actions` until an answer has told. */
  readonly owner: () => string;
}

/**
 * Asks along with the first query whose token this is, so that it costs no request: our own check runs are those of the
 * same app. An app speaks as the user `<slug>[bot]`; the job token as `github-actions[bot]`.
 */
export function knowingOwner(transport: Transport): KnownTransport {
  let login: string | null = null;
  return {
    owner: () => (login ?? jobLogin).replace(/\[bot\]$/, ''),
    transport: {
      rest: transport.rest,
      async graphql(query, variables) {
        if (!query.startsWith('query')) return permitted(await transport.graphql(query, variables));
        if (login !== null) return transport.graphql(query, variables);
        const answer = await transport.graphql(query.replace(/\}\s*$/, 'viewer { login } }'), variables);
        login = textAt(answer.data, 'viewer', 'login') ?? jobLogin;
        const errors = answer.errors.filter(({ path }) => path[0] !== 'viewer');
        // `viewer` may not be null in the schema, so that its failure takes the whole answer with it: asked without it.
        if (answer.data === null && errors.length < answer.errors.length) return transport.graphql(query, variables);
        return { data: answer.data, errors };
      },
    },
  };
}

/** As whom the job token speaks: taken where it can't be told. */
const jobLogin = 'github-actions[bot]';

/** A write that the token may not do is a fault at once: waiting and sending it again changes nothing. */
function permitted(answer: GraphqlAnswer): GraphqlAnswer {
  const refused = answer.errors.find(({ type }) => type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES');
  if (refused === undefined) return answer;
  throw new Fault('github_forbidden', { message: `The check run could not be written: ${refused.message}` });
}
