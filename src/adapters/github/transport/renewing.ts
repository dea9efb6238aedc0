import { Fault } from '../../fault.ts';
import type { Transport } from './transport.ts';

/**
 * A transport that asks once more, with another token, where GitHub refuses the one it has (github-facts F21): a token may
 * end while it is in use. What was refused so had no effect, so writes are sent again too. `tokenFor` is told which token
 * was refused, null at first.
 */
export async function renewing(
  tokenFor: (refused: string | null) => Promise<string>,
  connect: (token: string) => Transport,
): Promise<Transport> {
  let current = used(await tokenFor(null), connect);
  let renewal: Promise<void> | null = null;
  /** Another request may have met it first: then its token is used, or waited for. */
  const renew = async (refused: Used): Promise<void> => {
    if (current !== refused) return;
    renewal ??= tokenFor(refused.token)
      .then((token) => {
        current = used(token, connect);
      })
      .finally(() => {
        renewal = null;
      });
    await renewal;
  };
  const twice = async <T>(ask: (transport: Transport) => Promise<T>): Promise<T> => {
    if (renewal !== null) await renewal;
    const using = current;
    try {
      return await ask(using.transport);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'github_unauthorized') throw error;
      await renew(using);
      return ask(current.transport);
    }
  };
  return {
    graphql: (query, variables) => twice((transport) => transport.graphql(query, variables)),
    rest: (request) => twice((transport) => transport.rest(request)),
  };
}

interface Used {
  readonly token: string;
  readonly transport: Transport;
}

function used(token: string, connect: (token: string) => Transport): Used {
  return { token, transport: connect(token) };
}
