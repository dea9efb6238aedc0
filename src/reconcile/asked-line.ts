/** A role that was asked for its review. */
export interface AskedRole {
  readonly role: string;
  /** Head commit at that time: it stands for its patch. */
  readonly commit: string;
  /** GitHub did not take the request, as for a team without access. */
  readonly refused: boolean;
}

/** What people were told beside the check, kept in the sticky comment. */
export interface Told {
  readonly asked: readonly AskedRole[];
  /** Whose turn it is, since which head, and when a comment last said so; null = never seen. */
  readonly turn: Turn | null;
}

export interface Turn {
  readonly of: 'author' | 'others';
  readonly commit: string;
  /** Milliseconds since the epoch; 0 = no comment yet. */
  readonly said: number;
}

export const nothingTold: Told = { asked: [], turn: null };

const begin = '<!-- rollout-gate:told ';
const end = ' -->';
const askedForm = /^([A-Za-z0-9_.%-]{1,300})=([0-9a-f]{40}|[0-9a-f]{64})(!?)$/;
const turnForm = /^@(author|others)=([0-9a-f]{40}|[0-9a-f]{64})=(\d{1,15})$/;
/** A policy may name more roles; those beyond are asked again after the next push. */
const mostRoles = 50;

/**
 * A hidden line of the sticky comment: GitHub is the only memory that lasts. Whoever edits it can only make us ask once
 * more or once less; no decision hangs on it.
 */
export function toldLine({ asked, turn }: Told): string {
  if (asked.length === 0 && turn === null) return '';
  const words = asked
    .slice(0, mostRoles)
    .map(({ role, commit, refused }) => `${escaped(role)}=${commit}${refused ? '!' : ''}`);
  if (turn !== null) words.push(`@${turn.of}=${turn.commit}=${turn.said}`);
  return `${begin}${words.join(' ')}${end}`;
}

/** What a comment's line says; words that are not ours are passed over. */
export function toldIn(body: string): Told {
  if (!body.includes(begin)) return nothingTold;
  const line = body.split('\n').find((one) => one.startsWith(begin) && one.trimEnd().endsWith(end));
  if (line === undefined) return nothingTold;
  const words = line.trimEnd().slice(begin.length, -end.length).split(' ');
  const asked = words.flatMap((word): readonly AskedRole[] => {
    const [, role = '', commit = '', refused] = askedForm.exec(word) ?? [];
    const name = commit === '' ? null : unescaped(role);
    return name === null ? [] : [{ role: name, commit, refused: refused === '!' }];
  });
  const [, of, commit = '', said] = words.map((word) => turnForm.exec(word)).find((found) => found !== null) ?? [];
  const turn: Turn | null = of === 'author' || of === 'others' ? { of, commit, said: Number(said) } : null;
  return { asked: asked.slice(0, mostRoles), turn };
}

/** `encodeURIComponent` leaves marks that would end the comment or a word. */
function escaped(role: string): string {
  return encodeURIComponent(role.toWellFormed())
    .replaceAll(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('--', '%2D%2D');
}

function unescaped(word: string): string | null {
  try {
    return decodeURIComponent(word);
  } catch {
    return null;
  }
}
