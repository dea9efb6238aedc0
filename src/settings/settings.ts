import type { SettingsVariables } from '../generated/types.ts';
import { validateSettings } from '../generated/validators/settings.js';
import { type PolicyLocation, policyLocation, policyLocationForm } from './policy-location.ts';
import { privateKeyText } from './private-key.ts';

/** The App's settings, complete and checked. */
export interface Settings {
  readonly appId: number;
  /** PEM text; null = it lies in the file `privateKeyPath`. */
  readonly privateKey: string | null;
  readonly privateKeyPath: string | null;
  /** The secret, then the one before it while it is changed over. */
  readonly webhookSecrets: readonly [string, ...string[]];
  readonly host: string;
  readonly port: number;
  /** Root of the REST API, no slash at the end. */
  readonly apiUrl: string;
  /** File of the store, from the working directory. */
  readonly storePath: string;
  /** Where the organisation's defaults are; null = there are none. */
  readonly organizationPolicy: PolicyLocation | null;
  /** The proxy for requests to GitHub, as Node's agents take it; null = none. */
  readonly proxy: { readonly https_proxy: string; readonly no_proxy: string } | null;
  /** Seconds for which work under way may go on at the end. */
  readonly drainSeconds: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug';
  /** For tests: a clock that stands still; null = the real one. */
  readonly fixedNow: Date | null;
}

/** All mistakes at once, one sentence each, never with the value of a secret (fault `settings_invalid`). */
export type ReadSettings = { readonly settings: Settings } | { readonly mistakes: readonly string[] };

const names = [
  'APP_ID',
  'PRIVATE_KEY',
  'PRIVATE_KEY_PATH',
  'WEBHOOK_SECRET',
  'WEBHOOK_SECRET_PREVIOUS',
  'HOST',
  'PORT',
  'GHE_HOST',
  'GITHUB_API_URL',
  'STORE_PATH',
  'ORGANIZATION_POLICY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'DRAIN_SECONDS',
  'LOG_LEVEL',
  'ROLLOUT_GATE_NOW',
] as const satisfies readonly (keyof SettingsVariables)[];

/** Reads the settings from an environment; an empty variable counts as not given. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): ReadSettings {
  const given = Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name] || (isProxy(name) ? environment[name.toLowerCase()] : '');
      return value ? [[name, value]] : [];
    }),
  );
  if (!validateSettings(given)) return { mistakes: [...mistakesOf(given), ...missingKey(given)] };
  const key = given.PRIVATE_KEY === undefined ? null : privateKeyText(given.PRIVATE_KEY);
  const organizationPolicy = given.ORGANIZATION_POLICY === undefined ? null : policyLocation(given.ORGANIZATION_POLICY);
  const mistakes = [
    ...keyMistakes(given, key),
    ...secretMistakes(given),
    ...addressMistakes(given),
    ...(given.ORGANIZATION_POLICY !== undefined && organizationPolicy === null
      ? [unusable('ORGANIZATION_POLICY')]
      : []),
  ];
  if (mistakes.length > 0) return { mistakes };
  return {
    settings: {
      appId: Number(given.APP_ID),
      privateKey: key,
      privateKeyPath: key === null ? (given.PRIVATE_KEY_PATH ?? null) : null,
      webhookSecrets: [
        given.WEBHOOK_SECRET,
        ...(given.WEBHOOK_SECRET_PREVIOUS === undefined ? [] : [given.WEBHOOK_SECRET_PREVIOUS]),
      ],
      host: given.HOST ?? '127.0.0.1',
      port: Number(given.PORT ?? '3000'),
      apiUrl: apiUrlOf(given),
      storePath: given.STORE_PATH ?? 'rollout-gate.sqlite',
      organizationPolicy,
      proxy:
        given.HTTPS_PROXY === undefined ? null : { https_proxy: given.HTTPS_PROXY, no_proxy: given.NO_PROXY ?? '' },
      drainSeconds: Number(given.DRAIN_SECONDS ?? '18'),
      logLevel: given.LOG_LEVEL ?? 'info',
      fixedNow: given.ROLLOUT_GATE_NOW === undefined ? null : new Date(given.ROLLOUT_GATE_NOW),
    },
  };
}

/** These are set for many programs at once, by some in lower case. */
function isProxy(name: (typeof names)[number]): boolean {
  return name === 'HTTPS_PROXY' || name === 'NO_PROXY';
}

