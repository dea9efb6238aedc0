import type { Settings } from '../../src/settings/settings.ts';

/** Settings of an App whose parts a test puts together itself: they say only which App it is, and where GitHub is. */
export function inProcessSettings(appId: number, apiUrl: string): Settings {
  return {
    appId,
    privateKey: null,
    privateKeyPath: null,
    webhookSecrets: [''],
    host: '',
    port: 0,
    apiUrl,
    storePath: '',
    organizationPolicy: null,
    proxy: null,
    drainSeconds: 18,
    logLevel: 'fatal',
    fixedNow: null,
  };
}
