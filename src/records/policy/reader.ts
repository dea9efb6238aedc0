import type { ReadPolicy } from '../../core/judgement.ts';
import type { PolicyFile } from '../../generated/types.ts';
import { hasErrors, type Problem } from '../problem.ts';
import { toData, type YamlData } from '../yaml/node.ts';
import { readYaml, type YamlFile } from '../yaml/reader.ts';
import { policyLog } from './log.ts';
import { mergePolicies } from './merge.ts';
import { pruneToSchema } from './pruning.ts';
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
  const { organization } = options;
  const file = readYaml(text, path);
  const below = organization === undefined ? null : readYaml(organization.text, organization.path);
  const files = below === null ? [file] : [file, below];
  const contents = files.map(readFile);
  const policy = checkedTogether(contents.map(({ data }) => data));
  const log = policyLog(files);
  if (policy !== null) {
    checkReferences(policy, log);
    checkRules(policy, log);
  }
  const first = contents.flatMap((content) => content.problems);
  const problems = distinct([...first, ...log.all().filter((problem) => !isEcho(problem, first))], files);
  return { effective: policy === null || hasErrors(problems) ? null : resolvePolicy(policy), problems };
}

/** One file alone: its data if it is a mapping, and what the YAML reader and the schema say of it. */
function readFile(file: YamlFile): { data: YamlData | undefined; problems: Problem[] } {
  if (file.root === null) return { data: undefined, problems: file.problems };
  const log = policyLog([file]);
  if (file.root.kind !== 'mapping') {
    log.error('not_a_mapping', '', 'The policy must be a mapping of keys to values');
    return { data: undefined, problems: log.all() };
  }
  const data = toData(file.root);
  fitsSchema(data, log);
  return { data, problems: log.all() };
}

/** The merged policy, or as much of it as fits the schema; null when a part can't be read at all. */
function checkedTogether(parts: readonly (YamlData | undefined)[]): PolicyFile | null {
  const [repository, organization] = parts;
  if (repository === undefined || (parts.length > 1 && organization === undefined)) return null;
  return pruneToSchema(organization === undefined ? repository : mergePolicies(organization, repository));
}

/** A definition that lost its bad half would seem to lack a source. */
function isEcho({ code, pointer }: Problem, first: readonly Problem[]): boolean {
  const entry = pointer.split('/', 3).join('/');
  return code.endsWith('_source') && first.some((problem) => problem.pointer.startsWith(entry));
}

/** Logs of one file repeat what the YAML reader found. Order: file by file, then by line. */
function distinct(problems: readonly Problem[], files: readonly YamlFile[]): Problem[] {
  const unique = new Map(
    problems.map((problem) => [JSON.stringify([problem.code, problem.pointer, problem.where]), problem]),
  );
  const order = files.map(({ file }) => file);
  return [...unique.values()].toSorted(
    (a, b) =>
      order.indexOf(a.where.file) - order.indexOf(b.where.file) ||
      a.where.line - b.where.line ||
      a.where.column - b.where.column,
  );
}
