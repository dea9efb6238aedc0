import { Fault } from '../adapters/fault.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';

/**
 * The same transport for work that is leased: `isHeld` is asked before each request that writes, also one that is sent again
 * after a look. Then it throws the fault `lease_lost`, and nothing is sent.
 */
export function heldTransport(transport: Transport, isHeld: () => Promise<boolean>): Transport {
  const held = async (): Promise<void> => {
    if (await isHeld()) return;
    throw new Fault('lease_lost', { message: 'Another process does this work now.' });
  };
  return {
    graphql: async (query, variables) => {
      if (query.trimStart().startsWith('mutation')) await held();
      return transport.graphql(query, variables);
    },
    rest: async (request) => {
      if (request.method !== 'GET') await held();
      return transport.rest(request);
    },
  };
}
