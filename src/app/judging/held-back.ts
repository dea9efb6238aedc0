import { usersOfIds } from '../../adapters/github/id-users.ts';
import type { Transport } from '../../adapters/github/transport/transport.ts';
import { keyText } from '../../core/route/key.ts';
import type { Judged } from '../../reconcile/judge-pull-request.ts';
import { marks, usesIn, usesLine } from '../../reconcile/marks.ts';
import type { PullRequestKey } from '../../reconcile/ports.ts';
import type { Inbox } from '../../reconcile/ports/inbox.ts';
import { type Follow, type Place, wishOf } from '../../reconcile/task.ts';
import type { JudgingPorts, Keep } from './ports.ts';

/** By what a pull request may hold others back. */
export interface Standing {
  readonly is_open: boolean;
  readonly head_sha: string;
  /** Numbers of the other open pull requests with the same head, for which its verdict stands too. */
  readonly same_head: readonly number[];
  /** The line of the ids that it uses (`reconcile/marks.ts`). */
  readonly uses: string;
}

/** null = not judged. */
export function standingOf({ observation, decision }: Judged): Standing | null {
  const { snapshot, head_sha } = observation;
  if (snapshot === null || decision === null) return null;
  const { state, same_head } = snapshot.pull_request;
  return { is_open: state === 'open', head_sha, same_head, uses: usesLine(decision.changes) };
}

/** GitHub's replicas show a write at most 10 seconds late (github-facts F23): judged sooner, others may see what was. */
const lag = 12_000;
/** Notes that are not kept again are forgotten after a month; each is kept again after so long, milliseconds. */
const keptFor = 7 * 86_400_000;

/**
 * Has those judged whom a pull request held back and does so no more: it was closed, took other ids, or left a head that
 * it shared. Nothing else tells them, so they are wished for before it is noted.
 */
export function heldBack({ inbox, app }: Pick<JudgingPorts, 'inbox' | 'app'>) {
  return async (
    pull: PullRequestKey,
    standing: Standing,
    { place, transport, keep }: { readonly place: Place; readonly transport: Transport; readonly keep: Keep },
  ): Promise<void> => {
    const keepNew = async (name: string, note: string | null, text: string): Promise<void> => {
      const { said, at } = partsOf(note);
      if (said === text && (text === '' || Date.now() - at < keptFor)) return;
      await keep(name, `${Date.now()} ${text}`);
    };
    const { is_open, head_sha, same_head } = standing;
    const { owner, repo } = pull;
    const names = namesOf(pull);
    const [usesNoted, headNoted] = await inbox.bothNotes(names.uses, names.head);
    const noted = { uses: usesNoted, head: headNoted };
    const now = { uses: standing.uses, head: same_head.length > 0 ? head_sha : '' };
    const held = { uses: heldBefore(noted.uses, now.uses, is_open), head: heldBefore(noted.head, now.head, is_open) };
    const holds = is_open ? now : { uses: '', head: '' };

    const gone = usesIn(held.uses).filter((use) => !usesIn(holds.uses).some((one) => isSame(one, use)));
    const users = gone.length === 0 ? [] : await usersOfIds({ transport, app, marks }, pull, gone);
    const isLeft = held.head !== '' && (!is_open || held.head !== head_sha);
    const keys: readonly Follow['key'][] = [
      ...users.map((number) => ({ kind: 'pull_request', owner, repo, number }) as const),
      ...(isLeft ? [{ kind: 'commit', owner, repo, sha: held.head } as const] : []),
    ];
    const due = Date.now() + lag;
    if (keys.length > 0)
      await inbox.wish(
        keys.map((key) => wishOf({ key, place, lane: 'sweep', due })),
        Date.now(),
      );

    await keepNew(names.uses, noted.uses, holds.uses);
    await keepNew(names.head, noted.head, holds.head);
    for (const number of is_open ? same_head : []) {
      // Who had the head first was judged while it was still its own.
      const name = namesOf({ owner, repo, number }).head;
      await keepNew(name, await inbox.note(name), head_sha);
    }
  };
}

/** Whether a pull request that is closed by now may still hold others back, as nobody told of its closing. */
export async function mayHold(inbox: Pick<Inbox, 'note'>, pull: PullRequestKey): Promise<boolean> {
  const names = namesOf(pull);
  const notes = [await inbox.note(names.uses), await inbox.note(names.head)];
  return notes.some((note) => partsOf(note).said !== '');
}

function namesOf(pull: PullRequestKey): { readonly uses: string; readonly head: string } {
  const name = keyText({ kind: 'pull_request', ...pull });
  return { uses: `uses of ${name}`, head: `shared head of ${name}` };
}

/** What it held when it was judged last. Without a note (a lost store) a closed one held all that it would. */
function heldBefore(note: string | null, now: string, is_open: boolean): string {
  if (note !== null) return partsOf(note).said;
  return is_open ? '' : now;
}

function partsOf(note: string | null): { readonly said: string; readonly at: number } {
  const [at = '', ...said] = (note ?? '').split(' ');
  return { said: said.join(' '), at: Number(at) };
}

type Use = ReturnType<typeof usesIn>[number];

function isSame(one: Use, other: Use): boolean {
  return one.change_id === other.change_id && one.bundle_id === other.bundle_id;
}
