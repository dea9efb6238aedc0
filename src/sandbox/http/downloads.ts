import { createHmac, randomBytes } from 'node:crypto';
import type { World } from '../state/world.ts';

/** Signed download addresses: they need no token and die after a minute. */
export interface Downloads {
  readonly sign: (path: string) => string;
  readonly allows: (url: URL) => boolean;
}

export function createDownloads(world: World, now: () => Date): Downloads {
  const key = randomBytes(32);
  const signature = (path: string, until: string): string =>
    createHmac('sha256', key).update(`${path} ${until}`).digest('hex');
  return {
    sign: (path) => {
      const until = String(now().getTime() + 60_000);
      return `${world.origin}${path}?se=${until}&sig=${signature(path, until)}`;
    },
    allows: (url) => {
      const until = url.searchParams.get('se') ?? '';
      return url.searchParams.get('sig') === signature(url.pathname, until) && Number(until) >= now().getTime();
    },
  };
}
