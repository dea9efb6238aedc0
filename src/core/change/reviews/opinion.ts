import type { Person, ReviewFact } from '../../../generated/types.ts';

/** What one person last said. A comment or a pending review says nothing; a dismissed one takes back what it said. */
export interface Opinion {
  readonly person: Person;
  readonly state: 'approved' | 'changes_requested' | 'dismissed';
  /** The review that says so. */
  readonly review: ReviewFact;
  /** They had approved before they asked for changes. */
  readonly withdrew: boolean;
}

/** The latest opinion of each account, by numeric id, in the order in which people first spoke. */
export function latestOpinions(reviews: readonly ReviewFact[]): readonly Opinion[] {
  if (reviews.length === 0) return [];
  const opinions = new Map<number, Opinion>();
  for (const review of reviews.toSorted(byTime)) {
    const { person, state } = review;
    if (person === null || state === 'commented' || state === 'pending') continue;
    const before = opinions.get(person.id);
    const withdrew = state === 'changes_requested' && (before?.state === 'approved' || before?.withdrew === true);
    opinions.set(person.id, { person, state, review, withdrew });
  }
  return [...opinions.values()];
}

/** Approvals by accounts that are gone. */
export function approvalsOfTheGone(reviews: readonly ReviewFact[]): readonly ReviewFact[] {
  return reviews.filter(({ person, state }) => person === null && state === 'approved');
}

/** Whether an account that is gone asked for changes, which nobody has dismissed: nobody can tell which roles it held. */
export function isObjectedByTheGone(reviews: readonly ReviewFact[]): boolean {
  return reviews.some(({ person, state }) => person === null && state === 'changes_requested');
}

/** GitHub numbers reviews in the order of their making: the id decides within one second. */
function byTime(a: ReviewFact, b: ReviewFact): number {
  return Date.parse(a.submitted_at) - Date.parse(b.submitted_at) || a.id - b.id;
}
