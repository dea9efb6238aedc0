import type { Reason, Snapshot } from '../../generated/types.ts';

/** Name of the gate's check run, always the same (github-checked 16). */
export const gateName = 'rollout-gate';

/**
 * Checks and statuses under the gate's name that aren't ours. GitHub asks for all of one name, and whoever has write can
 * post them: they are told as a finding, never as our verdict (T5). `ownAppId` = the App that posts our check runs.
 */
export function lookalikes(facts: Pick<Snapshot, 'checks' | 'statuses'>, ownAppId: number): readonly Reason[] {
  const checks = facts.checks.list
    .filter(({ name, app_id }) => isGateName(name) && app_id !== ownAppId)
    .map(({ id, app }) => ({ subject: `check_run:${id}`, by: `the app ${app}`, what: 'A check run' }));
  const statuses = facts.statuses.list
    .filter(({ context }) => isGateName(context))
    .map(({ context, creator }) => {
      const by = creator === null ? 'an account that is gone' : `@${creator.login}`;
      return { subject: `status:${context}`, by, what: 'A commit status' };
    });
  return [...checks, ...statuses].map(({ subject, by, what }) => ({
    code: 'gate_name_taken',
    effect: 'advise',
    message: `${what} named ${gateName} was made by ${by}; it is not the gate's.`,
    subject,
    mode: 'enforce',
  }));
}

/** GitHub compares contexts without regard to case, and people don't see blanks at the ends. */
function isGateName(name: string): boolean {
  return name.trim().toLowerCase() === gateName;
}
