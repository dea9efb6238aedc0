import { anchorOf, cell, describe, notice } from './markdown.ts';
import { isNode, type SchemaFile, type SchemaNode } from './schema-set.ts';
import { refTarget } from './type-names.ts';

/** What people write comes first; what we write follows in the order of names. */
const written = ['change', 'rollout', 'policy', 'eval-report'];

/** `docs/reference/fields.md`: each key of each schema with type, default and description. */
export function fieldsPage(schemas: readonly SchemaFile[]): string {
  const first = written.flatMap((name) => schemas.filter((schema) => schema.name === name));
  const all = [...first, ...schemas.filter((schema) => !first.includes(schema))];
  const contents = all.map(({ name }) => `[${name}](#${name})`).join(' · ');
  const intro =
    'Every key of every published schema. A key that is not listed is a warning in a record and an error in the policy.';
  return `${[`${notice}# Fields`, intro, contents, ...all.flatMap(schemaSections)].join('\n\n')}\n`;
}

/** The root with its table, then each definition; a root that only points to its main definition shows that one. */
function schemaSections(schema: SchemaFile): string[] {
  const { $ref, $defs } = schema.root;
  const definitions = isNode($defs)
    ? Object.entries($defs).filter((entry): entry is [string, SchemaNode] => isNode(entry[1]))
    : [];
  const main = definitions.find(([key]) => $ref === `#/$defs/${key}`);
  const rest = definitions.filter((entry) => entry !== main);
  // Links to the main definition lead to the section of the whole.
  const anchor = main === undefined ? '' : `<a id="${anchorOf(`${schema.name}: ${main[0]}`)}"></a>\n\n`;
  return [
    ...section(`${anchor}## ${schema.name}`, main?.[1] ?? schema.root, schema),
    ...rest.flatMap(([key, node]) => section(`### ${schema.name}: ${key}`, node, schema)),
  ];
}

function section(head: string, node: SchemaNode, schema: SchemaFile): string[] {
  const rows = fieldRows(node, schema, '');
  const isFolder = rows.length === 0 && typeText(node, schema.name) === 'anything';
  const body = rows.length > 0 ? fieldTable(rows) : `Type: ${typeText(node, schema.name)}`;
  return [head, describe(node), isFolder ? '' : body].filter((part) => part !== '');
}

interface FieldRow {
  readonly key: string;
  readonly type: string;
  readonly required: boolean;
  readonly fallback: string;
  readonly text: string;
}

function fieldRows(node: SchemaNode, schema: SchemaFile, prefix: string): FieldRow[] {
  const required = Array.isArray(node['required']) ? node['required'] : [];
  const properties = isNode(node['properties']) ? Object.entries(node['properties']) : [];
  const own = properties.flatMap(([name, value]) => {
    if (!isNode(value)) return [];
    const row: FieldRow = {
      key: `${prefix}${name}`,
      type: typeText(value, schema.name),
      required: required.includes(name),
      fallback: 'default' in value ? `\`${JSON.stringify(value['default'])}\`` : '',
      text: describe(value),
    };
    return [row, ...fieldRows(value, schema, `${prefix}${name}.`)];
  });
  const map = isNode(node['additionalProperties'])
    ? fieldRows(node['additionalProperties'], schema, `${prefix}<name>.`)
    : [];
  const list = isNode(node['items']) ? fieldRows(node['items'], schema, `${prefix.replace(/\.$/, '')}[].`) : [];
  const forms = ['oneOf', 'anyOf', 'allOf'].flatMap((keyword) => {
    const alternatives: unknown = node[keyword];
    return Array.isArray(alternatives)
      ? alternatives.filter(isNode).flatMap((item) => fieldRows(item, schema, prefix))
      : [];
  });
  return [...own, ...map, ...list, ...forms];
}

function fieldTable(rows: readonly FieldRow[]): string {
  const lines = rows.map(
    (row) => `| \`${row.key}\` | ${row.type} | ${row.required ? 'yes' : ''} | ${row.fallback} | ${cell(row.text)} |`,
  );
  return ['| key | type | required | default | what it says |', '|---|---|---|---|---|', ...lines].join('\n');
}

function typeText(node: SchemaNode, file: string): string {
  if (typeof node['$ref'] === 'string') return refLink(node['$ref'], file);
  if ('const' in node) return `\`${JSON.stringify(node['const'])}\``;
  if (Array.isArray(node['enum'])) return node['enum'].map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (typeof node['x-codes'] === 'string') return `[code](codes.md#${node['x-codes']})`;
  for (const keyword of ['oneOf', 'anyOf', 'allOf']) {
    const alternatives: unknown = node[keyword];
    if (!Array.isArray(alternatives) || 'type' in node) continue;
    return [...new Set(alternatives.filter(isNode).map((item) => typeText(item, file)))].join(' or ');
  }
  if (node['type'] === 'array') return `list of ${isNode(node['items']) ? typeText(node['items'], file) : 'anything'}`;
  if (node['type'] === 'object' && isNode(node['additionalProperties']) && !isNode(node['properties'])) {
    return `map to ${typeText(node['additionalProperties'], file)}`;
  }
  if (Array.isArray(node['type'])) return node['type'].join(' or ');
  return typeof node['type'] === 'string' ? node['type'] : 'anything';
}

function refLink(ref: string, file: string): string {
  const [name = '', fragment = ''] = refTarget(ref, file).split('#');
  const key = fragment.replace('/$defs/', '');
  return key === '' ? `[${name}](#${anchorOf(name)})` : `[${key}](#${anchorOf(`${name}: ${key}`)})`;
}
