import { answerMemory } from '../adapters/github/transport/answer-memory.ts';
import { askingConditionally } from '../adapters/github/transport/asking-conditionally.ts';
import { limitedTransport, type Payer } from '../adapters/github/limiter/limited-transport.ts';
import type { Limiter } from '../adapters/github/limiter/limiter.ts';
import { type Exchanged, httpTransports } from '../adapters/github/transport/http-transport.ts';
import type { Exchange } from '../adapters/github/transport/http-exchange.ts';
import { readingAgain } from '../adapters/github/transport/reading-again.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import type { Settings } from '../settings/settings.ts';
import type { Turns } from './turns.ts';
import { version } from './version.ts';

/**
 * Speaks to GitHub with a token of the App or of an installation, through the proxy of the settings. Whose limits it counts
 * for: `payer`; without one (the App itself, which asks for tokens) it goes at once. `rereads`: whether what it was answered
 * is remembered, and asked for again only if it changed.
 */
export type Connect = (token: string, payer?: Payer, rereads?: boolean) => Transport;

/** All of the App's way to GitHub: one set of connections for all tokens. */
export function connections(
  { apiUrl, proxy }: Pick<Settings, 'apiUrl' | 'proxy'>,
  onExchange: (seen: Exchanged) => void,
  limiter: Limiter,
  turns: Pick<Turns, 'next'>,
): Connect {
  const userAgent = `rollout-gate/${version}`;
  const speaking = httpTransports({ apiUrl, userAgent, onExchange, exchange: loadedLate(proxy) });
  const memory = answerMemory();
  return (token, payer, rereads = false) => {
    const plain = speaking(token);
    const limited = payer === undefined ? plain : limitedTransport(plain, limiter, payer);
    return inTurn(readingAgain(rereads ? askingConditionally(limited, token, memory) : limited), turns);
  };
}

/** undici takes a quarter of a start to load: the door is open before, and the first request to GitHub brings it. */
function loadedLate(proxy: Settings['proxy']): Exchange {
  let exchange: Exchange | null = null;
  const load = async (): Promise<Exchange> => {
    const { undiciExchange } = await import('../adapters/github/transport/undici-exchange.ts');
    return (exchange ??= undiciExchange(proxy ?? undefined));
  };
  return (request) => (exchange === null ? load().then((loaded) => loaded(request)) : exchange(request));
}

/** What follows an answer (reading it, deciding, wording) is most of the App's use of the processor. */
function inTurn(transport: Transport, turns: Pick<Turns, 'next'>): Transport {
  return {
    graphql: async (query, variables) => {
      const answer = await transport.graphql(query, variables);
      await turns.next();
      return answer;
    },
    rest: async (request) => {
      const answer = await transport.rest(request);
      await turns.next();
      return answer;
    },
  };
}
