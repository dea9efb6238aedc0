import type { GivenComment } from '../core/route/comment.ts';
import { type Key, keyText } from '../core/route/key.ts';
import type { Lane, Wish } from './ports/inbox.ts';

/** Where a delivery comes from: what a token is made for. */
export interface Place {
  /** 0 = none: the App itself. */
  readonly installationId: number;
  /** null = the whole installation. */
  readonly repositoryId: number | null;
}

/** What is kept of a wish: read back by this program or a newer one. */
export interface Task {
  readonly key: Key;
  readonly place: Place;
  /** Of a command: the comment as its signed delivery told it; it is never read again. */
  readonly comment?: GivenComment;
}

/** A task that follows from another. */
export interface Follow extends Task {
  readonly lane?: Lane;
  /** Not before this, milliseconds since the epoch. */
  readonly due?: number;
}

/**
 * A command and its pull request are one after the other, so that neither judges what the other is about to change. On an
 * issue it is one after the other with the look at the default branch, which writes records there. Presses on one commit
 * are too, so that two people get one answer.
 */
export function wishOf({ lane, due, ...task }: Follow): Wish {
  const { key } = task;
  const wish = {
    key: keyText(key),
    detail: JSON.stringify(task),
    ...(lane === undefined ? {} : { lane }),
    ...(due === undefined ? {} : { due }),
  };
  if (key.kind === 'incident') return { ...wish, serial: keyText({ ...key, kind: 'default_branch' }) };
  if (key.kind === 'press') return { ...wish, serial: keyText({ ...key, kind: 'commit' }) };
  if (key.kind !== 'command') return wish;
  const kind = task.comment?.on === 'issue' ? 'default_branch' : 'pull_request';
  return { ...wish, lane: 'command', serial: keyText({ ...key, kind }) };
}

export function taskOf({ detail }: Pick<Wish, 'detail'>): Task {
  return JSON.parse(detail) as Task;
}

/** The installation and, if there is one, the repository of a payload, which is data; null when it names no installation. */
export function placeOf(payload: unknown): Place | null {
  const idOf = (name: string): number | null => {
    const part: unknown = Reflect.get(Object(payload), name);
    const id: unknown = Reflect.get(Object(part), 'id');
    return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
  };
  const [installationId, repositoryId] = [idOf('installation'), idOf('repository')];
  return installationId === null ? null : { installationId, repositoryId };
}
