import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ask } from '../../../src/core/command/command.ts';
import { untilOf } from '../../../src/core/command/date.ts';
import { commandIn } from '../../../src/core/command/grammar.ts';
import { laterVerbs, verbs } from '../../../src/core/command/verb.ts';
import { bodies, judgeBody } from './bodies.ts';

const until = '2026-05-31T23:59:59Z';

describe('a command', () => {
  test.each<readonly [string, Ask]>([
    ['/recheck', { verb: 'recheck' }],
    ['/status', { verb: 'status' }],
    ['/help', { verb: 'help' }],
    ['/unblock', { verb: 'unblock' }],
    ['/explain', { verb: 'explain', code: null }],
    ['/explain signal_false', { verb: 'explain', code: 'signal_false' }],
    ['/block the pager is on fire', { verb: 'block', reason: 'the pager is on fire' }],
    ['/block because the pager is on fire', { verb: 'block', reason: 'the pager is on fire' }],
    ['/block die Prüfung fehlt', { verb: 'block', reason: 'die Prüfung fehlt' }],
    ['/block 理由', { verb: 'block', reason: '理由' }],
    ['/attest drilled', { verb: 'attest', signal: 'drilled' }],
    [
      '/waive signal_false until 2026-05-31 because it flakes',
      { verb: 'waive', finding: 'signal_false', until, reason: 'it flakes' },
    ],
    [
      '/waive finding:issue:12 until 2026-05-31T16:00Z because until then it flakes because of that',
      {
        verb: 'waive',
        finding: 'finding:issue:12',
        until: '2026-05-31T16:00:00Z',
        reason: 'until then it flakes because of that',
      },
    ],
    [
      '/waive a finding of three words until 2026-05-31 because x',
      { verb: 'waive', finding: 'a finding of three words', until, reason: 'x' },
    ],
    ['/waive revoke w12', { verb: 'revoke', waiver: 'w12' }],
    ['/resume because it was looked at', { verb: 'resume', reason: 'it was looked at' }],
    ['/resolve because it is over', { verb: 'resolve', reason: 'it is over' }],
  ])('%s', (line, ask) => {
    for (const end of ['', ' ', '\t', '\n', '\r\n\r\nThanks!', '\n> /unblock', '\n\n    /unblock'])
      expect(commandIn(`${line}${end}`)).toEqual({ kind: 'command', command: { ...ask, dry_run: false, line } });
  });

  test.each([
    ['/recheck --dry-run', 'recheck'],
    ['/block --dry-run not yet', 'block'],
    ['/block not yet --dry-run', 'block'],
    ['/waive revoke w3 --dry-run', 'revoke'],
    ['/waive --dry-run revoke w3', 'revoke'],
  ])('%s only says what it would do', (line, verb) => {
    expect(commandIn(line)).toMatchObject({ kind: 'command', command: { verb, dry_run: true } });
  });

  test('--dry-run amid a reason is a word of it', () => {
    expect(commandIn('/block use --dry-run first')).toMatchObject({
      command: { dry_run: false, reason: 'use --dry-run first' },
    });
  });
});

