import type { Key } from './key.ts';
import { listAt, numberAt, textAt, valueAt } from './payload.ts';
import { incidentKeys, repositoryKeys } from './payload-keys.ts';

/** Which label blocks is the policy's to say: an issue without any can't. */
export function issueKeys(payload: unknown, ownApp: number | null): readonly Key[] {
  const labels = [valueAt(payload, 'label', 'name'), ...listAt(payload, 'issue', 'labels')];
  const isLabelled = labels.some((label) => label !== undefined && label !== null);
  return [...(isLabelled ? repositoryKeys(payload) : []), ...takenAwayKeys(payload, ownApp)];
}

/** An issue of ours that somebody else closed or took a label from: a hold must not end by that. */
function takenAwayKeys(payload: unknown, ownApp: number | null): readonly Key[] {
  if (ownApp === null || !['closed', 'unlabeled'].includes(textAt(payload, 'action') ?? '')) return [];
  const app = valueAt(payload, 'issue', 'performed_via_github_app', 'id') ?? null;
  // Where GitHub doesn't name the App, any bot's issue may be ours.
  const isOurs = app === null ? textAt(payload, 'issue', 'user', 'type') === 'Bot' : app === ownApp;
  const isOwnWork = numberAt(payload, 'sender', 'id') === numberAt(payload, 'issue', 'user', 'id');
  return isOurs && !isOwnWork ? incidentKeys(payload, numberAt(payload, 'issue', 'number')) : [];
}
