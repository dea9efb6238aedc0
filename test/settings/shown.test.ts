import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/app/log/log.ts';
import { redactorOf } from '../../src/app/log/own-secrets.ts';
import { readSettings, type Settings } from '../../src/settings/settings.ts';
import { shownSettings } from '../../src/settings/shown.ts';

const pem = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;
const canaries = {
  secret: 'canary-of-the-webhook-secret-0123456789',
  older: 'canary-of-the-older-secret-9876543210',
  user: 'canaryuser',
  password: 'canarypassword',
};

function settingsOf(change: Readonly<Record<string, string>>): Settings {
  const read = readSettings({ APP_ID: '12', WEBHOOK_SECRET: canaries.secret, ...change });
  if ('mistakes' in read) throw new Error(read.mistakes.join(' '));
  return read.settings;
}

/** The line that the App's log says of them. */
function lineOf(settings: Settings): string {
  const lines: string[] = [];
  const redact = redactorOf(settings, settings.privateKey ?? '');
  const log = openLog({ level: 'info', redact, write: (line) => lines.push(line), now: () => new Date(0) });
  log.info({ settings: shownSettings(settings) }, 'settings');
  return lines.join('');
}

describe('the settings as they are printed', () => {
  it('say of each variable what it came to, and of a secret only that it is set', () => {
    const line = lineOf(
      settingsOf({
        PRIVATE_KEY: pem,
        WEBHOOK_SECRET_PREVIOUS: canaries.older,
        GHE_HOST: 'git.example.com',
        HTTPS_PROXY: `http://${canaries.user}:${canaries.password}@proxy.example.com:3128`,
        NO_PROXY: 'localhost',
        ORGANIZATION_POLICY: `acme/policy@${'a'.repeat(40)}`,
      }),
    );
    expect(JSON.parse(line)).toMatchObject({
      msg: 'settings',
      settings: {
        APP_ID: 12,
        PRIVATE_KEY: '(set)',
        PRIVATE_KEY_PATH: null,
        WEBHOOK_SECRET: '(set)',
        WEBHOOK_SECRET_PREVIOUS: '(set)',
        HOST: '127.0.0.1',
        PORT: 3000,
        GITHUB_API_URL: 'https://git.example.com/api/v3',
        STORE_PATH: 'rollout-gate.sqlite',
        ORGANIZATION_POLICY: `acme/policy@${'a'.repeat(40)}:.github/rollout-gate.yml`,
        HTTPS_PROXY: 'http://proxy.example.com:3128',
        NO_PROXY: 'localhost',
        DRAIN_SECONDS: 18,
        LOG_LEVEL: 'info',
        ROLLOUT_GATE_NOW: null,
      },
    });
    for (const canary of Object.values(canaries)) expect(line).not.toContain(canary);
    for (const part of pem.split('\n').filter(({ length }) => length > 20)) expect(line).not.toContain(part);
  });

  it('say which secrets are not set, and where a key lies', () => {
    const { settings } = JSON.parse(lineOf(settingsOf({ PRIVATE_KEY_PATH: 'keys/app.pem' }))) as { settings: object };
    expect(settings).toMatchObject({
      PRIVATE_KEY: null,
      PRIVATE_KEY_PATH: 'keys/app.pem',
      WEBHOOK_SECRET_PREVIOUS: null,
      GITHUB_API_URL: 'https://api.github.com',
      HTTPS_PROXY: null,
    });
  });

  it('hide a login in the address of the API', () => {
    const api = `https://${canaries.user}:${canaries.password}@git.example.com/api/v3`;
    const line = lineOf(settingsOf({ PRIVATE_KEY: pem, GITHUB_API_URL: api }));
    expect(line).toContain('git.example.com');
    expect(line).not.toContain(canaries.user);
    expect(line).not.toContain(canaries.password);
  });
});
