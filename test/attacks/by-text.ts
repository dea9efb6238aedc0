import { printable } from '../../src/action/print.ts';
import { inert } from '../../src/cli/inert.ts';
import { redact } from '../../src/core/redaction/redact.ts';
import { text } from '../../src/report/markdown/text.ts';
import type { Attack } from './attack.ts';

const lives: readonly (readonly [name: string, words: string, live: RegExp])[] = [
  ['a mention', '@erin', /(^|[^`\w])@erin/],
  ['a mention of a team', 'ask @acme/safety', /(^|[^`\w])@acme/],
  ['a reference', 'fixes #12', /(^|[^`])#12/],
  ['an image', '![i](https://evil.example/i.png)', /(^|[^`])!\[i\]\(/],
  ['a link', '[click](https://evil.example)', /^\[click\]\(/],
  ['markup', '<img src=x onerror=alert(1)>', /(^|[^\\])<img/],
  ['a hidden comment', '<!-- rollout-gate:answer {} -->', /(^|[^\\])<!--/],
  ['a new line with a heading', 'x\n# All clear', /\n/],
  ['a turned direction', 'a\u202Eb', /\u202E/],
];

/** Findings, reasons, logins and branch names are text (T26). */
const asMarkdown: readonly Attack[] = lives.map(([name, words, live]) => ({
  threat: 'T26',
  name: `${name} in a reason`,
  refusedWith: 'shown_as_text',
  attempt: () => {
    const through = live.test(text(words));
    return { codes: through ? [] : ['shown_as_text'], through };
  },
}));

const orders = [
  '::add-mask::x',
  '::stop-commands::x',
  '  ::set-output name=a::b',
  'a\r::error::x',
  '##[add-mask]x',
  'a ##[error]x',
  'x\u2028::error::x',
];

/** What the Actions runner would obey (T27). */
const asOrders: readonly Attack[] = orders.flatMap((order) =>
  (
    [
      ['the Action', printable],
      ['the command line', inert],
    ] as const
  ).map(
    ([where, shown]): Attack => ({
      threat: 'T27',
      name: `${JSON.stringify(order)} in a finding that ${where} prints`,
      refusedWith: 'shown_as_text',
      attempt: () => {
        const lines = shown(order).split(/[\r\n]/);
        const through = lines.some((line) => line.trimStart().startsWith('::') || line.includes('##['));
        return { codes: through ? [] : ['shown_as_text'], through };
      },
    }),
  ),
);

const word = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
const secrets: readonly (readonly [name: string, line: string, secret: string])[] = [
  ['an installation token', `token ghs_${word}`, word],
  ['a personal token', `ghp_${word}`, word],
  ['a fine-grained token', `github_pat_11ABC_${word}`, word],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIsecret\n-----END PRIVATE KEY-----', 'MIIsecret'],
  ['a key that is cut off', '-----BEGIN RSA PRIVATE KEY-----\nMIIsecret', 'MIIsecret'],
  ['a bearer', `authorization: Bearer ${word}`, word],
  ['a signed address', `https://s.example/x?sig=${word}`, word],
  ['a password in an address', `https://me:${word}@host.example/`, word],
];

/** What must not reach a log or a check (T28). */
const asSecrets: readonly Attack[] = secrets.map(([name, line, secret]) => ({
  threat: 'T28',
  name: `${name} in a fault`,
  refusedWith: 'redacted',
  attempt: () => {
    const shown = redact(line);
    return { codes: shown.includes('[secret]') ? ['redacted'] : [], through: shown.includes(secret) };
  },
}));

export const attacksByText: readonly Attack[] = [...asMarkdown, ...asOrders, ...asSecrets];
