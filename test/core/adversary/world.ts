import type { Decision, Snapshot } from '../../../src/generated/types.ts';
import { decide } from '../../../src/core/decide.ts';
import { plainReaders, prepareJudgement } from '../../../src/records/judgement.ts';
import {
  approval,
  changeText,
  check,
  head,
  other,
  people,
  report,
  rolloutText,
  sha256,
  snapshotOf,
  status,
} from '../../support/snapshot.ts';

/** A policy that reads a signal from every kind of source, with roles by name, team, CODEOWNERS and permission. */
export const richPolicy = `version: 1
roles:
  engineering: { users: [bob] }
  safety: { teams: [safety-team], aliases: [safety_lead] }
  owners: { codeowners: ["prompts/**"] }
  maintainers: { permission: maintain }
surfaces:
  prompt_bundle: { paths: ["prompts/**"], risk: high }
  policy_bundle: { paths: ["policy/**"], risk: high }
signals:
  offline_eval_passed:
    job: { workflow: .github/workflows/evals.yml, name: evals }
    trusted_paths: ["evals/**"]
  duplicates_checked:
    report: { workflow: .github/workflows/evals.yml, artifact: evals, suite: duplicate_ticket }
  verifier_quality_check: { status: { context: ci/verifier, creator: erin } }
  leak_found: { code_scanning: { rule: leaked-secret } }
  unsafe_path: { job: { workflow: .github/workflows/evals.yml, name: unsafe } }
  stop_file: { file: "changes/*/STOP.md" }
  rollback_plan_ready: { file: "changes/*/ROLLBACK.md", min_length: 20 }
findings:
  issues: { label: blocking }
  code_scanning: { min_severity: high }
risk:
  high: { reviews: [engineering, safety_lead, owners, maintainers], evals: [offline_eval_passed, duplicates_checked] }
`;

const richRollout = `${rolloutText.replace(
  'required_checks: [rollback_plan_ready, trace_regression_check]',
  'required_checks: [rollback_plan_ready, trace_regression_check, verifier_quality_check]',
)}rollout:
  block_if: [leak_found, unsafe_path, stop_file]
`;

export const stopFile = 'changes/one/STOP.md';

/** A pull request under that policy for which everything is given: `go`. */
export function richWorld(): Snapshot {
  const world = snapshotOf({ policy: richPolicy, change: changeText, rollout: richRollout });
  return {
    ...world,
    codeowners: { path: 'CODEOWNERS', blob: 'owners-1', text: 'prompts/ @dan\n', error_lines: [] },
    reviews: {
      complete: true,
      list: [
        approval(people.bob, 1),
        approval(people.carol, 2),
        approval(people.dan, 3, { commit: other }),
        approval(people.erin, 4),
      ],
    },
    teams: [{ team: 'safety-team', readable: true, size: 3, acted: [people.carol.id] }],
    permissions: [
      { person: people.ada.id, permission: 'write' },
      { person: people.erin.id, permission: 'maintain' },
    ],
    patches: [patch(other), patch(head)],
    checks: {
      complete: true,
      list: [
        check('evals'),
        check('trace_regression_check', { id: 801 }),
        check('unsafe', { id: 802, conclusion: 'failure' }),
      ],
    },
    statuses: { complete: true, list: [status('ci/verifier')] },
    reports: [report()],
    signal_files: [...world.signal_files, { path: stopFile, exists: false, length: null }],
  };
}

function patch(sha: string): Snapshot['patches'][number] {
  const file = {
    path: 'prompts/system.md',
    previous_path: null,
    patch: 'sha256:a',
    base_blob: 'a',
    head_blob: 'b',
    head_mode: '100644',
  };
  return { sha, complete: true, files: [file] };
}

export function verdictOf(snapshot: Snapshot): Decision['verdict'] {
  return decisionFor(snapshot).verdict;
}

export function decisionFor(snapshot: Snapshot): Decision {
  return decide(prepareJudgement(snapshot, plainReaders), sha256);
}
