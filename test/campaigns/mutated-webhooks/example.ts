import { readFileSync } from 'node:fs';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Document {
  readonly payloads: Readonly<Record<string, Schema>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

const file = new URL('../../fixtures/github/webhooks.json', import.meta.url);
const { payloads, schemas } = JSON.parse(readFileSync(file, 'utf8')) as Document;

/** Where values of a plain type have a meaning that the router looks at. */
const known: Readonly<Record<string, unknown>> = {
  login: 'acme',
  name: 'agents',
  default_branch: 'main',
  ref: 'refs/heads/main',
  head_sha: 'a'.repeat(40),
  sha: 'b'.repeat(40),
  commit_oid: 'c'.repeat(40),
  body: '/promote',
};

function valueOf(schema: Schema, name: string, depth: number): unknown {
  if (schema.$ref !== undefined) return valueOf(schemas[schema.$ref.slice('#/schemas/'.length)] ?? {}, name, depth);
  if (schema.enum !== undefined) return schema.enum[0];
  const type = Array.isArray(schema.type) ? (schema.type as readonly string[])[0] : schema.type;
  if (schema.properties !== undefined || type === 'object') {
    if (depth > 6) return {};
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, part]) => [key, valueOf(part, key, depth + 1)]),
    );
  }
  const one = schema.oneOf?.[0] ?? schema.anyOf?.[0] ?? schema.allOf?.[0];
  if (one !== undefined) return valueOf(one, name, depth);
  if (type === 'array') return depth > 6 ? [] : [valueOf(schema.items ?? {}, name, depth + 1)];
  if (type === 'integer' || type === 'number') return 7;
  if (type === 'boolean') return false;
  return Object.hasOwn(known, name) ? known[name] : 'text';
}

/** One payload for each event and action that GitHub describes, every field filled in, by `event` or `event.action`. */
export function examples(): readonly { readonly event: string; readonly action: string; readonly payload: unknown }[] {
  return Object.entries(payloads).map(([key, schema]) => {
    const [event = '', action = ''] = key.split('.');
    return { event, action, payload: valueOf(schema, key, 0) };
  });
}
