import type { Lane } from '../../../reconcile/ports/inbox.ts';
import { Fault } from '../../fault.ts';
import type { GraphqlAnswer, Transport } from '../transport/transport.ts';
import type { Ending } from './account.ts';
import { graphqlCost, restCost } from './cost.ts';
import { primarySaid } from './headers.ts';
import type { Limiter } from './limiter.ts';

export interface Payer {
  readonly installation: number;
  readonly lane: Lane;
}

/** Seconds to wait where GitHub doesn't say: at least a minute (github-facts section 3). */
const unsaid = 60;

/** The same transport, each of whose requests is sent when the limiter says so; what GitHub says of its limits is told it. */
export function limitedTransport(transport: Transport, limiter: Limiter, { installation, lane }: Payer): Transport {
  return {
    graphql: async (query, variables) => {
      const pass = await limiter.enter(installation, lane, graphqlCost(query));
      try {
        const answer = await transport.graphql(query, variables);
        pass.end(graphqlEnding(answer));
        return answer;
      } catch (error) {
        pass.end({ limitedFor: limitOf(error), primary: null });
        throw error;
      }
    },
    rest: async (request) => {
      const pass = await limiter.enter(installation, lane, restCost(request));
      try {
        const answer = await transport.rest(request);
        pass.end({ limitedFor: null, primary: primarySaid(answer.headers) });
        return answer;
      } catch (error) {
        pass.end({ limitedFor: limitOf(error), primary: null });
        throw error;
      }
    },
  };
}

function graphqlEnding({ errors, headers }: GraphqlAnswer): Omit<Ending, 'api'> {
  const primary = headers === undefined ? null : primarySaid(headers);
  // GitHub answers 200 to a query that is over a limit.
  if (!errors.some(({ type }) => type === 'RATE_LIMITED')) return { limitedFor: null, primary };
  const seconds = primary?.remaining === 0 ? Math.ceil(primary.resetsIn / 1_000) : unsaid;
  return { limitedFor: seconds, primary };
}

function limitOf(error: unknown): number | null {
  if (!(error instanceof Fault) || error.code !== 'github_rate_limited') return null;
  return error.retry_after_seconds ?? unsaid;
}
