import { reachableSchemas, shareRepeated } from './components.ts';
import { isList, isObject, type Json, type JsonObject, mapValues, toShape } from './shape.ts';

/**
 * The REST description reduced to the named operations: per operation id its method, path template, path and query
 * parameters, request body and the body per documented status (`null`: no JSON body is described).
 */
export function reduceRest(description: JsonObject, wanted: readonly string[]): JsonObject {
  const components = description['components'];
  const paths = description['paths'];
  if (!isObject(components) || !isObject(paths)) throw new Error('this is not an OpenAPI description');
  const operations: Record<string, Json> = {};
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of isObject(methods) ? Object.entries(methods) : []) {
      if (!isObject(operation) || typeof operation['operationId'] !== 'string') continue;
      if (!wanted.includes(operation['operationId'])) continue;
      operations[operation['operationId']] = toOperation(method, path, operation, components);
    }
  }
  const missing = wanted.filter((id) => !(id in operations));
  if (missing.length > 0) throw new Error(`no such operation: ${missing.join(', ')}`);
  const schemas = components['schemas'];
  const ordered = Object.fromEntries(wanted.map((id) => [id, operations[id] ?? null]));
  return {
    operations: ordered,
    schemas: shareRepeated(reachableSchemas([ordered], isObject(schemas) ? schemas : {})),
  };
}

function toOperation(method: string, path: string, operation: JsonObject, components: JsonObject): Json {
  const parameters = listOf(operation['parameters']).map((parameter) => resolve(parameter, components));
  const responses = operation['responses'];
  return {
    method: method.toUpperCase(),
    path,
    parameters: {
      path: parametersIn('path', parameters),
      query: parametersIn('query', parameters),
    },
    body: toBody(operation['requestBody'], components),
    responses: isObject(responses)
      ? mapValues(responses, (response) => jsonSchemaOf(resolve(response, components)))
      : {},
  };
}

function parametersIn(place: string, parameters: readonly JsonObject[]): Json {
  const here = parameters.filter((parameter) => parameter['in'] === place);
  return Object.fromEntries(
    here.map((parameter) => [
      String(parameter['name']),
      { required: parameter['required'] === true, schema: toShape(parameter['schema'] ?? {}) },
    ]),
  );
}

function toBody(body: Json | undefined, components: JsonObject): Json {
  if (body === undefined) return null;
  const resolved = resolve(body, components);
  return { required: resolved['required'] === true, schema: jsonSchemaOf(resolved) };
}

function jsonSchemaOf(holder: JsonObject): Json {
  const content = holder['content'];
  const json = isObject(content) ? content['application/json'] : undefined;
  return isObject(json) ? toShape(json['schema'] ?? {}) : null;
}

function resolve(value: Json, components: JsonObject): JsonObject {
  if (!isObject(value)) throw new Error(`expected an object, got ${JSON.stringify(value)}`);
  const reference = value['$ref'];
  if (typeof reference !== 'string') return value;
  const [, , kind = '', name = ''] = reference.split('/');
  const group = components[kind];
  const target = isObject(group) ? group[name] : undefined;
  if (!isObject(target)) throw new Error(`the description refers to ${reference}, which it does not have`);
  return target;
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}
