import { everyOpenPullRequest } from '../../adapters/github/commit-pull-requests.ts';
import type { Transport } from '../../adapters/github/transport/transport.ts';
import { keyText } from '../../core/route/key.ts';
import type { Decision } from '../../generated/types.ts';
import type { PullRequestKey } from '../../reconcile/ports.ts';
import type { RepositoryKey } from '../../reconcile/ports/default-branch.ts';
import type { Inbox } from '../../reconcile/ports/inbox.ts';
import { type Follow, type Place, wishOf } from '../../reconcile/task.ts';

type Notes = Pick<Inbox, 'note' | 'keepNote'>;

const [awaited, nothing] = ['awaited', ''];
const ofRepository = (key: RepositoryKey): string => `baseline of ${keyText({ kind: 'repository', ...key })}`;
const ofPullRequest = (key: PullRequestKey): string => `baseline of ${keyText({ kind: 'pull_request', ...key })}`;

/** Notes that a pull request waits for a report of its base branch, of whose coming no event of its own will tell. */
export async function noteBaseline(inbox: Notes, pull: PullRequestKey, { signals }: Decision): Promise<void> {
  const codes = signals.flatMap(({ refused, value }) => (value === 'unknown' ? refused.map(({ code }) => code) : []));
  if (!codes.includes('baseline_missing')) return;
  for (const name of [ofPullRequest(pull), ofRepository({ owner: pull.owner, repo: pull.repo })]) {
    await inbox.keepNote(name, awaited, Date.now());
  }
}

/**
 * Has those judged that wait for a report of their base branch, when something ended on a commit that is nobody's head.
 * Wished for before the notes are cleared; who still waits then is noted anew.
 */
export async function wakeBaseline(
  inbox: Notes & Pick<Inbox, 'wish'>,
  key: RepositoryKey,
  place: Place,
  transport: Transport,
): Promise<void> {
  if ((await inbox.note(ofRepository(key))) !== awaited) return;
  const waiting: PullRequestKey[] = [];
  for (const number of await everyOpenPullRequest(transport, key)) {
    const pull = { ...key, number };
    if ((await inbox.note(ofPullRequest(pull))) === awaited) waiting.push(pull);
  }
  const tasks = waiting.map((pull): Follow => ({ key: { kind: 'pull_request', ...pull }, place, lane: 'sweep' }));
  if (tasks.length > 0) await inbox.wish(tasks.map(wishOf), Date.now());
  for (const pull of waiting) await inbox.keepNote(ofPullRequest(pull), nothing, Date.now());
  if (waiting.length === 0) await inbox.keepNote(ofRepository(key), nothing, Date.now());
}
