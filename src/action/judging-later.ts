import type { Transport } from '../adapters/github/transport/transport.ts';
import type * as judgingModule from './judging.ts';

type Judging = typeof judgingModule;

/** The code of `judging.ts`, loaded once, while GitHub works on the first request: before it, it would only delay it. */
export interface JudgingLater {
  readonly load: () => Promise<Judging>;
  /** What is loaded; before any answer has come it throws. */
  readonly loaded: () => Judging;
  /** The transport, whose answers come when the code is there. */
  readonly behind: (transport: Transport) => Transport;
}

export function judgingLater(): JudgingLater {
  let loading: Promise<Judging> | null = null;
  let judging: Judging | null = null;
  const load = async (): Promise<Judging> => {
    loading ??= import('./judging.ts');
    judging = await loading;
    return judging;
  };
  return {
    load,
    loaded() {
      if (judging === null) throw new Error('no answer has come yet');
      return judging;
    },
    behind: (transport) => ({
      rest: transport.rest,
      async graphql(query, variables) {
        const answer = await transport.graphql(query, variables);
        await load();
        return answer;
      },
    }),
  };
}
