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
  const use = (token: string) => ({ token, transport: connect(token) });
  let current = Promise.resolve(use(await tokenFor(null)));
  const twice = async <T>(ask: (transport: Transport) => Promise<T>): Promise<T> => {
    const using = current;
    const { token, transport } = await using;
    try {
      return await ask(transport);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'github_unauthorized') throw error;
      // Another request may have met it first.
      if (current === using) {
        current = tokenFor(token).then(use);
        current.catch(() => (current = using));
      }
      return ask((await current).transport);
    }
  };
  return {
    graphql: (query, variables) => twice((transport) => transport.graphql(query, variables)),
    rest: (request) => twice((transport) => transport.rest(request)),
  };
}
