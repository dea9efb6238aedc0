/** A command's word, without the slash. `/waive revoke` is a verb of its own here: others may give it than `/waive`. */
export type Verb =
  | 'recheck'
  | 'explain'
  | 'status'
  | 'help'
  | 'block'
  | 'unblock'
  | 'attest'
  | 'waive'
  | 'revoke'
  | 'resume'
  | 'resolve';

/** Where a command does something: on a pull request, on an incident issue, or on both. */
export type Place = 'pull_request' | 'incident';

interface VerbText {
  /** How it is written. */
  readonly form: string;
  /** What it does, half a sentence. */
  readonly does: string;
  readonly on: readonly Place[];
}

/** Every command of now, in the order in which they are shown. */
export const verbs: { readonly [V in Verb]: VerbText } = {
  recheck: { form: '/recheck', does: 'judges the pull request again', on: ['pull_request'] },
  explain: {
    form: '/explain [CODE]',
    does: 'says at length what is missing and who can settle it',
    on: ['pull_request'],
  },
  status: {
    form: '/status',
    does: 'lists what was said by command and still counts',
    on: ['pull_request', 'incident'],
  },
  help: { form: '/help', does: 'lists what you may do here', on: ['pull_request', 'incident'] },
  block: {
    form: '/block <reason>',
    does: 'blocks the pull request until it is unblocked',
    on: ['pull_request'],
  },
  unblock: { form: '/unblock', does: 'lifts every block', on: ['pull_request'] },
  attest: {
    form: '/attest <signal>',
    does: 'gives your word on a signal, for this patch',
    on: ['pull_request'],
  },
  waive: {
    form: '/waive <finding> until <date> because <reason>',
    does: 'lets a finding pass for a time, once a second person gives the same command',
    on: ['pull_request'],
  },
  revoke: { form: '/waive revoke <id>', does: 'ends a waiver before its time', on: ['pull_request'] },
  resume: {
    form: '/resume because <reason>',
    does: 'lifts the hold of an incident; starts a broken chain of answers anew',
    on: ['pull_request', 'incident'],
  },
  resolve: { form: '/resolve because <reason>', does: 'closes an incident', on: ['incident'] },
};

/** Words that the design gives to commands of rollouts. They are answered, so that nobody believes a hold to be in force. */
export const laterVerbs = ['promote', 'rollback', 'hold', 'freeze', 'unfreeze', 'compare'] as const;

const known: ReadonlySet<string> = new Set([...Object.keys(verbs).filter((verb) => verb !== 'revoke'), ...laterVerbs]);

/** The verb that a line starts with; null = the line is no command. Only lower-case ASCII right at the line's start counts. */
export function verbAt(line: string): string | null {
  if (!line.startsWith('/')) return null;
  const end = line.indexOf(' ');
  // No verb is longer than this: a line without a space isn't copied.
  const word = line.slice(1, end === -1 ? 20 : Math.min(end, 20));
  return known.has(word) ? word : null;
}
