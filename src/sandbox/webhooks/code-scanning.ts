import type { AlertInstance, CodeScanningAlert } from '../state/code-scanning.ts';
import type { World } from '../state/world.ts';
import { alertView } from '../views/code-scanning.ts';
import type { HookEvent } from './event.ts';

/** An alert's event. Its rule has no `security_severity_level`, which only the API tells. */
export function codeScanningEvent(
  world: World,
  who: Pick<HookEvent, 'repository' | 'sender'> & { readonly repository: NonNullable<HookEvent['repository']> },
  action: string,
  alert: CodeScanningAlert,
  ref: string,
): HookEvent {
  const instance = alert.instances.get(ref) as AlertInstance;
  const view = alertView(world, who.repository, alert, instance);
  const { security_severity_level: _unsaid, ...rule } = view.rule;
  return {
    ...who,
    event: 'code_scanning_alert',
    action,
    body: { alert: { ...view, rule }, ref, commit_oid: instance.commitSha },
  };
}
