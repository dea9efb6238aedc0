import type { Agent, AgentOptions as NodeAgentOptions } from 'node:http';

/** An environment with proxies: `https_proxy`, `http_proxy`, `no_proxy`, in either case. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

export interface AgentOptions {
  /** Whether connections are kept for the next request: that spares a TLS handshake each time. Default: false. */
  readonly keepAlive?: boolean;
  /** The environment whose proxies are used. Default: none. */
  readonly proxyEnv?: ProxyEnvironment;
}

/**
 * A connection that was idle for so long, milliseconds, is closed by us: GitHub might close it just when it is used again,
 * and a request that nobody answers has to be looked up.
 */
export const longestIdle = 4_000;

/** The agents of one transport, by protocol, made when first needed; false = a connection for each request. */
export function agentsOf({ keepAlive = false, proxyEnv }: AgentOptions): (url: URL) => Agent | false {
  const made = new Map<string, Agent>();
  return ({ protocol }) => {
    if (!keepAlive && proxyEnv === undefined) return false;
    const known = made.get(protocol);
    if (known !== undefined) return known;
    const agents = process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http');
    const options: NodeAgentOptions = {
      keepAlive,
      // Ends connections that are free only: one in use has the exchange's own limit.
      timeout: longestIdle,
      // Node's own agent opens the tunnel through a proxy (since Node 24.5).
      ...(proxyEnv === undefined ? {} : { proxyEnv: proxyEnv as NodeJS.ProcessEnv }),
    };
    const agent = new agents.Agent(options);
    made.set(protocol, agent);
    return agent;
  };
}