describe('what is meant as a command and is none', () => {
  test.each([
    ['/recheck now', 'takes no words'],
    ['/explain a b', 'one code'],
    ['/explain ä', 'no code'],
    ['/block', 'reason is missing'],
    ['/block because', 'reason is missing'],
    ['/block --dry-run', 'reason is missing'],
    ['/block …', 'says nothing'],
    ['/block x\u202Ey', 'nobody can see'],
    ['/block x\u200By', 'nobody can see'],
    ['/block x\u0000y', 'nobody can see'],
    ['/block x\uD800y', 'nobody can see'],
    [`/block ${'x'.repeat(501)}`, 'at most 500'],
    [`/block ${'x'.repeat(1500)}`, 'at most 1000'],
    ['/attest', 'signal is missing'],
    ['/attest a b', 'one signal'],
    ['/attest drillеd', 'no name'],
    ['/waive', 'until when'],
    ['/waive x', 'until when'],
    ['/waive until 2026-05-31 because y', 'finding is missing'],
    ['/waive x until tomorrow because y', 'a day such as'],
    ['/waive x until 2026-02-30 because y', 'a day such as'],
    ['/waive x until 2026-05-31', 'reason is missing'],
    ['/waive x until 2026-05-31 because', 'reason is missing'],
    ['/waive x until 2026-05-31 for fun', 'reason is missing'],
    ['/waive ж until 2026-05-31 because y', 'no name'],
    ['/waive revoke', 'one waiver'],
    ['/waive revoke w1 w2', 'one waiver'],
    ['/waive revoke 3', 'w and a number'],
    ['/waive revoke w0', 'w and a number'],
    ['/resume', 'reason is missing'],
    ['/resume it is fine', 'reason is missing'],
    ['/resolve because', 'reason is missing'],
  ])('%s', (line, why) => {
    const found = commandIn(line);
    expect(found).toMatchObject({ kind: 'malformed', malformed: { line: line.slice(0, 1000) } });
    expect(found.kind === 'malformed' && found.malformed.why).toContain(why);
    expect(found.kind === 'malformed' && Object.values(verbs).map(({ form }) => form)).toContain(
      found.kind === 'malformed' && found.malformed.usage,
    );
  });

  test.each(laterVerbs)('/%s is answered, so that nobody believes that it was done', (verb) => {
    expect(commandIn(`/${verb} now`)).toMatchObject({ kind: 'malformed', malformed: { verb, usage: null } });
  });

  test.each(['/block x\n/unblock', '/recheck\r\n\r\n/recheck', '/help\r/hold', '/status\ntext\n/waive revoke w1'])(
    'two commands: %j',
    (body) => expect(commandIn(body)).toMatchObject({ kind: 'malformed', malformed: { why: /one command/ } }),
  );
});

describe('no command', () => {
  test.each([
    '',
    'recheck',
    'Please /recheck',
    ' /recheck',
    '\t/recheck',
    '\n/recheck',
    '> /recheck',
    '`/recheck`',
    '```\n/recheck\n```',
    '    /recheck',
    '<!-- x -->/recheck',
    '<!--\n/recheck\n-->',
    '\uFEFF/recheck',
    '\u200B/recheck',
    '／recheck',
    '//recheck',
    '/ recheck',
    '/Recheck',
    '/RECHECK',
    '/rechecks',
    '/recheck.',
    '/recheck\u00A0',
    '/recheck\u200B',
    '/recheck\tnow',
    '/block/reason',
    '/revoke w1',
    '/override',
    '/constructor',
    '/__proto__',
    '/recheck\n===',
    '/recheck\n   ---',
    '/recheck\ntext\n===',
    '/status | x\n---|---',
    '- /recheck',
    '1. /recheck',
    'Looks good\n/recheck',
    '**`role_missing`**: `/unblock` was not done',
  ])('%j', (body) => expect(commandIn(body)).toEqual({ kind: 'none' }));
});

test('no comment gives a command that a GFM renderer does not show as its first paragraph', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(bodies, (body) => {
      const { kind, fault } = judgeBody(body);
      seen.add(kind);
      expect(fault).toBeNull();
    }),
    { numRuns: 2_000 },
  );
  expect([...seen].toSorted()).toEqual(['command', 'malformed', 'none']);
});

test.each([
  ['2026-05-31', '2026-05-31T23:59:59Z'],
  ['2028-02-29', '2028-02-29T23:59:59Z'],
  ['2026-05-31T16:00Z', '2026-05-31T16:00:00Z'],
  ['2026-05-31T16:00:30Z', '2026-05-31T16:00:30Z'],
  ['2026-02-29', null],
  ['2026-13-01', null],
  ['2026-05-31T24:00Z', null],
  ['2026-05-31T16:00', null],
  ['2026-05-31T16:00+02:00', null],
  ['2026-05-31T16:00:60Z', null],
  ['2026-5-31', null],
  ['31.05.2026', null],
  ['14d', null],
  ['', null],
])('until %s is %s', (text, time) => expect(untilOf(text)).toBe(time));
