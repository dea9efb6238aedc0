import { compile } from 'json-schema-to-typescript';
import ts from 'typescript';
import type { CodeList } from './codes.ts';
import { isNode, mapSchema, type SchemaFile, type SchemaNode } from './schema-set.ts';
import { isFolderOf, nameOf, refTarget, schemaParts, typeNames } from './type-names.ts';

/**
 * One module of types for all schemas, so that a type that two files share exists once.
 * A file's root is named after the file (`change.schema.json` → `Change`), a `$defs` entry after its key,
 * prefixed by the file's name only where two files use the same key. Everything is readonly: values in, decisions out.
 */
export async function typesModule(schemas: readonly SchemaFile[], codes: readonly CodeList[], header: string) {
  if (schemas.length === 0) return `${header}\nexport {};\n`;
  const names = typeNames(schemas);
  const definitions = Object.fromEntries(
    schemas.flatMap((schema) =>
      schemaParts(schema)
        .filter(([id, node]) => !isFolderOf(id, node))
        .map(([id, node]) => [nameOf(names, id), toTypeSource(node, schema.name, names, codes, nameOf(names, id))]),
    ),
  );
  const text = await compile({ title: rootName, definitions, not: {} }, rootName, {
    additionalProperties: false,
    bannerComment: '',
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  });
  const used = codes.filter((list) => new RegExp(`\\b${list.typeName}\\b`).test(text)).map((list) => list.typeName);
  const imports = used.length > 0 ? `import type { ${used.join(', ')} } from './codes.ts';\n` : '';
  return `${header}${imports}\n${toReadonly(withoutNoise(text))}`;
}

const rootName = 'AllSchemas';

/** Rewrites one schema into what the type generator understands (it knows neither `prefixItems` nor siblings of `$ref`). */
function toTypeSource(
  node: SchemaNode,
  file: string,
  names: ReadonlyMap<string, string>,
  codes: readonly CodeList[],
  title: string,
): SchemaNode {
  const source = mapSchema(node, (inner) => {
    const {
      $ref,
      $id: _id,
      $schema: _schema,
      $comment: _comment,
      title: _title,
      default: _default,
      examples: _examples,
      ...rest
    } = inner;
    // Constraints, not shapes: left in, they would make unions of the same type.
    for (const keyword of ['if', 'then', 'else', 'dependentRequired', 'not', 'unevaluatedProperties', 'propertyNames'])
      delete rest[keyword];
    for (const keyword of ['anyOf', 'oneOf', 'allOf']) if (isOnlyConstraint(rest[keyword])) delete rest[keyword];
    if (typeof inner['x-codes'] === 'string')
      return { ...pickDescription(rest), tsType: codeType(codes, inner['x-codes']) };
    if (typeof $ref === 'string') {
      const target = { $ref: `#/definitions/${nameOf(names, refTarget($ref, file))}` };
      return Object.keys(rest).length === 0 ? target : { ...rest, allOf: [target] };
    }
    if (Array.isArray(rest['prefixItems'])) {
      const { prefixItems, ...others } = rest;
      return { ...others, items: prefixItems, additionalItems: false };
    }
    const { minItems, maxItems, items } = rest;
    // A list of one fixed length is a tuple.
    if (typeof minItems === 'number' && minItems === maxItems && minItems <= 8 && isNode(items)) {
      return { ...rest, items: Array.from({ length: minItems }, () => items), additionalItems: false };
    }
    return rest;
  });
  return { ...source, title };
}

function pickDescription(node: SchemaNode): SchemaNode {
  return typeof node['description'] === 'string' ? { description: node['description'] } : {};
}

/** True for alternatives that only say which keys are required together. */
function isOnlyConstraint(alternatives: unknown): boolean {
  return (
    Array.isArray(alternatives) &&
    alternatives.every(
      (item) => isNode(item) && Object.keys(item).every((key) => key === 'required' || key === 'description'),
    )
  );
}

function codeType(codes: readonly CodeList[], name: string): string {
  const list = codes.find((item) => item.name === name);
  if (list === undefined) throw new Error(`"x-codes": "${name}" needs the file schemas/codes/${name}.json.`);
  return list.typeName;
}

/** The generator's own remarks say nothing to a reader of the types; a comment of one line needs one line. */
function withoutNoise(text: string): string {
  return text.replaceAll(/\/\*\*?([\s\S]*?)\*\//g, (_all, body: string) => {
    const lines = body
      .split('\n')
      .map((line) => line.replace(/^\s*\* ?/, '').trim())
      .filter((line) => line !== '' && !/^(This interface was referenced by|via the `|@(min|max)Items)/.test(line));
    return lines.length === 0 ? '' : `/** ${lines.join(' ')} */`;
  });
}

function toReadonly(text: string): string {
  const source = ts.createSourceFile('types.ts', text, ts.ScriptTarget.ESNext, true);
  const result = ts.transform(source, [
    (context) => {
      const { factory } = context;
      const visit = (node: ts.Node): ts.Node => {
        const inner = ts.visitEachChild(node, visit, context);
        if (ts.isPropertySignature(inner)) {
          return factory.updatePropertySignature(
            inner,
            readonlyModifier(factory),
            inner.name,
            inner.questionToken,
            inner.type,
          );
        }
        if (ts.isIndexSignatureDeclaration(inner)) {
          return factory.updateIndexSignature(inner, readonlyModifier(factory), inner.parameters, inner.type);
        }
        if (ts.isArrayTypeNode(inner) || ts.isTupleTypeNode(inner)) {
          return factory.createTypeOperatorNode(ts.SyntaxKind.ReadonlyKeyword, inner);
        }
        return inner;
      };
      return (file) => ts.visitEachChild(file, visit, context);
    },
  ]);
  const [file] = result.transformed;
  if (file === undefined) return text;
  const kept = ts.factory.updateSourceFile(
    file,
    file.statements.filter((statement) => !isNamed(statement, rootName)),
  );
  return ts.createPrinter().printFile(kept);
}

function readonlyModifier(factory: ts.NodeFactory): ts.Modifier[] {
  return [factory.createModifier(ts.SyntaxKind.ReadonlyKeyword)];
}

function isNamed(statement: ts.Statement, name: string): boolean {
  return (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) && statement.name.text === name;
}
