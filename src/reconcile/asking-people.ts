import { samePatch } from '../core/change/patch/comparison.ts';
import { type ReviewRequest, reviewRequests } from '../core/change/reviews/request.ts';
import type { Decision, EffectivePolicy, PatchFact, Snapshot } from '../generated/types.ts';
import { type TurnOf, turnComment } from '../report/comment/turn-comment.ts';
import { type AskedRole, type Told, toldIn, type Turn } from './asked-line.ts';
import type { NewCommentWrite, Observation, ReviewRequestWrite } from './ports.ts';

/** What is to be done so that those whose turn it is know of it. */
export interface Asking {
  readonly requests: readonly ReviewRequestWrite[];
  /** A comment that says "your turn"; null = nobody has to be told who isn't told by GitHub itself. */
  readonly comment: NewCommentWrite | null;
  /** What the sticky comment remembers of it. */
  readonly told: Told;
  /** Roles that GitHub did not let us ask. */
  readonly unasked: readonly string[];
}

export interface AskingMatter {
  readonly decision: Decision;
  readonly policy: EffectivePolicy;
  readonly snapshot: Snapshot;
  readonly observation: Observation;
  readonly now: Date;
}

/** Reads the patches of commits. */
export type Patches = (commits: readonly string[]) => Promise<readonly PatchFact[]>;

/** A "your turn" comment is a notification to everybody who takes part: at most one an hour. */
const quiet = 3_600_000;

/** Whom to ask and tell now: each role once for a patch, not for a push; who is asked already is left alone. */
export async function askingOf(matter: AskingMatter, patches: Patches): Promise<Asking> {
  const { decision, policy, snapshot, observation } = matter;
  const before = toldIn(observation.sticky_comment?.body ?? '');
  const wanted = reviewRequests(decision, policy, snapshot);
  const requests: ReviewRequestWrite[] = [];
  const asked = new Map(before.asked.map((one) => [one.role, one]));
  const unreached: string[] = [];
  for (const request of wanted) {
    if (isPending(request, observation)) continue;
    const known = asked.get(request.role);
    if (known !== undefined && (await isSamePatch(known, request, snapshot, patches))) continue;
    const write = writeOf(request, observation);
    asked.set(request.role, { role: request.role, commit: observation.head_sha, refused: write === null });
    if (write === null) unreached.push(request.role);
    else requests.push(write);
  }
  const told = { asked: [...asked.values()], turn: before.turn };
  return { requests, ...turned(matter, told, unreached), unasked: unaskedOf(told.asked, wanted) };
}

/** The same once GitHub has refused to ask some roles: they are told by a comment, and the check says so. */
export function refusedAsking(matter: AskingMatter, asking: Asking, roles: readonly string[]): Asking {
  const wanted = reviewRequests(matter.decision, matter.policy, matter.snapshot);
  const asked = asking.told.asked.map((one) => (roles.includes(one.role) ? { ...one, refused: true } : one));
  const told = { asked, turn: asking.told.turn };
  return { requests: [], ...turned(matter, told, roles), unasked: unaskedOf(asked, wanted) };
}

function isPending({ teams, users }: ReviewRequest, { reviewers: { pending } }: Observation): boolean {
  return teams.some((team) => pending.teams.includes(team)) || users.some(({ id }) => pending.users.includes(id));
}

async function isSamePatch(
  { commit }: AskedRole,
  { inScope }: ReviewRequest,
  { pull_request }: Snapshot,
  patches: Patches,
): Promise<boolean> {
  const { head_sha } = pull_request;
  if (commit === head_sha) return true;
  const list = await patches([head_sha, commit]);
  const [now, then] = [head_sha, commit].map((sha) => list.find((patch) => patch.sha === sha));
  return now !== undefined && then !== undefined && samePatch(then, now, inScope) === 'same';
}

function writeOf(
  { role, teams, users }: ReviewRequest,
  { reviewers: { nodes } }: Observation,
): ReviewRequestWrite | null {
  const ids = {
    teams: teams.flatMap((team) => nodes.teams.get(team) ?? []),
    users: users.flatMap(({ id }) => nodes.users.get(id) ?? []),
  };
  return ids.teams.length + ids.users.length === 0 ? null : { kind: 'review_request', role, ...ids };
}

/** A role that nobody can be asked for by name (everybody with a permission, say) is no refusal. */
function unaskedOf(asked: readonly AskedRole[], wanted: readonly ReviewRequest[]): readonly string[] {
  const refused = asked.filter((one) => one.refused).map(({ role }) => role);
  return wanted
    .filter(({ role, teams, users }) => refused.includes(role) && teams.length + users.length > 0)
    .map(({ role }) => role);
}

function turned(
  { decision, snapshot, observation, now }: AskingMatter,
  told: Told,
  unreached: readonly string[],
): Pick<Asking, 'comment' | 'told'> {
  const of = turnOf(decision);
  const { head_sha, draft } = snapshot.pull_request;
  const before = told.turn;
  if (of === null || draft) return { comment: null, told };
  const said = before?.said ?? 0;
  // Who has just pushed knows; so does everybody while the author goes on pushing.
  const isAuthorsAgain = of === 'author' && before?.of === 'others' && before.commit === head_sha;
  const isNews = isAuthorsAgain || (of === 'others' && unreached.length > 0);
  const speaks = isNews && now.getTime() - said >= quiet;
  const turn: Turn = { of, commit: head_sha, said: speaks ? now.getTime() : said };
  if (!speaks) return { comment: null, told: { ...told, turn: before?.of === of && of === 'author' ? before : turn } };
  const words: TurnOf = of === 'author' ? { of } : { of, roles: unreached };
  const checkUrl = `${observation.repository_url}/pull/${snapshot.pull_request.number}/checks`;
  const body = turnComment(decision, words, snapshot.pull_request.author?.login ?? null, checkUrl);
  return { comment: { kind: 'new_comment', body }, told: { ...told, turn } };
}

/** Whose turn it is; null = nobody's: it is judged, or machines and time have to come first. */
function turnOf({ verdict, next_actions }: Decision): Turn['of'] | null {
  if (verdict === 'go') return null;
  if (next_actions.some(({ by }) => by === 'author')) return 'author';
  return next_actions.some(({ by }) => by === 'role') ? 'others' : null;
}
