import type { Agent } from 'node:http';

/** An environment with proxies: `https_proxy`, `http_proxy`, `no_proxy`, in either case. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

export interface AgentOptions {
  /**
   * Whether connections are kept for the next request: that spares a TLS handshake each time. For short lives only: a
   * connection that was idle for long may be closed by GitHub just when it is used again. Default: false.
   */
  readonly keepAlive?: boolean;
  /** The environment whose proxies are used. Default: none. */
  readonly proxyEnv?: ProxyEnvironment;
}

/** The agents of one transport, by protocol, made when first needed; false = a connection for each request. */
export function agentsOf({ keepAlive = false, proxyEnv }: AgentOptions): (url: URL) => Agent | false {
  const made = new Map<string, Agent>();
  return ({ protocol }) => {
    if (!keepAlive && proxyEnv === undefined) return false;
    const known = made.get(protocol);
    if (known !== undefined) return known;
    const agents = process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http');
    // Node's own agent opens the tunnel through a proxy (since Node 24.5).
    const agent = new agents.Agent({ keepAlive, ...(proxyEnv === undefined ? {} : { proxyEnv }) });
    made.set(protocol, agent);
    return agent;
  };
}
