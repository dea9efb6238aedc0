import { permissionsWith } from '../access/manifest.ts';
import { appEvents, appPermissions, covers, optionalPermissions } from '../access/permissions.ts';
import { isRead } from '../route/event.ts';
import type { AppFact, Finding } from './facts.ts';
import { finding, someOf } from './finding.ts';

/** The App's permissions and events against the manifest (github-checked rules 9 and 10), and its installation. */
export function appFindings(app: AppFact): readonly Finding[] {
  const found = [...permissionFindings(app.permissions), ...eventFindings(app), ...installationFindings(app)];
  const ready = `The App (id ${app.id}) has the permissions and events of the manifest.`;
  return found.length === 0 ? [finding('app_ready', ready)] : found;
}

function permissionFindings(granted: AppFact['permissions']): readonly Finding[] {
  const lacking = Object.entries(appPermissions).flatMap(([name, { level, token, title }]) => {
    if (covers(granted, name, level)) return [];
    const message = `The App lacks ${title.toLowerCase()}: ${level}.`;
    return [finding(token === null ? 'app_permission_later' : 'app_permission_missing', message)];
  });
  return [...lacking, ...excess(granted)];
}

/** Optional parts may be there; only the publisher writes contents. */
function excess(granted: AppFact['permissions']): readonly Finding[] {
  const most = permissionsWith(Object.keys(optionalPermissions) as (keyof typeof optionalPermissions)[]);
  const over = Object.entries(granted)
    .filter(([name, level]) => !Object.hasOwn(most, name) || (level !== 'read' && most[name] !== level))
    .map(([name, level]) => `${name}: ${level}`);
  return over.length === 0
    ? []
    : [finding('app_permission_excess', `The App has permissions that it has no use for: ${someOf(over)}.`)];
}

function eventFindings({ events, permissions }: AppFact): readonly Finding[] {
  const missing = Object.entries(appEvents).flatMap(([event, permission]) =>
    events.includes(event) || !Object.hasOwn(permissions, permission) ? [] : [event],
  );
  const now = missing.filter(isRead);
  const later = missing.filter((event) => !isRead(event));
  return [
    ...(now.length === 0 ? [] : [finding('app_event_missing', `The App isn't told of ${someOf(now)}.`)]),
    ...(later.length === 0 ? [] : [finding('app_event_later', `The App isn't told of ${someOf(later)}.`)]),
  ];
}

/** What the App asks for, its owner may not have accepted yet. */
function installationFindings({ installation, permissions }: AppFact): readonly Finding[] {
  if (installation === 'unasked') return [];
  if (installation === null)
    return [finding('app_not_installed', 'The App is not installed on the repository, or suspended there.')];
  const pending = Object.entries(appPermissions).flatMap(([name, { level }]) =>
    covers(permissions, name, level) && !covers(installation.permissions, name, level) ? [`${name}: ${level}`] : [],
  );
  return [
    ...(installation.suspended ? [finding('app_suspended', "The App's installation is suspended.")] : []),
    ...(pending.length === 0
      ? []
      : [finding('installation_permission_missing', `The installation hasn't granted ${someOf(pending)}.`)]),
  ];
}
