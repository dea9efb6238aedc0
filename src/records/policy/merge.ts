import type { YamlData } from '../yaml/node.ts';

/** Keys whose entries are definitions: two half definitions would make a third that nobody wrote. */
const WHOLE_ENTRIES: ReadonlySet<string> = new Set(['signals', 'guardrails']);
/** Keys that are one definition. */
const WHOLE: ReadonlySet<string> = new Set(['enforcement', 'deployer', 'waves']);

/**
 * Lays the repository's policy over the organisation's defaults: mappings are merged by key, lists and single values are
 * replaced, and the repository wins everywhere (an organisation that wants floors keeps them by reviewing policies).
 * A signal and a guardrail is taken whole from one of the two, as are enforcement, deployer and waves.
 */
export function mergePolicies(organization: YamlData, repository: YamlData): YamlData {
  if (!isMapping(organization) || !isMapping(repository)) return repository;
  return merged(organization, repository, (key, below, above) => {
    if (WHOLE.has(key)) return above;
    if (WHOLE_ENTRIES.has(key) && isMapping(below) && isMapping(above))
      return merged(below, above, (_key, _old, entry) => entry);
    return deeply(below, above);
  });
}

type Mapping = { [key: string]: YamlData };

function deeply(below: YamlData, above: YamlData): YamlData {
  if (!isMapping(below) || !isMapping(above)) return above;
  return merged(below, above, (_key, inner, outer) => deeply(inner, outer));
}

function merged(
  below: Mapping,
  above: Mapping,
  both: (key: string, below: YamlData, above: YamlData) => YamlData,
): Mapping {
  const result = Object.create(null) as Mapping;
  for (const key of Object.keys(below)) result[key] = below[key] ?? null;
  for (const key of Object.keys(above)) {
    const [old, value] = [below[key], above[key] ?? null];
    result[key] = Object.hasOwn(below, key) && old !== undefined ? both(key, old, value) : value;
  }
  return result;
}

function isMapping(value: YamlData): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
