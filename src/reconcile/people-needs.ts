import type { Person, ReviewFact, Snapshot } from '../generated/types.ts';
import { unique } from './once.ts';

/** Reviewers, who attested or waived, and the author: in a person's repository it matters that the owner can't approve. */
export function acted({ reviews, pull_request, human_attestations, waivers }: Snapshot): readonly Person[] {
  const people = [
    pull_request.author,
    ...reviews.list.map(({ person }) => person),
    ...human_attestations.map(({ person }) => person),
    ...waivers.flatMap(({ owner, second_approver }) => [owner, second_approver]),
  ];
  return distinct(people.filter((person) => person?.type === 'User').filter((person) => person !== null));
}

/** Whoever waives or agrees may do so by permission alone. */
export function waiving({ waivers }: Snapshot): readonly Person[] {
  return waivers.flatMap(({ owner, second_approver }) =>
    second_approver === null ? [owner] : [owner, second_approver],
  );
}

/** Each person once, in the order of their numeric ids. */
export function distinct(people: readonly Person[]): readonly Person[] {
  if (people.length < 2) return people;
  const once = new Map(people.map((person) => [person.id, person]));
  return [...once.values()].sort((a, b) => a.id - b.id);
}

/** Commits before the head that a word of somebody may still stand for: approvals and attestations. */
export function olderWords({ reviews, human_attestations, pull_request, base_changes }: Snapshot): readonly string[] {
  const words = [
    ...reviews.list.filter((review) => mayStand(review, pull_request, base_changes)),
    ...human_attestations,
  ];
  const commits = words.flatMap(({ commit }) => commit ?? []);
  return unique(commits.filter((commit) => commit !== pull_request.head_sha));
}

/** Whether it is an approval by a person other than the author, after the last change of the base branch. */
function mayStand(
  { state, person, submitted_at }: ReviewFact,
  { author }: Snapshot['pull_request'],
  base_changes: Snapshot['base_changes'],
): boolean {
  return (
    state === 'approved' &&
    person?.type === 'User' &&
    person.id !== author?.id &&
    base_changes.every((time) => Date.parse(submitted_at) > Date.parse(time))
  );
}
