import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';

let built: GraphQLSchema | undefined;

/**
 * GitHub's published GraphQL schema, built once per process when first asked for (about 0.1 s). It is older than the
 * live one (github-checked rule 33). `assumeValidSDL` is not for speed only: 15.26.1 defines two fields of
 * `EnterpriseOwnerInfo` twice, which graphql-js would refuse.
 */
export function officialSchema(): GraphQLSchema {
  built ??= buildSchema(readFileSync(schemaFile(), 'utf8'), { assumeValidSDL: true, assumeValid: true });
  return built;
}

/** The package exports only a module that also parses 5 MB of JSON, so the SDL is read from beside its manifest. */
function schemaFile(): string {
  const manifest = findPackageJSON('@octokit/graphql-schema', import.meta.url);
  if (manifest === undefined) throw new Error('@octokit/graphql-schema is not installed: run `npm ci`');
  return join(dirname(manifest), 'schema.graphql');
}
