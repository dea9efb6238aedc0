import type { DraftFile, NextAction, Review } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';
import type { Ground } from './ground.ts';

const order: readonly NextAction['by'][] = ['author', 'role', 'machine', 'time', 'operator'];

/**
 * The shortest way to go: what each blocking or waiting ground takes, the author's part first because reviewers are only
 * asked when nothing is left for the author. A dead end comes first: nothing else helps before it is out of the way.
 */
export function nextActions(
  grounds: readonly Ground[],
  reviews: readonly Review[],
  drafts: readonly DraftFile[],
  matter: Matter,
): readonly NextAction[] {
  const actions: NextAction[] = [];
  for (const ground of grounds) {
    const action = ground.effect === 'advise' ? null : actionOf(ground, reviews, matter);
    if (action === null) continue;
    const whole = withDraft(action, drafts, matter);
    if (!actions.some((other) => isSame(whole, other))) actions.push(whole);
  }
  return actions.sort((a, b) => weight(a) - weight(b));
}

function isSame(a: NextAction, b: NextAction): boolean {
  return a.how === b.how && a.by === b.by && a.role === b.role && a.file === b.file && a.line === b.line;
}

function weight({ code, by }: NextAction): number {
  return code === 'unsatisfiable' ? -1 : order.indexOf(by);
}

/** A missing record is settled by the file that is drafted for it. */
function withDraft(action: NextAction, drafts: readonly DraftFile[], { isChange, isRollout }: Matter): NextAction {
  const wanted = missing[action.code];
  if (wanted === undefined) return action;
  const draft = drafts.find(({ path }) => (wanted === 'change' ? isChange(path) : isRollout(path)));
  return draft === undefined ? action : { ...action, file: draft.path, line: 1 };
}

const missing: { readonly [code: string]: 'change' | 'rollout' } = {
  record_missing: 'change',
  change_record_missing: 'change',
  rollout_record_missing: 'rollout',
};

function actionOf(ground: Ground, reviews: readonly Review[], matter: Matter): NextAction | null {
  const { code, subject, where } = ground;
  const role = subject.startsWith('role:') ? subject.slice('role:'.length) : null;
  const review = role === null ? undefined : reviews.find((found) => found.role === role);
  if (role !== null && review !== undefined && roleCodes.has(code))
    return { code, by: 'role', role, how: reviewStep(code, review, matter) };
  if (ground.step === null) return null;
  const { by, how, role: holder } = ground.step;
  return {
    code,
    by,
    how,
    ...(holder === undefined ? {} : { role: holder }),
    ...(where === undefined ? {} : { file: where.file, line: where.line }),
  };
}

const roleCodes: ReadonlySet<string> = new Set(['review_missing', 'review_changes_requested']);

function reviewStep(code: string, review: Review, matter: Matter): string {
  const from = holdersText(review.role, matter);
  if (code === 'review_changes_requested')
    return 'settle the change request; who asked for it approves or dismisses it';
  const open = Math.max(1, review.needed - review.given.length);
  const names = review.given.map(({ person }) => `@${person.login}`).join(', ');
  if (review.given.length > 0)
    return `${review.given.length} of ${review.needed} given (${names}); ${count(open)} more from ${from}`;
  return `${count(open)} approval${open === 1 ? '' : 's'} from ${from}`;
}

function count(number: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five'][number] ?? String(number);
}

/** Who holds a role, in the words of the policy: teams are named, their members never are (DESIGN 6). */
function holdersText(role: string, { policy, snapshot }: Matter): string {
  const defined = Object.hasOwn(policy.roles, role) ? policy.roles[role] : undefined;
  if (defined === undefined && snapshot.repository.owner_type === 'User') return 'anyone with maintain permission';
  if (defined === undefined) return `team ${role.toLowerCase().replaceAll('_', '-')}`;
  const { teams, users, codeowners, permission } = defined;
  const parts = [
    ...teams.map((team) => `team ${team}`),
    ...users.map(({ login }) => `@${login}`),
    ...(codeowners.length === 0 ? [] : [`the CODEOWNERS of ${codeowners.join(', ')}`]),
  ];
  const floor = permission === null ? '' : ` with ${permission} permission`;
  return parts.length === 0 ? `anyone${floor || ' who holds it'}` : `${parts.join(' or ')}${floor}`;
}
