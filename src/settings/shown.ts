import type { SettingsVariables } from '../generated/types.ts';
import { locationText } from './policy-location.ts';
import type { Settings } from './settings.ts';

/** Stands where a secret is given. */
export const isSet = '(set)';

/** What the variables came to. `GHE_HOST` shows in the address that it gives. */
type Shown = Readonly<Record<Exclude<keyof SettingsVariables, 'GHE_HOST'>, string | number | null>>;

/** The settings in force, by the names of their variables, without secrets; null = not given, and there is no default. */
export function shownSettings(settings: Settings): Shown {
  const { proxy, fixedNow, organizationPolicy } = settings;
  const given = (secret: string | null | undefined): string | null => (secret == null ? null : isSet);
  return {
    APP_ID: settings.appId,
    PRIVATE_KEY: given(settings.privateKey),
    PRIVATE_KEY_PATH: settings.privateKeyPath,
    WEBHOOK_SECRET: given(settings.webhookSecrets[0]),
    WEBHOOK_SECRET_PREVIOUS: given(settings.webhookSecrets[1]),
    HOST: settings.host,
    PORT: settings.port,
    GITHUB_API_URL: withoutLogin(settings.apiUrl),
    STORE_PATH: settings.storePath,
    ORGANIZATION_POLICY: organizationPolicy === null ? null : locationText(organizationPolicy),
    HTTPS_PROXY: proxy === null ? null : withoutLogin(proxy.https_proxy),
    NO_PROXY: proxy?.no_proxy ?? null,
    DRAIN_SECONDS: settings.drainSeconds,
    LOG_LEVEL: settings.logLevel,
    ROLLOUT_GATE_NOW: fixedNow === null ? null : fixedNow.toISOString(),
  };
}

/** An address without the login that may stand in it. */
function withoutLogin(address: string): string {
  const url = URL.parse(address);
  if (url === null) return isSet;
  return url.pathname === '/' ? url.origin : `${url.origin}${url.pathname}`;
}
