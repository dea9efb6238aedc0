import type { RunFact } from '../../generated/types.ts';
import { editsOfOthers } from '../gate/group/evidence.ts';
import { standsForHead } from './commit.ts';
import { type Refusal, refusal } from './reading.ts';
import { dating, type Scope } from './scope.ts';
import { callsOthers, vouchingFault, workflowPath } from './vouching.ts';

/** A piece of evidence made by a workflow run. */
export interface RunPiece {
  readonly run: RunFact;
  /** Commit that the piece itself names: the check run's head, the report's commit. */
  readonly commit: string;
  /** UTC; null = not said. */
  readonly at: string | null;
  /** Path in the policy; null = any workflow (a signal that the policy doesn't define). */
  readonly workflow: string | null;
  /** Name of the job's check run; null for artifacts. */
  readonly job: string | null;
}

const events: ReadonlySet<string> = new Set(['pull_request', 'push', 'merge_group']);

/** The rules of DESIGN 5 on where evidence of a run comes from, in order; the first that it fails, or null. */
export function provenanceFault(piece: RunPiece, scope: Scope): Refusal | null {
  for (const rule of rules) {
    const fault = rule(piece, scope);
    if (fault !== null) return fault;
  }
  return null;
}

/** Whether a run is refused only because nobody knows where its head comes from. */
export function isOfUnknownHead({ head_repository }: RunFact, { code }: Refusal): boolean {
  return head_repository === null && code === 'evidence_foreign_repository';
}

type Rule = (piece: RunPiece, scope: Scope) => Refusal | null;

const rules: readonly Rule[] = [
  function workflow({ run, workflow }) {
    const path = workflowPath(run.path);
    if (path === '') return refusal('evidence_workflow_unread', "GitHub doesn't say which workflow it ran in.");
    if (workflow === null || path === workflow) return null;
    return refusal('evidence_wrong_workflow', `it ran in ${path}, and the policy names ${workflow}.`);
  },
  function event({ run, job }) {
    // Such a run stands for the base (github-checked 3): it counts only by a report that names the head itself.
    if (run.event === 'pull_request_target') {
      if (job === null) return null;
      return refusal('evidence_base_commit', 'a pull_request_target run stands for the base, not for the head.');
    }
    if (events.has(run.event)) return null;
    return refusal('evidence_wrong_event', `a run of the event ${run.event} can't vouch for the commit.`);
  },
  function commit({ run, commit, job }, scope) {
    const isOwn = run.event === 'pull_request_target' || run.head_sha === commit;
    if (isOwn && standsForHead(commit, scope)) return null;
    const code = job === null ? 'report_wrong_commit' : 'evidence_wrong_commit';
    const why = isOwn
      ? `it is for ${commit.slice(0, 7)}, not for the head, and the surfaces that it covers differ.`
      : `it names ${commit.slice(0, 7)}, and its run was for ${run.head_sha.slice(0, 7)}.`;
    return refusal(code, why);
  },
  function repository({ run }, { matter }) {
    const { repository, pull_request } = matter.snapshot;
    const wanted: (number | null)[] = [
      ...(run.event.startsWith('pull_request') ? [pull_request.head_repository] : []),
      ...(run.event === 'pull_request' ? [] : [repository.id]),
    ];
    if (run.head_repository !== null && wanted.includes(run.head_repository)) return null;
    return refusal(
      'evidence_foreign_repository',
      "the run's head comes from another repository than the pull request's.",
    );
  },
  function pullRequest({ run }, { matter }) {
    if (run.event !== 'pull_request') return null;
    const { number, same_head } = matter.snapshot.pull_request;
    // GitHub names no pull requests for forks (github-checked 23): then only a head that no other one shares can be told.
    const isNamed = run.pull_requests !== null && run.pull_requests.length > 0;
    if (isNamed ? run.pull_requests?.includes(number) === true : same_head.length === 0) return null;
    return refusal('evidence_other_pull_request', 'the run belongs to another pull request with the same head commit.');
  },
  function base({ run }, { matter }) {
    if (run.event !== 'pull_request') return null;
    // The run merged the head into the base of its time and used the workflow of that merge (github-checked 2); so do its
    // re-runs. Whoever may choose the base could have it judged by a workflow of their own.
    const made = Date.parse(run.created_at ?? '');
    if (matter.snapshot.base_changes.every((time) => made > Date.parse(time))) return null;
    const why = 'the base branch was changed after it, so it used the workflow of another base.';
    return refusal('evidence_before_base_change', why);
  },
  function defaultWorkflow({ run }) {
    if (run.event !== 'push' && run.event !== 'merge_group') return null;
    if (run.workflow_is_default === true) return null;
    if (run.workflow_is_default === null) {
      return refusal(
        'evidence_workflow_unread',
        'whether the workflow ran as the default branch has it could not be read.',
      );
    }
    return refusal('evidence_workflow_edited', "the workflow that ran differs from the default branch's.");
  },
  function vouching({ run, job }, { matter, signal, is_trusted }) {
    const calls = job === null ? callsOthers(run.path, matter) : job.includes(' / ');
    const others = editsOfOthers(matter, run.head_sha);
    const edited = others === null ? null : vouchingFault(workflowPath(run.path), signal, others, calls);
    if (edited !== null) {
      return refusal(edited.code, edited.why.replace('the pull request edits', 'another one in the merge group edits'));
    }
    if (is_trusted) return null;
    return vouchingFault(workflowPath(run.path), signal, matter, calls);
  },
  function date({ at }, scope) {
    const found = dating(at, scope);
    if (found === 'future') return refusal('evidence_future_dated', `it is dated in the future (${at ?? ''}).`);
    return found === 'too_old'
      ? refusal('evidence_too_old', `it is from ${at ?? 'an unknown time'}, older than allowed.`)
      : null;
  },
];