function apiUrlOf(given: SettingsVariables): string {
  const url =
    given.GITHUB_API_URL ??
    (given.GHE_HOST === undefined ? 'https://api.github.com' : `https://${given.GHE_HOST}/api/v3`);
  return url.endsWith('/') ? url.slice(0, -1) : url;
}

/** What each variable should be, in words; the value itself may be a secret and is never shown. */
const expected: Readonly<Record<(typeof names)[number], string>> = {
  APP_ID: 'the numeric id of the GitHub App',
  PRIVATE_KEY: 'the PEM text of the private key, or the whole in base64',
  PRIVATE_KEY_PATH: 'the path of the file with the private key',
  WEBHOOK_SECRET: 'at least 32 characters; make one with `openssl rand -hex 32`',
  WEBHOOK_SECRET_PREVIOUS: 'at least 32 characters',
  HOST: 'an address to listen on',
  PORT: 'a port from 0 to 65535',
  GHE_HOST: 'a host name such as github.example.com',
  GITHUB_API_URL: 'the root of the REST API, such as https://github.example.com/api/v3',
  STORE_PATH: 'the path of a file',
  ORGANIZATION_POLICY: policyLocationForm,
  HTTPS_PROXY: 'the address of a proxy, such as http://proxy.example.com:3128',
  NO_PROXY: 'host names with commas between them',
  DRAIN_SECONDS: 'a whole number from 0 to 18',
  LOG_LEVEL: 'one of fatal, error, warn, info, debug',
  ROLLOUT_GATE_NOW: 'a time such as 2026-04-07T16:00:00Z',
};

function mistakesOf(given: object): readonly string[] {
  const wrong = (validateSettings.errors ?? []).map(({ instancePath, params }) =>
    'missingProperty' in params ? String(params['missingProperty']) : instancePath.slice(1),
  );
  return names
    .filter((name) => wrong.includes(name))
    .map((name) => (name in given ? unusable(name) : `${name} is missing: expected ${expected[name]}.`));
}

function unusable(name: (typeof names)[number]): string {
  return `${name} can not be used: expected ${expected[name]}.`;
}

function keyMistakes(given: SettingsVariables, key: string | null): readonly string[] {
  if (given.PRIVATE_KEY !== undefined && key === null) return [unusable('PRIVATE_KEY')];
  if (key !== null && given.PRIVATE_KEY_PATH !== undefined)
    return ['PRIVATE_KEY and PRIVATE_KEY_PATH are both given: give one.'];
  return missingKey(given);
}

/** Either of two names will do, which no list of required names says. */
function missingKey(given: { readonly PRIVATE_KEY?: string; readonly PRIVATE_KEY_PATH?: string }): readonly string[] {
  const isGiven = given.PRIVATE_KEY !== undefined || given.PRIVATE_KEY_PATH !== undefined;
  return isGiven ? [] : ['PRIVATE_KEY is missing: give it, or PRIVATE_KEY_PATH.'];
}

/** A secret of few different characters can be guessed, and words that frameworks use as defaults are public. */
function secretMistakes(given: SettingsVariables): readonly string[] {
  return (['WEBHOOK_SECRET', 'WEBHOOK_SECRET_PREVIOUS'] as const).flatMap((name) => {
    const secret = given[name];
    if (secret === undefined) return [];
    const weak = new Set(secret).size < 8 || /^(development|secret|changeme)+$/i.test(secret);
    return weak ? [`${name} can not be used: it is too easy to guess; make one with \`openssl rand -hex 32\`.`] : [];
  });
}

/** Tokens travel to this address: only over TLS, or on this machine. */
function addressMistakes(given: SettingsVariables): readonly string[] {
  const port = Number(given.PORT ?? '0') > 65_535 ? [unusable('PORT')] : [];
  const isLoopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/.test(given.GITHUB_API_URL ?? '');
  const isPlain = given.GITHUB_API_URL?.startsWith('http://') === true && !isLoopback;
  return [
    ...port,
    ...(isPlain ? ['GITHUB_API_URL can not be used: plain http is taken for loopback addresses only.'] : []),
  ];
}
