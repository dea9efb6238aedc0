/** JSON as it stands in a file. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

const schemaMaps = new Set(['properties', 'patternProperties', 'definitions']);
const schemaLists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const schemaValues = new Set(['items', 'additionalProperties', 'not', 'contains', 'propertyNames']);
const plainKeywords = new Set([
  ...['type', 'required', 'enum', 'const', 'pattern', 'uniqueItems', 'minimum', 'maximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
]);

/**
 * A schema of an OpenAPI description as plain JSON Schema with no prose: titles, descriptions, examples and vendor keys
 * go, `nullable` becomes a type, references point at `#/schemas/<name>`. Of the formats only `date-time` stays: the
 * descriptions use many that say nothing about the shape.
 */
export function toShape(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const reference = schema['$ref'];
  if (typeof reference === 'string') return { $ref: reference.replace('#/components/schemas/', '#/schemas/') };
  const shape: Record<string, Json> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (plainKeywords.has(keyword)) shape[keyword] = value;
    else if (keyword === 'format' && value === 'date-time') shape[keyword] = value;
    else if (schemaValues.has(keyword)) shape[keyword] = toShape(value);
    else if (schemaLists.has(keyword) && isList(value)) shape[keyword] = value.map(toShape);
    else if (schemaMaps.has(keyword) && isObject(value)) shape[keyword] = mapValues(value, toShape);
  }
  return schema['nullable'] === true ? orNull(shape) : shape;
}

function orNull(shape: Record<string, Json>): Json {
  const { type, enum: values } = shape;
  if (typeof type !== 'string') return { anyOf: [shape, { type: 'null' }] };
  const nullable = { ...shape, type: [type, 'null'] };
  return isList(values) && !values.includes(null) ? { ...nullable, enum: [...values, null] } : nullable;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function mapValues<From, To>(
  record: { readonly [key: string]: From },
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
