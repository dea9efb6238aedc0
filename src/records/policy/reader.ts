import type { ReadPolicy } from '../../core/judgement.ts';
import { hasErrors, type Problem } from '../problem.ts';
import { toData, type YamlData } from '../yaml/node.ts';
import { readYaml, type YamlFile } from '../yaml/reader.ts';
import { policyLog } from './log.ts';
import { mergePolicies } from './merge.ts';
import { checkReferences } from './references.ts';
import { resolvePolicy } from './resolution.ts';
import { checkRules } from './rules.ts';
import { fitsSchema } from './violations.ts';

/** A policy file by its text; `path` is what problems are shown at. */
export interface PolicyText {
  readonly text: string;
  readonly path: string;
}

/**
 * Reads a policy, over the organisation's defaults where there are any (`mergePolicies` says how). All problems come at once,
 * each at its line in the file that holds it; any error makes `effective` null: a policy is used whole or not at all.
 */
export function readPolicy(
  text: string,
  path: string,
  options: { readonly organization?: PolicyText } = {},
): ReadPolicy {
  const files = [
    readYaml(text, path),
    ...(options.organization === undefined ? [] : [readYaml(options.organization.text, options.organization.path)]),
  ];
  const contents = files.map(readFile);
  const [repository, organization] = contents;
  if (repository === undefined || contents.some(({ data }) => data === null)) {
    return { effective: null, problems: contents.flatMap(({ problems }) => problems) };
  }
  const merged = organization === undefined ? repository.data : mergePolicies(organization.data, repository.data);
  const log = policyLog(files);
  // Both parts fit the schema, but two halves can make a whole that doesn't (too many entries).
  const effective = fitsSchema(merged, log)
    ? (checkReferences(merged, log), checkRules(merged, log), resolvePolicy(merged))
    : null;
  const problems = log.all();
  return { effective: hasErrors(problems) ? null : effective, problems };
}

/** One file alone: its data when it can be read and fits the schema, else its problems. */
function readFile(file: YamlFile): { data: YamlData; problems: Problem[] } {
  if (file.root === null) return { data: null, problems: file.problems };
  const log = policyLog([file]);
  if (file.root.kind !== 'mapping') {
    log.error('not_a_mapping', '', 'The policy must be a mapping of keys to values');
    return { data: null, problems: log.all() };
  }
  const data = toData(file.root);
  const fits = fitsSchema(data, log);
  const problems = log.all();
  return { data: fits && !hasErrors(problems) ? data : null, problems };
}
