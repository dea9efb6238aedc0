import type { Ask } from './command.ts';
import { untilOf } from './date.ts';
import type { Verb } from './verb.ts';

/** What the words after a verb ask for; a text = why they are malformed, half a sentence. */
export type AskFound = { readonly ask: Ask; readonly dry_run: boolean } | string;

const dryRun = '--dry-run';
const longestReason = 500;
const longestName = 200;

/** Reads the words after a verb. `--dry-run` stands first or last; anywhere else it is a word like any other. */
export function askOf(verb: Verb, words: readonly string[]): AskFound {
  const isFirst = words[0] === dryRun;
  const rest = isFirst ? words.slice(1) : words;
  const isLast = rest.at(-1) === dryRun;
  const own = isLast ? rest.slice(0, -1) : rest;
  const ask = readers[verb](own);
  return typeof ask === 'string' ? ask : { ask, dry_run: isFirst || isLast };
}

type Reader = (words: readonly string[]) => Ask | string;

const readers: { readonly [V in Verb]: Reader } = {
  recheck: wordless('recheck'),
  status: wordless('status'),
  help: wordless('help'),
  unblock: wordless('unblock'),
  explain: (words) => {
    if (words.length > 1) return 'it takes one code, or nothing';
    const code = words[0] ?? null;
    return code === null || isName(code) ? { verb: 'explain', code } : 'that is no code';
  },
  block: (words) => {
    // `because` isn't asked for here, but whoever knows the other commands writes it.
    const said = words[0] === 'because' ? words.slice(1) : words;
    return withReason(said, (reason) => ({ verb: 'block', reason }));
  },
  attest: (words) => {
    if (words.length === 0) return 'the signal is missing';
    if (words.length > 1) return 'it takes one signal and no more words';
    const signal = words[0] ?? '';
    return isName(signal) ? { verb: 'attest', signal } : 'that is no name of a signal';
  },
  waive: (words) => (words[0] === 'revoke' ? revoke(words.slice(1)) : waive(words)),
  revoke,
  resume: (words) => because(words, (reason) => ({ verb: 'resume', reason })),
  resolve: (words) => because(words, (reason) => ({ verb: 'resolve', reason })),
};

function wordless(verb: 'recheck' | 'status' | 'help' | 'unblock'): Reader {
  return (words) => (words.length === 0 ? { verb } : `/${verb} takes no words`);
}

function revoke(words: readonly string[]): Ask | string {
  const [waiver, ...more] = words;
  if (waiver === undefined || more.length > 0) return 'it takes the id of one waiver';
  return /^w[1-9][0-9]{0,8}$/.test(waiver) ? { verb: 'revoke', waiver } : 'the id of a waiver is w and a number';
}

function waive(words: readonly string[]): Ask | string {
  const at = words.indexOf('until');
  if (at === -1) return 'until when is missing';
  const finding = words.slice(0, at).join(' ');
  if (finding === '') return 'the finding is missing';
  if (!isName(finding)) return 'that is no name of a finding';
  const until = untilOf(words[at + 1] ?? '');
  if (until === null) return 'the date is a day such as 2026-05-31, or a UTC time such as 2026-05-31T16:00Z';
  return because(words.slice(at + 2), (reason) => ({ verb: 'waive', finding, until, reason }));
}

function because(words: readonly string[], ask: (reason: string) => Ask): Ask | string {
  return words[0] === 'because' ? withReason(words.slice(1), ask) : 'the reason is missing: because …';
}

/** A reason may be in any language; everything before it is ASCII. */
function withReason(words: readonly string[], ask: (reason: string) => Ask): Ask | string {
  const reason = words.join(' ');
  if (reason === '') return 'the reason is missing';
  if (reason.length > longestReason) return `a reason has at most ${longestReason} characters`;
  if (!/[\p{L}\p{N}]/u.test(reason)) return 'the reason says nothing';
  return isVisible(reason) ? ask(reason) : 'the reason has characters that nobody can see';
}

/** Printable ASCII of a bounded length. */
function isName(text: string): boolean {
  return text.length <= longestName && /^[\x20-\x7e]*$/.test(text);
}

/** No control, format (zero-width, bidirectional), unassigned or surrogate characters, and no odd line breaks. */
function isVisible(text: string): boolean {
  return !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
}
