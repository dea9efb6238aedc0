import type { Lane } from '../../../reconcile/ports/inbox.ts';
import { Fault } from '../../fault.ts';
import type { Transport } from '../transport/transport.ts';
import type { Ending } from './account.ts';
import { type Cost, graphqlCost, restCost } from './cost.ts';
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
  const sent = async <Answer>(
    cost: Cost,
    send: () => Promise<Answer>,
    endingOf: (answer: Answer) => Omit<Ending, 'api'>,
  ): Promise<Answer> => {
    const pass = await limiter.enter(installation, lane, cost);
    try {
      const answer = await send();
      pass.end(endingOf(answer));
      return answer;
    } catch (error) {
      pass.end({ limitedFor: limitOf(error), primary: null });
      throw error;
    }
  };
  return {
    graphql: (query, variables) =>
      sent(
        graphqlCost(query),
        () => transport.graphql(query, variables),
        ({ errors, headers = {} }) => {
          const primary = primarySaid(headers);
          // GitHub answers 200 to a query that is over a limit.
          const isLimited = errors.some(({ type }) => type === 'RATE_LIMITED');
          const seconds = primary?.remaining === 0 ? Math.ceil(primary.resetsIn / 1_000) : unsaid;
          return { limitedFor: isLimited ? seconds : null, primary };
        },
      ),
    rest: (request) =>
      sent(
        restCost(request),
        () => transport.rest(request),
        ({ headers }) => ({ limitedFor: null, primary: primarySaid(headers) }),
      ),
  };
}

function limitOf(error: unknown): number | null {
  if (!(error instanceof Fault) || error.code !== 'github_rate_limited') return null;
  return error.retry_after_seconds ?? unsaid;
}
