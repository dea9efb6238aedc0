import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type LogLevel, openLog } from '../../../src/app/log/log.ts';
import { redactorOf } from '../../../src/app/log/own-secrets.ts';
import { probotLog } from '../../../src/app/log/probot-log.ts';
import type { Settings } from '../../../src/settings/settings.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const secrets = ['the first webhook secret of the log', 'the "second" of them, older'] as const;
const redact = redactorOf({ webhookSecrets: [...secrets] } as unknown as Settings, privateKey);

function opened(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const log = openLog({ level, redact, write: (line) => lines.push(line), now: () => new Date(0) });
  return { log, lines, said: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the log', () => {
  it('says one line of JSON a call', () => {
    const { log, lines, said } = opened();
    log.info({ pull_request: 'acme/agents#1', writes: 2, verdict: null }, 'judged\nwell');
    expect(lines.every((line) => line.endsWith('\n') && line.trimEnd().split(/\r?\n|\u2028/).length === 1)).toBe(true);
    expect(said()).toEqual([
      {
        time: '1970-01-01T00:00:00.000Z',
        level: 'info',
        msg: 'judged\nwell',
        pull_request: 'acme/agents#1',
        writes: 2,
        verdict: null,
      },
    ]);
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = opened('warn');
    log.info({}, 'no');
    log.debug({}, 'no');
    log.warn({}, 'yes');
    log.fatal({}, 'yes');
    expect(lines).toHaveLength(2);
  });

  const [first, second] = secrets;
  it.each([
    ['the secret', first],
    ['the older secret', second],
    ['the secret in JSON', JSON.stringify({ x: second })],
    ['the secret in an address', encodeURIComponent(second)],
    ['the secret in base64', Buffer.from(first).toString('base64')],
    ['the key', privateKey],
    ['the key on one line', privateKey.replaceAll('\n', '\\n')],
    ['the key in base64', Buffer.from(privateKey).toString('base64')],
    ['a line of the key', privateKey.split('\n')[3] ?? ''],
  ])('hides %s of the settings: in words, in fields, in names, in errors, deep down', (_what, text) => {
    const { log, lines } = opened();
    log.error({ text, list: [text], deep: { er: { still: text } }, [text]: 1, err: new Error(text) }, `so: ${text}`);
    const line = lines.join('');
    expect(line).not.toContain(JSON.stringify(text).slice(1, -1));
    expect(line.split('[secret]').length).toBeGreaterThanOrEqual(6);
  });

  it('hides a field whose name says that it is a secret', () => {
    const { log, said } = opened();
    log.info({ token: 'abc', headers: { Authorization: 'abc', accept: 'x' } }, '');
    expect(said()[0]).toMatchObject({ token: '[secret]', headers: { Authorization: '[secret]', accept: 'x' } });
  });

  it('bounds depth, length and number, and survives what JSON has no form for', () => {
    const { log, lines, said } = opened();
    const round: Record<string, unknown> = {};
    round['self'] = round;
    const many = Object.fromEntries(Array.from({ length: 500 }, (_each, index) => [`m${index}`, 'x'.repeat(500)]));
    const hostile = {
      get bad(): never {
        throw new Error('no');
      },
    };
    log.info({ round, many }, 'x'.repeat(100_000));
    log.info({ big: 10n, none: undefined, call: () => 1 }, '');
    log.info({ hostile }, 'hostile');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(17_000);
    expect(said().map(({ msg }) => msg)).toEqual(['[a line too long]', '', '[could not be said]']);
    expect(said()[1]).toMatchObject({ big: '[bigint]', none: '[undefined]', call: '[function]' });
  });

  it('shows no half of a secret that a cut went through', () => {
    const { log, lines } = opened();
    for (let place = 65_500; place < 65_540; place += 1) log.info({}, `${'x '.repeat(place / 2)}${first}`);
    for (let place = 1_960; place < 2_010; place += 1) log.info({}, `${'x'.repeat(place)} ${first}`);
    expect(lines.join('')).not.toContain(first.slice(0, 8));
  });

  it('takes from Probot the words alone: its fields hold payloads', () => {
    const { log, lines } = opened();
    const probot = probotLog(log).child({ name: 'x' });
    probot.debug({ event: { payload: { title: 'of a pull request' } } }, 'Webhook received');
    probot.error(new Error('failed'));
    probot.info('words');
    expect(lines.join('')).not.toContain('of a pull request');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'Webhook received',
      'failed',
      'words',
    ]);
  });
});
