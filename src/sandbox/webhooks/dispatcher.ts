import { createHmac, randomUUID } from 'node:crypto';
import { grants, reaches } from '../auth/access.ts';
import type { App, Installation } from '../state/app.ts';
import type { Delivery } from '../state/delivery.ts';
import { isOrganization, ownerOf } from '../state/queries.ts';
import type { World } from '../state/world.ts';
import { organizationSimple, simpleUser } from '../views/account.ts';
import { repositoryView } from '../views/repository.ts';
import { time } from '../views/schema.ts';
import type { HookEvent } from './event.ts';
import type { PostOffice } from './post-office.ts';

/** Any of these permissions (read) lets an App hear the event; events not named are always heard. */
const permissionsFor: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['pull_requests'],
  pull_request_review: ['pull_requests'],
  issue_comment: ['issues', 'pull_requests'],
  issues: ['issues'],
  check_run: ['checks'],
  check_suite: ['checks'],
  workflow_run: ['actions'],
  push: ['contents'],
  merge_group: ['merge_queues'],
  membership: ['members'],
  team: ['members'],
  organization: ['members'],
  member: ['members'],
  code_scanning_alert: ['security_events'],
};

export interface Dispatcher {
  /** Writes the deliveries of an event; they leave with the next flush, after the answer that caused them. */
  readonly emit: (event: HookEvent) => void;
  /** A further attempt of a delivery: same GUID and bytes, a new id, signed with the secret of now. */
  readonly redeliver: (delivery: Delivery) => void;
}

function hears(installation: Installation, event: HookEvent): boolean {
  if (event.onlyAppId !== undefined && event.onlyAppId !== installation.appId) return false;
  if (event.onlyInstallationId !== undefined) return event.onlyInstallationId === installation.id;
  if (event.organization !== undefined && event.organization.id !== installation.accountId) return false;
  if (event.organization === undefined && event.repository === null) return true;
  if (installation.suspendedAt !== null || !installation.events.includes(event.event)) return false;
  if (event.repository !== null && !reaches(installation, event.repository)) return false;
  const needed = permissionsFor[event.event];
  return needed === undefined || needed.some((name) => grants(installation.permissions, name, 'read'));
}

function payloadOf(world: World, event: HookEvent, installation: Installation): Record<string, unknown> {
  const { repository } = event;
  const owner = repository === null ? (event.organization ?? null) : ownerOf(world, repository);
  const view = repository === null ? null : repositoryView(world, repository);
  return {
    ...(event.action === null ? {} : { action: event.action }),
    ...event.body,
    // in a push the repository's times are seconds, as GitHub's own examples show
    ...(view === null || repository === null
      ? {}
      : event.event === 'push'
        ? {
            repository: {
              ...view,
              created_at: Math.floor(repository.createdAt.getTime() / 1000),
              pushed_at: Math.floor(repository.pushedAt.getTime() / 1000),
              updated_at: time(repository.updatedAt),
            },
          }
        : { repository: view }),
    ...(owner !== null && isOrganization(owner) ? { organization: organizationSimple(world, owner) } : {}),
    sender: simpleUser(world, event.sender),
    ...('installation' in event.body ? {} : { installation: { id: installation.id, node_id: installation.nodeId } }),
  };
}

function headersOf(app: App, event: string, guid: string, body: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: '*/*',
    'user-agent': 'GitHub-Hookshot/sandbox',
    'x-github-delivery': guid,
    'x-github-event': event,
    'x-github-hook-id': String(app.hookId),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${createHmac('sha256', app.webhookSecret).update(body).digest('hex')}`,
  };
}

export function createDispatcher(world: World, now: () => Date, office: PostOffice): Dispatcher {
  const written = (app: App, event: Pick<Delivery, 'event' | 'action' | 'installationId' | 'repositoryId'>) => ({
    ...event,
    id: world.nextId(),
    appId: app.id,
    deliveredAt: now(),
    duration: 0,
    status: 'pending',
    statusCode: 0,
    responseHeaders: {},
    responseBody: '',
  });
  return {
    emit: (event) => {
      for (const installation of world.installations.values()) {
        const app = world.apps.get(installation.appId);
        if (app === undefined || app.webhookUrl === null || !hears(installation, event)) continue;
        const guid = randomUUID();
        const body = JSON.stringify(payloadOf(world, event, installation));
        office.post({
          ...written(app, {
            event: event.event,
            action: event.action,
            installationId: installation.id,
            repositoryId: event.repository?.id ?? null,
          }),
          guid,
          url: app.webhookUrl,
          redelivery: false,
          requestHeaders: headersOf(app, event.event, guid, body),
          requestBody: body,
        });
      }
    },
    redeliver: (delivery) => {
      const app = world.apps.get(delivery.appId);
      if (app === undefined || app.webhookUrl === null) return;
      const { guid, requestBody, event, action, installationId, repositoryId } = delivery;
      office.post({
        ...written(app, { event, action, installationId, repositoryId }),
        guid,
        url: app.webhookUrl,
        redelivery: true,
        requestHeaders: headersOf(app, event, guid, requestBody),
        requestBody,
      });
    },
  };
}
