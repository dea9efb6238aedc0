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
  const exclude = (person: Person | null, code: ReasonCode, done: string, commit = ''): void => {
    if (person === null || excluded.has(person.id)) return;
    const short = commit === '' ? '' : ` ${shortSha(commit)}`;
    excluded.set(person.id, { code, why: `@${person.login} ${done}${short}.` });
  };
  exclude(snapshot.pull_request.author, 'approver_is_author', 'is the author of the pull request');
  for (const { sha, author, committer, co_authors } of snapshot.commits.list) {
    exclude(author.person, 'approver_is_committer', 'is the author of commit', sha);
    exclude(committer.person, 'approver_is_committer', 'committed', sha);
    for (const { person } of co_authors) exclude(person, 'approver_is_co_author', 'is a co-author of commit', sha);
  }
  for (const pusher of snapshot.pushers.list) {
    exclude(pusher, 'approver_is_pusher', 'pushed to the branch of this pull request');
  }
  for (const requester of snapshot.requesters.list) {
    exclude(requester, 'approver_asked_agent', 'asked an agent for this change');
  }
  return excluded;
}

/**
 * Whether it matters who pushed: an approval is there, or may be. Before, nobody needs to ask for it, and nothing waits for it:
 * the review is missing anyhow.
 */
export function mattersWhoPushed({ complete, list }: Snapshot['reviews']): boolean {
  return !complete || list.some(({ state }) => state === 'approved');
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
  const names = new Set<string>();
  const add = ({ person, name }: CommitIdentity): void => {
    if (person === null) names.add(name);
  };
  for (const { author, committer, co_authors } of commits) {
    add(author);
    add(committer);
    for (const one of co_authors) add(one);
  }
  return [...names];
}

/** The seven digits by which people know a commit. */
export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
