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
};

export interface Dispatcher {
  /** Writes the deliveries of an event; they leave with the next flush, after the answer that caused them. */
  readonly emit: (event: HookEvent) => void;
  readonly flush: () => void;
  /** Resolves when every delivery has been answered or has failed, those started meanwhile included. */
  readonly settled: () => Promise<void>;
}

function hears(installation: Installation, event: HookEvent): boolean {
  if (event.onlyAppId !== undefined && event.onlyAppId !== installation.appId) return false;
  if (event.repository === null) return true;
  if (!reaches(installation, event.repository) || !installation.events.includes(event.event)) return false;
  const needed = permissionsFor[event.event];
  return needed === undefined || needed.some((name) => grants(installation.permissions, name, 'read'));
}

function payloadOf(world: World, event: HookEvent, installation: Installation): Record<string, unknown> {
  const { repository } = event;
  const owner = repository === null ? null : ownerOf(world, repository);
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

function headersOf(app: App, event: HookEvent, guid: string, body: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: '*/*',
    'user-agent': 'GitHub-Hookshot/sandbox',
    'x-github-delivery': guid,
    'x-github-event': event.event,
    'x-github-hook-id': String(app.hookId),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${createHmac('sha256', app.webhookSecret).update(body).digest('hex')}`,
  };
}

export function createDispatcher(world: World, now: () => Date, sent: (delivery: Delivery) => void): Dispatcher {
  const waiting: Delivery[] = [];
  const underWay = new Set<Promise<void>>();

  const send = async (delivery: Delivery): Promise<void> => {
    const started = performance.now();
    try {
      const answer = await fetch(delivery.url, {
        method: 'POST',
        headers: delivery.requestHeaders,
        body: delivery.requestBody,
        redirect: 'manual',
        // documented: GitHub cuts the connection after 10 seconds
        signal: AbortSignal.timeout(10_000),
      });
      delivery.responseBody = await answer.text();
      delivery.responseHeaders = Object.fromEntries(answer.headers);
      delivery.statusCode = answer.status;
      delivery.status = answer.ok ? 'OK' : answer.statusText || 'Invalid HTTP Response';
    } catch (error) {
      const late = error instanceof DOMException && error.name === 'TimeoutError';
      delivery.status = late ? 'timed out' : 'failed to connect to host';
    }
    delivery.duration = Math.round(performance.now() - started) / 1000;
  };

  const emit = (event: HookEvent): void => {
    for (const installation of world.installations.values()) {
      const app = world.apps.get(installation.appId);
      if (app === undefined || app.webhookUrl === null || !hears(installation, event)) continue;
      const guid = randomUUID();
      const body = JSON.stringify(payloadOf(world, event, installation));
      const delivery: Delivery = {
        id: world.nextId(),
        guid,
        appId: app.id,
        event: event.event,
        action: event.action,
        installationId: installation.id,
        repositoryId: event.repository?.id ?? null,
        url: app.webhookUrl,
        redelivery: false,
        deliveredAt: now(),
        duration: 0,
        status: 'pending',
        statusCode: 0,
        requestHeaders: headersOf(app, event, guid, body),
        requestBody: body,
        responseHeaders: {},
        responseBody: '',
      };
      world.deliveries.set(delivery.id, delivery);
      waiting.push(delivery);
    }
  };

  const flush = (): void => {
    for (const delivery of waiting.splice(0)) {
      sent(delivery);
      const going: Promise<void> = send(delivery).finally(() => underWay.delete(going));
      underWay.add(going);
    }
  };

  const settled = async (): Promise<void> => {
    flush();
    while (underWay.size > 0) {
      await Promise.all(underWay);
      flush();
    }
  };

  return { emit, flush, settled };
}
