import type { PullRequest } from '../../sandbox/state/pull-request.ts';
import type { Scene, Stage } from './scene.ts';

/** The last day on which the waiver holds: five days from now. */
const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
const words = `/waive offline_eval_passed until ${until} because the suite is being rebuilt`;

const waive =
  (name: 'frank' | 'grace') =>
  async ({ sandbox, sample }: Stage, pull: PullRequest): Promise<unknown> => {
    await secondAfter(pull.createdAt);
    return sandbox.comment(pull, sample.people[name], words);
  };

/** GitHub's times are whole seconds: of a word in the second of a push nobody knows what it was about. */
async function secondAfter(date: Date): Promise<void> {
  const wait = date.getTime() + 1_100 - Date.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

/** An eval fails, and two people let the change pass all the same, until a day. */
export const waived: Scene = {
  title: 'Greet returning customers by name',
  branch: 'alice/greeting',
  author: ({ people }) => people.alice,
  body: 'One more line in the system prompt. The offline suite is being rebuilt and fails on main, too.',
  files: {
    'prompts/support/system.md':
      'You are the support agent of Acme.\n\nGreet returning customers by name.\nAnswer briefly. Ask before you act.\nNever promise a refund.\n',
    'changes/greeting/change.yaml': `change:
  change_id: chg-2026-11-greeting
  change_type: prompt_update
  risk_level: medium
  rollout_strategy: staged_canary
  affected_surfaces: [prompt_bundle]
  required_signals: [offline_eval_passed]
  approval_roles: [engineering]
  session_control_owner: runtime_owner
  emergency_freeze_owner: platform-owner
`,
    'changes/greeting/rollout.yaml': `rollout:
  require: [offline_eval_passed]
  block_if: []
  rollout_mode:
    initial: canary
    max_tenant_exposure_pct: 5
`,
  },
  expects: null,
  steps: [
    {
      says: 'Bob (engineering) approves',
      happen: ({ sandbox, sample }, pull) => sandbox.review(pull, sample.people.bob, 'APPROVE', 'Reads well.'),
    },
    {
      says: 'the job "evals / offline" fails',
      happen: ({ sandbox, sample }, pull) =>
        sandbox.completeJob({
          repository: sample.repository,
          workflow: '.github/workflows/evals.yml',
          headSha: pull.head.sha,
          jobName: 'evals / offline',
          conclusion: 'failure',
        }),
    },
    { says: `Frank (release manager) comments "${words}"`, happen: waive('frank'), brings: 'answer' },
    {
      says: 'Grace (an administrator) gives the same command',
      happen: waive('grace'),
      brings: 'answer and check',
    },
  ],
};
