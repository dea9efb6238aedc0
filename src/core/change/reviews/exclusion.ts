import type { ReasonCode } from '../../../generated/codes.ts';
import type { CommitFact, CommitIdentity, Person, Snapshot } from '../../../generated/types.ts';

/** Why an approval by this account never counts on this pull request. */
export interface Exclusion {
  readonly code: ReasonCode;
  /** The half sentence behind "@login's approval doesn't count: ". */
  readonly why: string;
}

/**
 * Everybody who had a hand in the change, by numeric id: author, authors, committers and co-authors of its commits with
 * a linked account, everyone who pushed to the branch, and who asked an agent for it (T12, github-checked 26).
 */
export function excludedPeople(snapshot: Snapshot): ReadonlyMap<number, Exclusion> {
  const excluded = new Map<number, Exclusion>();
  const exclude = (person: Person | null, code: ReasonCode, why: (login: string) => string): void => {
    if (person !== null && !excluded.has(person.id)) excluded.set(person.id, { code, why: why(`@${person.login}`) });
  };
  exclude(snapshot.pull_request.author, 'approver_is_author', (name) => `${name} is the author of the pull request.`);
  for (const commit of snapshot.commits.list) {
    const short = shortSha(commit.sha);
    exclude(commit.author.person, 'approver_is_committer', (name) => `${name} is the author of commit ${short}.`);
    exclude(commit.committer.person, 'approver_is_committer', (name) => `${name} committed ${short}.`);
    for (const { person } of commit.co_authors) {
      exclude(person, 'approver_is_co_author', (name) => `${name} is a co-author of commit ${short}.`);
    }
  }
  for (const pusher of snapshot.pushers.list) {
    exclude(pusher, 'approver_is_pusher', (name) => `${name} pushed to the branch of this pull request.`);
  }
  for (const requester of snapshot.requesters.list) {
    exclude(requester, 'approver_asked_agent', (name) => `${name} asked an agent for this change.`);
  }
  return excluded;
}

/** Why nobody's approval can be counted at all; null when the facts on who made the change are whole. */
export function generalExclusion({ pushers, commits, requesters }: Snapshot): Exclusion | null {
  if (!commits.complete) {
    return {
      code: 'commits_unreadable',
      why: 'the commits could not be read to the end, so the committers are unknown.',
    };
  }
  if (!pushers.known) return { code: 'pusher_unknown', why: 'nobody can tell who pushed to the branch.' };
  return requesters.known ? null : { code: 'requester_unknown', why: 'nobody can tell who asked for the change.' };
}

/** Names of commit authors, committers and co-authors that no GitHub account stands behind, each once. */
export function unlinkedNames(commits: readonly CommitFact[]): readonly string[] {
  const identities: CommitIdentity[] = commits.flatMap(({ author, committer, co_authors }) => [
    author,
    committer,
    ...co_authors,
  ]);
  return [...new Set(identities.filter(({ person }) => person === null).map(({ name }) => name))];
}

/** The seven digits by which people know a commit. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
