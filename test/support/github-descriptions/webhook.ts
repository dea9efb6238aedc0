import { Description, type Schema } from './description.ts';
import type { DescriptionProblem } from './problem.ts';

type WebhookDocument = { readonly source: string; readonly payloads: { readonly [key: string]: Schema } };

/** GitHub's webhook description, reduced to the events that we use. */
const webhooks = new Description<WebhookDocument>(new URL('../../fixtures/github/webhooks.json', import.meta.url));

/**
 * Differences of a payload from GitHub's description of the event. Only for what the sandbox sends: GitHub's own
 * examples fail their description in places, so that what GitHub sends is never rejected by it.
 */
export function validateWebhook(event: string, payload: unknown): readonly DescriptionProblem[] {
  const key = payloadKey(event, payload);
  if (key in webhooks.document.payloads) return webhooks.check(['payloads', key], payload, 'payload');
  const message = `no webhook ${key}; if GitHub has it, name its event in operations.json`;
  return [{ code: 'event_unknown', where: 'payload', message }];
}

/** `pull_request.opened`, `push` */
export function payloadKey(event: string, payload: unknown): string {
  const action = (payload as { readonly action?: unknown } | null)?.action;
  return typeof action === 'string' && event !== 'repository_dispatch' ? `${event}.${action}` : event;
}
