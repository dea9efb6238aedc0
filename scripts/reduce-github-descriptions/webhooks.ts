import { reachableSchemas, shareRepeated } from './components.ts';
import { isObject, type Json, type JsonObject, toShape } from './shape.ts';

/** The webhook description reduced to the named events: per `event` or `event.action` the schema of its payload. */
export function reduceWebhooks(description: JsonObject, wanted: readonly string[]): JsonObject {
  const components = description['components'];
  const webhooks = description['webhooks'];
  if (!isObject(components) || !isObject(webhooks)) throw new Error('this is not a description of webhooks');
  const payloads: Record<string, Json> = {};
  for (const webhook of Object.values(webhooks)) {
    const post = isObject(webhook) ? webhook['post'] : undefined;
    if (!isObject(post)) continue;
    const event = eventOf(post);
    if (wanted.includes(event)) payloads[keyOf(event, String(post['operationId']))] = payloadOf(post);
  }
  const missing = wanted.filter((event) => !Object.keys(payloads).some((key) => key.split('.')[0] === event));
  if (missing.length > 0) throw new Error(`no such event: ${missing.join(', ')}`);
  const schemas = components['schemas'];
  return { payloads, schemas: shareRepeated(reachableSchemas([payloads], isObject(schemas) ? schemas : {})) };
}

function eventOf(post: JsonObject): string {
  const vendor = post['x-github'];
  return String(isObject(vendor) ? vendor['subcategory'] : '').replaceAll('-', '_');
}

/** `pull-request/review-requested` of event `pull_request` is `pull_request.review_requested`; `push` stays `push`. */
function keyOf(event: string, operation: string): string {
  const action = operation.split('/')[1];
  return action === undefined ? event : `${event}.${action.replaceAll('-', '_')}`;
}

function payloadOf(post: JsonObject): Json {
  const body = post['requestBody'];
  const content = isObject(body) ? body['content'] : undefined;
  const json = isObject(content) ? content['application/json'] : undefined;
  return isObject(json) ? toShape(json['schema'] ?? {}) : {};
}
