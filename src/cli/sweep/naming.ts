import type { Finding } from '../../core/doctor/facts.ts';
import type { FailedAttempt } from '../../core/recovery/deliveries.ts';
import type { SweepFinding } from '../../generated/types.ts';
import { shownTime } from '../../report/words.ts';
import type { SweptRepository } from '../../reconcile/sweep-repository.ts';

export function deliveryFinding({ guid, event, status_code, delivered_at }: FailedAttempt): SweepFinding {
  const answer = status_code === 0 ? 'got no answer' : `was answered ${status_code}`;
  const what = `${event} of ${shownTime(delivered_at)} ${answer} and is worth another attempt`;
  return { kind: 'delivery', where: guid, what, code: null };
}

export function driftFinding(where: string, { code, message }: Finding): SweepFinding {
  return { kind: 'drift', where, what: message.replace(/\.$/, ''), code };
}

/** What a repository's sweep found, commands first as they are worked on first. `name`: `OWNER/REPO`. */
export function repositoryFindings(name: string, found: SweptRepository): readonly SweepFinding[] {
  const one = (kind: SweepFinding['kind'], where: string, what: string): SweepFinding => ({
    kind,
    where,
    what,
    code: null,
  });
  const moved = found.ungoverned_now
    ? 'has no policy any more: every open pull request would be told'
    : 'was pushed to since the last sweep: looked at for changes past the gate';
  return [
    ...found.commands.map(({ id, number }) => one('command', `${name}#${number}`, `comment ${id} was not answered`)),
    ...found.groups.map(({ base_ref, sha }) =>
      one('merge_group', name, `the group ${sha.slice(0, 7)} for ${base_ref} has no verdict`),
    ),
    ...found.incidents.map((number) =>
      one('incident', `${name}#${number}`, 'is closed: opened again if its hold stands'),
    ),
    ...(found.branch_moved ? [one('default_branch', name, moved)] : []),
    ...found.pull_requests.map((number) => one('pull_request', `${name}#${number}`, 'would be judged again')),
  ];
}
