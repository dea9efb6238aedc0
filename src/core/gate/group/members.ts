/** A pull request in the merge queue, as GitHub tells it. */
export interface QueueEntry {
  readonly position: number;
  readonly pull_request: number | null;
  /** null = nothing was built for it yet. */
  readonly base_sha: string | null;
  readonly head_sha: string | null;
}

/** An entry whose commit was built. */
export interface GroupMember {
  readonly number: number;
  readonly base_sha: string;
  readonly head_sha: string;
}

/** The pull requests of a group, the first to merge first; `gone` = the queue has no such group any more. */
export type GroupMembers =
  | { readonly kind: 'known'; readonly members: readonly [GroupMember, ...GroupMember[]] }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unclear'; readonly why: string };

/**
 * Which pull requests a group holds: those of the queue up to the one whose commit is the group's head, each built on the
 * one ahead and the first on the branch's tip (github-checked 17). An entry without a commit is no part of any group.
 */
export function membersOf(
  queue: { readonly complete: boolean; readonly entries: readonly QueueEntry[]; readonly tip: string | null },
  head: string,
): GroupMembers {
  const built = queue.entries.toSorted((a, b) => a.position - b.position).filter(({ head_sha }) => head_sha !== null);
  const last = built.findIndex(({ head_sha }) => head_sha === head);
  if (last === -1) {
    return queue.complete
      ? { kind: 'gone' }
      : {
          kind: 'unclear',
          why: 'The queue could not be read to the end; reading it takes the permission Merge queues: read.',
        };
  }
  const members: GroupMember[] = [];
  for (const { pull_request, base_sha, head_sha } of built.slice(0, last + 1)) {
    const ahead = members.at(-1)?.head_sha ?? queue.tip;
    if (pull_request === null || base_sha === null || head_sha === null) {
      return { kind: 'unclear', why: 'GitHub does not say which pull request each part of the group is of.' };
    }
    if (base_sha !== ahead) {
      return {
        kind: 'unclear',
        why: `#${pull_request} is not built on what is ahead of it: the queue is being rebuilt.`,
      };
    }
    members.push({ number: pull_request, base_sha, head_sha });
  }
  const [first, ...rest] = members;
  return first === undefined ? { kind: 'gone' } : { kind: 'known', members: [first, ...rest] };
}
