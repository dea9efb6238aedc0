/** Where a request goes, with what Node would otherwise take out of the address anew for each request. */
export interface Address {
  readonly url: URL;
  /** With the port where it isn't the protocol's own, as the header `Host` says it. */
  readonly host: string;
  /** An IPv6 address without its brackets. */
  readonly hostname: string;
  /** Empty = the protocol's own. */
  readonly port: string;
  /** With the query. */
  readonly path: string;
}

export function addressOf(url: URL): Address {
  const { host, hostname, port, pathname, search } = url;
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return { url, host, hostname: bare, port, path: pathname + search };
}
