import { textAt } from './payload.ts';

/** How eagerly an event is waited for: somebody pressed a button, somebody did something, or a machine or a push did. */
export type Awaited = 'press' | 'person' | 'machine';

/** Events that come in storms with every push, and that nobody sits and waits for. */
const machines: readonly string[] = ['check_run', 'check_suite', 'workflow_run', 'status', 'push'];

/** Only how soon an event is worked on hangs on this, never what comes of it. */
export function awaited(event: string, payload: unknown): Awaited {
  const action = textAt(payload, 'action') ?? '';
  if (action === 'rerequested' || action === 'requested_action') return 'press';
  return machines.includes(event) || action === 'synchronize' ? 'machine' : 'person';
}
