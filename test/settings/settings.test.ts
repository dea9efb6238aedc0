import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/settings/settings.ts';

const pem = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;
const secret = 'a webhook secret that nobody guesses';
const sound = { APP_ID: '12', PRIVATE_KEY: pem, WEBHOOK_SECRET: secret };

describe('the settings of the App', () => {
  it('has defaults for what is not given', () => {
    expect(readSettings(sound)).toEqual({
      settings: {
        appId: 12,
        privateKey: pem.trim(),
        privateKeyPath: null,
        proxy: null,
        webhookSecrets: [secret],
        host: '127.0.0.1',
        port: 3000,
        apiUrl: 'https://api.github.com',
        organizationPolicy: null,
        storePath: 'rollout-gate.sqlite',
        drainSeconds: 18,
        logLevel: 'info',
        fixedNow: null,
      },
    });
  });

  it.each([
    ['with line breaks written out', pem.replaceAll('\n', '\\n')],
    ['in base64', Buffer.from(pem).toString('base64')],
    ['with Windows line ends', pem.replaceAll('\n', '\r\n')],
  ])('takes a private key %s', (_sentence, key) => {
    expect(readSettings({ ...sound, PRIVATE_KEY: key })).toMatchObject({ settings: { privateKey: pem.trim() } });
  });

  it('finds the API of a GitHub Enterprise Server by its host', () => {
    expect(readSettings({ ...sound, GHE_HOST: 'git.example.com' })).toMatchObject({
      settings: { apiUrl: 'https://git.example.com/api/v3' },
    });
  });

  it('keeps the older secret while it is changed over', () => {
    const older = 'the secret that was here before this';
    expect(readSettings({ ...sound, WEBHOOK_SECRET_PREVIOUS: older })).toMatchObject({
      settings: { webhookSecrets: [secret, older] },
    });
  });

  it("takes the organisation's defaults by a commit", () => {
    const commit = 'a'.repeat(40);
    expect(readSettings({ ...sound, ORGANIZATION_POLICY: `acme/policies@${commit}` })).toMatchObject({
      settings: { organizationPolicy: { owner: 'acme', repo: 'policies', commit, path: '.github/rollout-gate.yml' } },
    });
  });

  it.each([
    ['no secret', { WEBHOOK_SECRET: '' }, 'WEBHOOK_SECRET is missing'],
    ["Probot's public default", { WEBHOOK_SECRET: 'development' }, 'WEBHOOK_SECRET can not be used'],
    ['a short secret', { WEBHOOK_SECRET: 'only thirty-one characters long' }, 'WEBHOOK_SECRET can not be used'],
    [
      'the default, repeated',
      { WEBHOOK_SECRET: 'developmentdevelopmentdevelopment' },
      'WEBHOOK_SECRET can not be used',
    ],
    ['a secret of one letter', { WEBHOOK_SECRET: 'a'.repeat(64) }, 'WEBHOOK_SECRET can not be used'],
    ['a weak older secret', { WEBHOOK_SECRET_PREVIOUS: 'short' }, 'WEBHOOK_SECRET_PREVIOUS can not be used'],
    ['an App id that is no number', { APP_ID: 'acme' }, 'APP_ID can not be used'],
    ['no key', { PRIVATE_KEY: '' }, 'PRIVATE_KEY is missing'],
    ['text that is no key', { PRIVATE_KEY: 'x' }, 'PRIVATE_KEY can not be used'],
    ['a key and the path of one', { PRIVATE_KEY_PATH: 'key.pem' }, 'are both given'],
    ['a port that is none', { PORT: '65536' }, 'PORT can not be used'],
    [
      'plain http to another machine',
      { GITHUB_API_URL: 'http://github.example.com' },
      'GITHUB_API_URL can not be used',
    ],
    [
      'plain http to a name that begins like loopback',
      { GITHUB_API_URL: 'http://127.0.0.1.evil.example' },
      'GITHUB_API_URL can not be used',
    ],
    [
      'defaults named by a branch',
      { ORGANIZATION_POLICY: 'acme/policies@main' },
      'ORGANIZATION_POLICY can not be used',
    ],
    [
      'defaults by a path that climbs',
      { ORGANIZATION_POLICY: `acme/policies@${'a'.repeat(40)}:a/../b` },
      'ORGANIZATION_POLICY can not be used',
    ],
    ['a log level that is none', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL can not be used'],
  ])('refuses %s', (_sentence, change, mistake) => {
    expect(readSettings({ ...sound, ...change })).toEqual({ mistakes: [expect.stringContaining(mistake)] });
  });

  it('tells all mistakes at once, and no value of a secret', () => {
    const read = readSettings({ APP_ID: 'x', PRIVATE_KEY: 'hush-key', WEBHOOK_SECRET: 'hush-secret', PORT: 'y' });
    const text = JSON.stringify(read);
    expect(text).not.toMatch(/hush/);
    for (const name of ['APP_ID', 'WEBHOOK_SECRET', 'PORT']) expect(text).toContain(name);
    const none = JSON.stringify(readSettings({}));
    for (const name of ['APP_ID', 'WEBHOOK_SECRET', 'PRIVATE_KEY']) expect(none).toContain(`${name} is missing`);
  });
});
