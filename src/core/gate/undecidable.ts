import type { Decision, Reason } from '../../generated/types.ts';
import type { Judgement } from '../judgement.ts';
import { block, byOperator, type Ground, readAgain, wait } from './ground.ts';

/** The decision while there is no policy to judge by: always enforced, because nothing says otherwise. */
export function undecidable(judgement: Judgement): Decision {
  const found = groundOf(judgement);
  const { code, effect, message, subject, where, step } = found;
  const reason: Reason = { code, effect, message, subject, mode: 'enforce', ...(where === undefined ? {} : { where }) };
  const verdict = effect === 'wait' ? 'wait' : 'block';
  const place = where === undefined ? {} : { file: where.file, line: where.line };
  return {
    version: 1,
    verdict,
    observed_verdict: verdict,
    governed: true,
    enforcement: 'enforce',
    subject: subjectOf(judgement),
    risk: { declared: null, floor: 'low', effective: 'low' },
    surfaces: { declared: [], detected: [], undeclared: [], known: false },
    changes: [],
    reasons: [reason],
    problems: judgement.policy?.problems ?? [],
    reviews: [],
    signals: [],
    answers: [],
    announced: [],
    next_actions: step === null ? [] : [{ code, by: step.by, how: step.how, ...place }],
    not_a_way: [],
    unsatisfiable: false,
    draft: [],
  };
}

/** What is judged, by names that don't change with time. */
export function subjectOf({ snapshot }: Judgement): Decision['subject'] {
  const { repository, pull_request, policy } = snapshot;
  return {
    repository_id: repository.id,
    repository: repository.full_name,
    pull_request: pull_request.number,
    head_sha: pull_request.head_sha,
    base_ref: pull_request.base_ref,
    policy: policy === null ? null : { commit: policy.commit, blob: policy.blob },
  };
}

function groundOf({ policy, snapshot }: Judgement): Ground {
  if (snapshot.policy === null || policy === null) {
    const message = 'There is no policy on the default branch.';
    return block('policy_missing', 'policy', message, byOperator('add .github/rollout-gate.yml to the default branch'));
  }
  const organization = snapshot.organization_policy;
  if (snapshot.policy.text !== null && organization?.text === null) {
    const { repository, path, commit } = organization;
    const message = `The organisation's policy ${repository}:${path} at ${commit.slice(0, 7)} could not be read.`;
    const mend = 'let the App or the token read the repository that was named, or name another commit or path';
    return wait('policy_unreadable', 'policy', message, byOperator(mend));
  }
  if (snapshot.policy.text === null) {
    return wait('policy_unreadable', 'policy', 'The policy could not be read to the end.', readAgain);
  }
  const errors = policy.problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const count = errors.length === 1 ? '1 error' : `${errors.length} errors`;
  const message = `The policy on the default branch has ${count}${first === undefined ? '' : `, the first: ${first.message}`}.`;
  return block('policy_invalid', 'policy', message, byOperator('mend the policy on the default branch'), first?.where);
}
