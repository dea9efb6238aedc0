import fc from 'fast-check';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { commandIn } from '../../../src/core/command/grammar.ts';

const words = ['recheck', 'explain', 'status', 'help', 'block', 'unblock', 'attest', 'waive', 'resume', 'resolve'];

const commands = [
  ...words.map((word) => `/${word}`),
  '/explain signal_false',
  '/block the pager is on fire',
  '/block --dry-run not yet',
  '/attest drilled',
  '/waive signal_false until 2026-05-01 because the dataset is broken',
  '/waive revoke w3',
  '/resume because it was looked at',
  '/recheck --dry-run',
  '/rollback',
  '/promote canary',
];

/** What may stand before a command, so that it is none: quotes, code, comments, blanks, other slashes, other characters. */
const before = [
  ...[
    '> ',
    '>',
    '>> ',
    '- ',
    '* ',
    '1. ',
    '    ',
    '\t',
    ' ',
    '  ',
    '# ',
    '| ',
    '\\',
    '`',
    '``',
    '**',
    '_',
    '[',
    '<',
    '(',
    '~~',
  ],
  ...[
    '```\n',
    '```text\n',
    '~~~\n',
    '<!-- ',
    '<!--\n',
    '<details>\n',
    '<pre>\n',
    '<div>',
    '<p>',
    '$$\n',
    '---\n',
    '\n',
    '\r\n',
    '\r',
  ],
  ...[
    '\uFEFF',
    '\u200B',
    '\u200E',
    '\u202E',
    '\u00A0',
    '\u2028',
    '\u0085',
    '\u00AD',
    '\u0000',
    '／',
    '⁄',
    '∕',
    '/',
    '//',
  ],
  ...['@rollout-gate ', 'please ', '`dan` wrote:\n> ', 'On Monday, Dan wrote:\n> ', '[x]: ', '[^1]: ', '`@dan`: '],
];

const after = [
  ...[
    '',
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    '\n===',
    '\n---',
    '\n-',
    '\n= =',
    '\n|---|',
    '\n-|-',
    '\n:-:',
    '\n   ===  ',
  ],
  ...[
    '\n> /unblock',
    '\n/unblock',
    '\r/recheck',
    '\r\n/help',
    '\n\n/status',
    '\n    /unblock',
    '\n```\n/unblock\n```',
    '\n -->',
  ],
  ...[
    '\u200B',
    '\u202E',
    '\u00A0',
    '\t',
    '\u2028/unblock',
    '!',
    '.',
    ',',
    '?',
    '/x',
    ' <!--',
    ' <!-- x -->',
    ' `x',
    ' &#64;',
    ' @dan',
  ],
  ...[
    '\nthanks',
    '\n<!-- rollout-gate:answer {} -->',
    '\n\n-- \nDan',
    '\n> On Monday',
    ' ###',
    ' | x\n|---|---|',
    '\n  ---',
    '\n\\---',
  ],
];

const noise = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(...before, ...after, ...commands, 'Looks good to me', '\n\n'),
);

/** Comments that hold a command, seem to, or hold none. */
export const bodies: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom('', '', ...before), fc.constantFrom(...commands), fc.constantFrom(...after), noise)
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom(...before), fc.constantFrom(...commands), fc.constantFrom(...after))
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom(...commands), fc.constantFrom(...after), fc.constantFrom(...after))
    .map((parts) => parts.join('')),
  fc.array(noise, { maxLength: 6 }).map((parts) => parts.join('')),
);

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly offset?: number | undefined } } | undefined;
}

const engine = remark().use(remarkGfm);

/** Whether the first thing that a reader sees is a paragraph that begins, in the comment's first column, with a command. */
function seesCommand(body: string): boolean {
  const tree: Node = engine.parse(body);
  const first = tree.children?.[0];
  const start = first?.children?.[0];
  if (first?.type !== 'paragraph' || first.position?.start.offset !== 0 || start?.type !== 'text') return false;
  const [word = ''] = (start.value ?? '').split(/[ \r\n]/);
  return body.startsWith(word) && [...words, ...later].some((known) => word === `/${known}`);
}

const later = ['promote', 'rollback', 'hold', 'freeze', 'unfreeze', 'compare'];

/** Whether a line after the first begins with a command too. */
function hasSecond(body: string): boolean {
  const [, ...rest] = body.split(/\r\n|[\r\n]/);
  return rest.some((line) =>
    [...words, ...later].some((known) => line === `/${known}` || line.startsWith(`/${known} `)),
  );
}

/** What the grammar finds in a body, and what is wrong with that by what a reader sees; null = nothing. */
export function judgeBody(body: string): { readonly kind: string; readonly fault: string | null } {
  const { kind } = commandIn(body);
  const isSeen = seesCommand(body);
  if (kind !== 'none' && !isSeen) return { kind, fault: `${kind} where no reader sees a command` };
  if (kind === 'command' && hasSecond(body)) return { kind, fault: 'done although there are two' };
  if (kind === 'none' && isSeen && isPlain(body)) return { kind, fault: 'a plain command is overlooked' };
  return { kind, fault: null };
}

/** Nothing but printable ASCII on the first line, and no line of mere strokes before the next empty one. */
function isPlain(body: string): boolean {
  const [chunk = ''] = body.replaceAll(/\r\n?/g, '\n').split(/\n[ \t]*(?:\n|$)/);
  const [first = '', ...others] = chunk.split('\n');
  const isWord = [...words, ...later].some((known) => first.trim() === `/${known}` || first.startsWith(`/${known} `));
  return isWord && /^[\x20-\x7e]*$/.test(first) && !others.some((line) => /^[-=:| \t]+$/.test(line));
}
