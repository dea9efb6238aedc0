import { createHash } from 'node:crypto';
import { isList, isObject, type Json, type JsonObject, mapValues, toShape } from './shape.ts';

/** The components that the given shapes reach, as shapes, in order of name. */
export function reachableSchemas(shapes: readonly Json[], components: JsonObject): JsonObject {
  const found: Record<string, Json> = {};
  const open = [...shapes];
  for (let shape = open.pop(); shape !== undefined; shape = open.pop()) {
    for (const name of namesIn(shape)) {
      if (name in found) continue;
      const component = components[name];
      if (component === undefined) throw new Error(`the description refers to ${name}, which it does not have`);
      const reached = toShape(component);
      found[name] = reached;
      open.push(reached);
    }
  }
  return sortedByKey(found);
}

/** Names in `{"$ref": "#/schemas/<name>"}` anywhere in a value. */
function namesIn(value: Json): readonly string[] {
  if (isList(value)) return value.flatMap(namesIn);
  if (!isObject(value)) return [];
  const reference = value['$ref'];
  if (typeof reference === 'string') return [reference.slice('#/schemas/'.length)];
  return Object.values(value).flatMap(namesIn);
}

/**
 * Writes object schemas that occur more than once a single time, under a name made from their content: GitHub's webhook
 * schemas repeat the whole pull request in every action.
 */
export function shareRepeated(schemas: JsonObject): JsonObject {
  const seen = new Map<string, number>();
  count(Object.values(schemas), seen);
  const shared: Record<string, Json> = {};
  const result = mapValues(schemas, (schema) => replace(schema, seen, shared, false));
  return sortedByKey({ ...result, ...shared });
}

const shortest = 160;

function isSharable(value: Json): value is JsonObject {
  return isObject(value) && (isObject(value['properties']) || isList(value['enum']) || isList(value['anyOf']));
}

function count(value: Json, seen: Map<string, number>): void {
  if (isList(value)) for (const entry of value) count(entry, seen);
  else if (isObject(value)) {
    if (isSharable(value)) {
      const text = JSON.stringify(value);
      const times = seen.get(text) ?? 0;
      seen.set(text, times + 1);
      if (times > 0) return;
    }
    for (const entry of Object.values(value)) count(entry, seen);
  }
}

function replace(value: Json, seen: Map<string, number>, shared: Record<string, Json>, nested: boolean): Json {
  if (isList(value)) return value.map((entry) => replace(entry, seen, shared, true));
  if (!isObject(value)) return value;
  const text = isSharable(value) ? JSON.stringify(value) : '';
  const inner = (): Json => mapValues(value, (entry) => replace(entry, seen, shared, true));
  if (!nested || text.length < shortest || (seen.get(text) ?? 0) < 2) return inner();
  const name = `shared-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  shared[name] ??= inner();
  return { $ref: `#/schemas/${name}` };
}

function sortedByKey(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}
