import { isAncestor } from '../git/history.ts';
import { Refusal } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { requiredChecksState, rulesetsFor } from './merge-rules.ts';

/** What a push wants: `null` as the commit deletes the branch. */
export interface WantedPush {
  readonly branch: string;
  readonly before: string | undefined;
  readonly after: string | null;
  /** null = nobody who could bypass anything. */
  readonly userId: number | null;
}

/** Why rulesets refuse a push that goes straight to a branch, one sentence for each rule. */
function refusals(world: World, repository: Repository, { branch, before, after, userId }: WantedPush): string[] {
  const binding = rulesetsFor(world, repository, branch).filter(
    (ruleset) => userId === null || !ruleset.bypassUserIds.includes(userId),
  );
  return binding
    .flatMap(({ rules }) => rules)
    .flatMap((rule): string[] => {
      if (after === null) return rule.type === 'deletion' ? ['Cannot delete this branch'] : [];
      if (rule.type === 'merge_queue') return ['Changes must be made through the merge queue'];
      if (rule.type === 'pull_request') return ['Changes must be made through a pull request.'];
      if (rule.type === 'non_fast_forward') {
        const isForced = before !== undefined && !isAncestor(repository.git, before, after);
        return isForced ? ['Cannot force-push to this branch'] : [];
      }
      if (rule.type !== 'required_status_checks') return [];
      // a commit that already passed elsewhere may be pushed
      const passes = requiredChecksState(world, repository, branch, after) === 'success';
      const names = rule.parameters.required_status_checks.map(({ context }) => `"${context}"`).join(', ');
      return passes ? [] : [`Required status check ${names} is expected.`];
    });
}

/** Throws what GitHub answers to a push that a ruleset forbids this person. */
export function requirePushAllowed(world: World, repository: Repository, wanted: WantedPush): void {
  const reasons = refusals(world, repository, wanted);
  if (reasons.length > 0) throw new Refusal(422, `Repository rule violations found\n\n${reasons.join('\n')}\n\n`);
}
