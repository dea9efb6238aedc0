import type { App, Installation, Permissions } from '../state/app.ts';
import type { Delivery } from '../state/delivery.ts';
import { accountById, isOrganization, select } from '../state/queries.ts';
import type { World } from '../state/world.ts';
import { type Account, accountType, pageUrl, simpleUser } from './account.ts';
import { type Schemas, time, timeOrNull } from './schema.ts';

const copy = (permissions: Permissions): Record<string, string> => ({ metadata: 'read', ...permissions });

export function appView(world: World, app: App): NonNullable<Schemas['integration']> {
  return {
    id: app.id,
    slug: app.slug,
    client_id: app.clientId,
    node_id: app.nodeId,
    owner: simpleUser(world, accountById(world, app.ownerId) as Account),
    name: app.name,
    description: app.description,
    external_url: app.externalUrl,
    html_url: pageUrl(world, `apps/${app.slug}`),
    created_at: time(app.createdAt),
    updated_at: time(app.createdAt),
    permissions: copy(app.permissions),
    events: [...app.events],
  };
}

export const appWithCount = (world: World, app: App): NonNullable<Schemas['integration']> => ({
  ...appView(world, app),
  installations_count: select(world.installations.values(), (one) => one.appId === app.id).length,
});

export function appOrNull(world: World, id: number | null): Schemas['nullable-integration'] {
  const app = id === null ? undefined : world.apps.get(id);
  return app === undefined ? null : appView(world, app);
}

export function installationView(world: World, installation: Installation): Schemas['installation'] {
  const app = world.apps.get(installation.appId) as App;
  const account = accountById(world, installation.accountId) as Account;
  const page = isOrganization(account)
    ? `organizations/${account.login}/settings/installations`
    : 'settings/installations';
  return {
    id: installation.id,
    account: simpleUser(world, account),
    repository_selection: installation.repositorySelection,
    access_tokens_url: `${world.origin}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${world.origin}/installation/repositories`,
    html_url: pageUrl(world, `${page}/${installation.id}`),
    app_id: app.id,
    client_id: app.clientId,
    app_slug: app.slug,
    target_id: account.id,
    target_type: accountType(account),
    permissions: permissionsView(installation.permissions),
    events: [...installation.events],
    created_at: time(installation.createdAt),
    updated_at: time(installation.updatedAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: timeOrNull(installation.suspendedAt),
  };
}

/** Permission names are checked when an App is created, so the closed type of the description holds. */
export const permissionsView = (permissions: Permissions): Schemas['app-permissions'] =>
  copy(permissions) as Schemas['app-permissions'];

export function deliveryItem(delivery: Delivery): Schemas['hook-delivery-item'] {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt.toISOString(),
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

export function deliveryView(delivery: Delivery): Schemas['hook-delivery'] {
  return {
    ...deliveryItem(delivery),
    id: delivery.id,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    url: delivery.url,
    request: {
      headers: { ...delivery.requestHeaders },
      payload: JSON.parse(delivery.requestBody) as Record<string, unknown>,
    },
    response: { headers: { ...delivery.responseHeaders }, payload: delivery.responseBody },
  };
}
