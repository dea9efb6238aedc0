/** Sent with every request: 2026-03-10 changes answers that we read (github-checked rule 31). */
export const apiVersion = '2022-11-28';

/** The GraphQL address that belongs to a REST root: GHES has `/api/v3` and `/api/graphql`. */
export function graphqlUrl(apiUrl: string): string {
  const root = apiUrl.replace(/\/$/, '');
  return root.endsWith('/api/v3') ? root.replace(/\/v3$/, '/graphql') : `${root}/graphql`;
}

/** Whether a proxy from the environment applies to the address: an agent of its own is needed then. */
export function proxyApplies(apiUrl: string, environment: Readonly<Record<string, string | undefined>>): boolean {
  const { protocol, hostname } = new URL(apiUrl);
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const proxy = environment[name] ?? environment[name.toUpperCase()] ?? '';
  if (proxy === '') return false;
  const exceptions = (environment['no_proxy'] ?? environment['NO_PROXY'] ?? '').split(',').map((entry) => entry.trim());
  return !exceptions.some((entry) => {
    const host = entry
      .replace(/^\*?\./, '')
      .replace(/:\d+$/, '')
      .toLowerCase();
    return entry === '*' || (host !== '' && (hostname === host || hostname.endsWith(`.${host}`)));
  });
}
