import {
  approval,
  bindingCodes,
  changeText,
  check,
  decisionOf,
  openIssue,
  people,
  rolloutText,
  type Scene,
} from '../support/snapshot.ts';
import type { Attack } from './attack.ts';

export const approved: Scene = { change: `${changeText}status: approved\n` };
const go: Scene = { rollout: `${rolloutText}decision: go\n` };
const decidedBy = (roles: string): Scene => ({ rollout: `${rolloutText}decided_by: [${roles}]\n` });
export const noReviews: Scene = { facts: { reviews: { complete: true, list: [] } } };
const failed: Scene = { facts: { checks: { complete: true, list: [check('evals', { conclusion: 'failure' })] } } };
const running: Scene = {
  facts: {
    checks: {
      complete: true,
      list: [check('evals', { status: 'in_progress', conclusion: null }), check('trace_regression_check')],
    },
  },
};
const objected: Scene = {
  facts: {
    reviews: {
      complete: true,
      list: [approval(people.bob, 1), approval(people.carol, 2, { state: 'changes_requested' })],
    },
  },
};
const withIssue: Scene = {
  policy: `version: 1\nroles:\n  engineering: { users: [bob] }\n  safety: { users: [carol] }\nsurfaces:\n  prompt_bundle: { paths: ["prompts/**"], risk: high }\nsignals:\n  offline_eval_passed: { job: { name: evals } }\n  rollback_plan_ready: { file: "changes/*/ROLLBACK.md" }\nfindings:\n  issues: { label: blocking-finding }\n`,
  facts: {
    issues: { complete: true, open: [openIssue] },
  },
};

/** What a record claims against the facts, and the code that holds it against them. */
export const claims: readonly (readonly [string, string, Scene])[] = [
  ['status: approved while nobody reviewed', 'claim_pending', { ...approved, ...noReviews }],
  ['status: approved while the eval runs', 'claim_pending', { ...approved, ...running }],
  ['status: approved while the eval failed', 'claim_unbacked', { ...approved, ...failed }],
  ['status: approved while safety asks for changes', 'claim_unbacked', { ...approved, ...objected }],
  ['status: rejected', 'status_rejected', { change: `${changeText}status: rejected\n` }],
  ['status: withdrawn', 'status_rejected', { change: `${changeText}status: withdrawn\n` }],
  ['decision: go while nobody reviewed', 'claim_pending', { ...go, ...noReviews }],
  ['decision: go while a check failed', 'claim_unbacked', { ...go, ...failed }],
  ['decision: go while a blocking finding is open', 'claim_unbacked', { ...withIssue, ...go }],
  [
    'decision: go beside its own blocking findings',
    'claim_unbacked',
    { rollout: `${rolloutText.replace('blocking_findings: []', 'blocking_findings: [leak-1]')}decision: go\n` },
  ],
  ['decision: no_go', 'decision_no_go', { rollout: `${rolloutText}decision: no_go\n` }],
  ['decision: no-go, written otherwise', 'decision_no_go', { rollout: `${rolloutText}decision: NO-GO\n` }],
  ['decided_by a role that has not reviewed', 'claim_pending', { ...decidedBy('safety'), ...noReviews }],
  ['decided_by a role that asks for changes', 'claim_unbacked', { ...decidedBy('safety'), ...objected }],
  ['decided_by what is no role', 'claim_unbacked', decidedBy('"the whole team!"')],
  ['decided_by a role that nothing else asks for and nobody was asked', 'claim_pending', decidedBy('release-managers')],
];

/** Records that say more than is so (contract 0.6): a claim can't approve anything. */
export const attacksByClaims: readonly Attack[] = claims.map(([claim, code, scene]) => ({
  threat: 'T19',
  name: `a record that claims ${claim}`,
  refusedWith: code,
  attempt: () => {
    const decision = decisionOf(scene);
    return { codes: bindingCodes(decision), through: decision.verdict === 'go' };
  },
}));
