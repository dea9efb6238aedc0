import type { Description, Schema } from './description.ts';
import type { DescriptionProblem } from './problem.ts';

/**
 * Properties of a request body that the description does not name. JSON Schema allows them, GitHub ignores them: a
 * misspelt property would pass unnoticed otherwise. An object that the description leaves open is not looked at.
 */
export function unknownProperties(
  description: Description<object>,
  schema: Schema,
  value: unknown,
  where: string,
): readonly DescriptionProblem[] {
  const alternatives = flatten(description, schema);
  if (Array.isArray(value)) {
    const items = { anyOf: alternatives.map((one) => one['items']).filter(isSchema) };
    return value.flatMap((entry, index) => unknownProperties(description, items, entry, `${where}/${index}`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const objects = alternatives.filter((one) => isSchema(one['properties']) || isOpen(one));
  if (objects.length === 0 || objects.some(isOpen)) return [];
  return Object.entries(value).flatMap(([name, entry]) => {
    const named = objects.map((one) => (one['properties'] as Schema)[name]).filter(isSchema);
    const at = `${where}/${name}`;
    if (named.length > 0) return unknownProperties(description, { anyOf: named }, entry, at);
    return [{ code: 'property_unknown', where: at, message: `the description knows no property \`${name}\` here` }];
  });
}

/** The schema and all that it is made of (`allOf`, `anyOf`, `oneOf`), references followed. */
function flatten(description: Description<object>, schema: Schema): readonly Schema[] {
  const resolved = description.resolve(schema);
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => (resolved[keyword] as Schema[] | undefined) ?? []);
  return [resolved, ...parts.flatMap((part) => flatten(description, part))];
}

function isOpen(schema: Schema): boolean {
  const rest = schema['additionalProperties'];
  if (rest === true || isSchema(rest)) return true;
  return schema['type'] === 'object' && schema['properties'] === undefined && !isComposite(schema);
}

function isComposite(schema: Schema): boolean {
  return 'allOf' in schema || 'anyOf' in schema || 'oneOf' in schema;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}
