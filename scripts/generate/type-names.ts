import { isNode, type SchemaFile, type SchemaNode, schemaSuffix, toTypeName } from './schema-set.ts';

/** The root and each definition, by `file#` and `file#/$defs/key`. */
export function schemaParts({ name, root }: SchemaFile): [string, SchemaNode][] {
  const { $defs, ...top } = root;
  const definitions = isNode($defs) ? Object.entries($defs) : [];
  return [
    [`${name}#`, top],
    ...definitions.flatMap(([key, node]): [string, SchemaNode][] =>
      isNode(node) ? [[`${name}#/$defs/${key}`, node]] : [],
    ),
  ];
}

/** A root that only holds `$defs`, or only points to its own main definition, is no type of its own. */
export function isFolderOf(id: string, node: SchemaNode): boolean {
  if (!id.endsWith('#')) return false;
  const isLocal = typeof node['$ref'] === 'string' && node['$ref'].startsWith('#/');
  return (
    !['type', 'properties', 'oneOf', 'anyOf', 'allOf', 'enum', 'const'].some((key) => key in node) &&
    (isLocal || !('$ref' in node))
  );
}

/** Unique and stable names for every root and definition. */
export function typeNames(schemas: readonly SchemaFile[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const parts = schemas.flatMap((schema) => schemaParts(schema).map(([id, node]) => ({ id, node, schema })));
  const own = parts.filter(({ id, node }) => !isFolderOf(id, node));
  const short = ({ id, schema }: (typeof parts)[number]) =>
    toTypeName(id.endsWith('#') ? schema.name : id.slice(id.lastIndexOf('/') + 1));
  for (const part of own) {
    const isShared = own.some((other) => other.id !== part.id && short(other) === short(part));
    names.set(
      part.id,
      isShared && !part.id.endsWith('#') ? toTypeName(`${part.schema.name}-${short(part)}`) : short(part),
    );
  }
  for (const { id, node, schema } of parts) {
    const target = typeof node['$ref'] === 'string' ? names.get(refTarget(node['$ref'], schema.name)) : undefined;
    if (!names.has(id) && target !== undefined) names.set(id, target);
  }
  const all = own.map(({ id }) => names.get(id));
  const twice = all.find((name, index) => all.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two schemas give the type name ${twice}: rename one of the $defs keys.`);
  return names;
}

export function nameOf(names: ReadonlyMap<string, string>, id: string): string {
  const name = names.get(id);
  if (name === undefined)
    throw new Error(`A $ref points to "${id}", which no schema has. Refs name a file or its $defs.`);
  return name;
}

/** `rollout.schema.json#/$defs/wave` → `rollout#/$defs/wave`; `#/$defs/wave` → this file's. */
export function refTarget(ref: string, file: string): string {
  const [path = '', fragment = ''] = ref.split('#');
  const target = path === '' ? file : path.slice(path.lastIndexOf('/') + 1).replace(schemaSuffix, '');
  return `${target}#${fragment}`;
}
