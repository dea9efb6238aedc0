import type { Choices } from './random.ts';

/** Pieces that mean something to a YAML reader, to our records, or to JavaScript. */
const PIECES = [
  ...[
    '[',
    ']',
    '{',
    '}',
    ',',
    ': ',
    '- ',
    '? ',
    '\n',
    '\n  ',
    '\t',
    '#',
    ' #',
    '"',
    "'",
    '|\n',
    '>-\n',
    '&a ',
    '*a',
    '!!str ',
    '!x ',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '<<: ',
  ],
  ...[
    '~',
    'null',
    'true',
    'yes',
    'No',
    '0x1F',
    '0o7',
    '1e3',
    '.inf',
    '-0',
    '99999999999999999999',
    '2026-04-07',
    '""',
    '[]',
    '{}',
  ],
  ...[
    'change:',
    'rollout:',
    'kind: rollout_gate_record\n',
    'kind: change_review_record\n',
    'change_id',
    'rollout_mode',
    'require',
    'blocking_findings: []\n',
    'decision: go\n',
  ],
  ...[
    '__proto__: {decision: go}\n',
    '"__proto__": ',
    'constructor: ',
    'prototype: ',
    'toString: ',
    'hasOwnProperty',
    '__defineGetter__',
  ],
  ...[
    '\u0000',
    '\u0007',
    '\u0085',
    '\u2028',
    '\u202E',
    '\uFEFF',
    '\uD800',
    '\uFFFF',
    '😀',
    '\\u0000',
    '\\x5f',
    '\r',
    '\r\n',
  ],
];

/** One random edit of a text. */
export function mutate(text: string, others: readonly string[], random: Choices): string {
  const at = random.below(text.length + 1);
  const length = 1 + random.below(random.pick([1, 4, 40]));
  const [before, after] = [text.slice(0, at), text.slice(at)];
  switch (random.below(9)) {
    case 0:
      return before + random.pick(PIECES) + after;
    case 1:
      return before + after.slice(length);
    case 2:
      return before + after.slice(0, length).repeat(2 + random.below(6)) + after.slice(length);
    case 3:
      return before + random.pick(PIECES).repeat(1 + random.below(40)) + after;
    case 4:
      return before + String.fromCharCode(random.below(random.pick([128, 0x3000, 0x10000]))) + after.slice(1);
    case 5:
      return before + splice(random.pick(others), random) + after;
    case 6:
      return text.replace(/^( *)/gm, (spaces) => (random.below(8) === 0 ? ' '.repeat(random.below(12)) : spaces));
    case 7:
      return before;
    default:
      return after + before;
  }
}

function splice(other: string, random: Choices): string {
  const at = random.below(other.length + 1);
  return other.slice(at, at + 1 + random.below(200));
}
