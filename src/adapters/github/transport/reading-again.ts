import { Fault } from '../../fault.ts';
import type { Transport } from './transport.ts';

/** Milliseconds before the one further try: a replica or proxy that stumbled is over it by then. */
const wait = 400;

/**
 * Asks a second time after a read that failed for a moment, so that a single 502 doesn't make a fact unknown and turn the
 * gate. Writes are never sent again here: whether they happened is looked up (github-facts F11), and a limit is left alone.
 */
export function readingAgain(
  transport: Transport,
  sleep: (milliseconds: number) => Promise<void> = (milliseconds) =>
    new Promise((resolve) => setTimeout(resolve, milliseconds)),
): Transport {
  const again = async <T>(error: unknown, ask: () => Promise<T>): Promise<T> => {
    if (!(error instanceof Fault) || !passing.includes(error.code)) throw error;
    await sleep(wait);
    return ask();
  };
  return {
    graphql: (query, variables) => {
      const ask = () => transport.graphql(query, variables);
      return query.startsWith('mutation') ? ask() : ask().catch((error: unknown) => again(error, ask));
    },
    rest: (request) => {
      const ask = () => transport.rest(request);
      return request.method === 'GET' ? ask().catch((error: unknown) => again(error, ask)) : ask();
    },
  };
}

const passing: readonly string[] = ['github_unreachable', 'github_server_error', 'github_answer_incomplete'];
