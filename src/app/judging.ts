import type { Lane } from '../reconcile/ports/inbox.ts';
import { withAnswerTails } from './judging/answer-tails.ts';
import { commandTasks } from './judging/command.ts';
import { defaultBranchTasks } from './judging/default-branch.ts';
import { pullRequestsOf, repositoriesOf } from './judging/fan-out.ts';
import { incidentTasks } from './judging/incident.ts';
import { policyEditTasks } from './judging/policy-edit.ts';
import { type Held, type JudgingOptions, judgingPorts, type Keep } from './judging/ports.ts';
import { pressTasks } from './judging/press.ts';
import { pullRequests } from './judging/pull-request.ts';
import { mergeGroups } from './merge-groups.ts';
import type { Follow, Task } from '../reconcile/task.ts';

export interface Judging {
  /**
   * Does one task and answers what follows from it. Nothing is written once `isHeld` says no (fault `lease_lost`). Throws
   * what failed, after it was said on the pull request. `keep`: keeps a note with the task's end; default: at once.
   */
  readonly take: (task: Task, lane: Lane, isHeld: Held, keep?: Keep) => Promise<readonly Follow[]>;
}

/** The work on each kind of key, over the same ports. */
export function createJudging(options: JudgingOptions): Judging {
  const ports = judgingPorts(options);
  const remembering = withAnswerTails(ports);
  const pullRequest = pullRequests(ports);
  const command = commandTasks(ports, pullRequest);
  const press = pressTasks(ports);
  const defaultBranch = defaultBranchTasks(ports);
  const incident = incidentTasks(ports);
  const policyEdit = policyEditTasks(ports);
  const mergeGroup = mergeGroups(ports);
  const several = pullRequestsOf(ports);
  const installation = repositoriesOf(ports);
  return {
    async take(task, lane, isHeld, keep = (name, text) => ports.inbox.keepNote(name, text, Date.now())) {
      const { key, place } = task;
      const given = { place, lane, isHeld, keep };
      switch (key.kind) {
        case 'pull_request':
          return remembering(place.repositoryId, key.number, () =>
            pullRequest({ owner: key.owner, repo: key.repo, number: key.number }, given),
          );
        case 'command':
          return remembering(place.repositoryId, key.number, () => command(task, given));
        case 'press':
          return press(key, given);
        case 'default_branch':
          return defaultBranch(key, given);
        case 'incident':
          return incident(key, given);
        case 'policy_edit':
          return policyEdit(key, given);
        case 'merge_group':
          return mergeGroup(key, place, ports.readingOver(await ports.transportFor(place, lane)), isHeld);
        case 'commit':
        case 'repository':
          return several(key, given);
        case 'installation':
          return installation(key, given);
        default:
          return [];
      }
    },
  };
}
