import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { EvalCase, EvalReport } from '../../generated/types.ts';
import type { Problem } from '../problem.ts';
import { problemAt } from './json.ts';
import { attribute, childrenOf, textOf, type XmlNode } from './xml-node.ts';
import { MAX_XML_DEPTH, xmlRefusal } from './xml-gate.ts';

/** What a JUnit file doesn't say, and whoever records the eval does. */
export type JunitContext = Omit<EvalReport, 'version' | 'suite' | 'cases'> & {
  /** One report of this name for all cases; null = one report per outermost test suite, by its name. */
  readonly suite: string | null;
};

export interface ReadJunit {
  readonly reports: readonly EvalReport[] | null;
  readonly problems: readonly Problem[];
}

/** Reads JUnit XML (`testsuites`, `testsuite`, `testcase` with `failure`, `error`, `skipped`) of at most 5 MB into eval reports. */
export function readJunit(text: string, context: JunitContext, file = 'junit.xml'): ReadJunit {
  const parsed = parseXml(text, file);
  if ('problem' in parsed) return { reports: null, problems: [parsed.problem] };
  const suites = outermostSuites(parsed.nodes);
  const [suite] = suites;
  if (suite === undefined) return fail(file, 'The file has no testsuite');
  const contradiction = suites.map(findContradiction).find((message) => message !== null);
  if (contradiction !== undefined) return fail(file, contradiction);
  const { suite: name, ...rest } = context;
  const reportOf = (title: string, cases: readonly EvalCase[]): EvalReport => ({
    version: 1,
    suite: title,
    ...rest,
    cases,
  });
  if (name !== null) return { reports: [reportOf(name, withUniqueIds(suites.flatMap(casesOf)))], problems: [] };
  const titles = suites.map((node, index) => clip(attribute(node, 'name') ?? '', MAX_NAME) || `suite-${index + 1}`);
  const reports = [...new Set(titles)].map((title) =>
    reportOf(title, withUniqueIds(suites.filter((_node, index) => titles[index] === title).flatMap(casesOf))),
  );
  return { reports, problems: [] };
}

const MAX_NAME = 300;
const MAX_REASON = 1_000;

function parseXml(text: string, file: string): { nodes: readonly XmlNode[] } | { problem: Problem } {
  const refusal = xmlRefusal(text, file);
  if (refusal !== null) return { problem: refusal };
  try {
    const valid = XMLValidator.validate(text);
    if (valid !== true) {
      const { line, col } = valid.err;
      return {
        problem: problemAt('xml_syntax', 'The file is not well-formed XML at this place', file, {
          line,
          column: Math.max(1, col),
        }),
      };
    }
    // preserveOrder keeps equal names apart, so that no element of the file can reach a property of an object.
    const parser = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseTagValue: false,
      parseAttributeValue: false,
      processEntities: false,
      maxNestedTags: MAX_XML_DEPTH,
    });
    const nodes: unknown = parser.parse(text);
    return { nodes: Array.isArray(nodes) ? nodes : [] };
  } catch {
    return { problem: problemAt('xml_syntax', 'The file cannot be read as XML', file) };
  }
}

function outermostSuites(nodes: readonly XmlNode[]): XmlNode[] {
  const roots = nodes.filter((node) => 'testsuites' in node || 'testsuite' in node);
  return roots.flatMap((node) =>
    'testsuites' in node ? childrenOf(node).filter((child) => 'testsuite' in child) : [node],
  );
}

function casesOf(suite: XmlNode): EvalCase[] {
  return childrenOf(suite).flatMap((node) => {
    if ('testsuite' in node) return casesOf(node);
    return 'testcase' in node ? [caseOf(node)] : [];
  });
}

function caseOf(node: XmlNode): EvalCase {
  const inner = childrenOf(node);
  const bad = inner.find((child) => 'error' in child) ?? inner.find((child) => 'failure' in child);
  const isSkipped = inner.some((child) => 'skipped' in child);
  const outcome = bad !== undefined ? ('error' in bad ? 'error' : 'failed') : isSkipped ? 'skipped' : 'passed';
  const id = [attribute(node, 'classname'), attribute(node, 'name')]
    .filter((part) => part !== null && part !== '')
    .join('.');
  const reason = bad === undefined ? '' : (attribute(bad, 'message') ?? attribute(bad, 'type') ?? textOf(bad));
  return {
    id: clip(id, MAX_NAME) || 'unnamed',
    outcome,
    ...(reason.trim() === '' ? {} : { failure_reason: clip(reason, MAX_REASON) }),
    ...traceOf(inner),
  };
}

const SIDE_EFFECTS = ['none', 'one', 'many', 'unknown'] as const;

/** Eval tools give traces as `<properties>` of the case. */
function traceOf(inner: readonly XmlNode[]): Pick<EvalCase, 'trace_id' | 'idempotency_key' | 'side_effects'> {
  const properties = inner.filter((node) => 'properties' in node).flatMap(childrenOf);
  const value = (name: string): string => {
    const found = properties.find((node) => 'property' in node && attribute(node, 'name') === name);
    return found === undefined ? '' : clip(attribute(found, 'value') ?? textOf(found), MAX_NAME);
  };
  const [trace_id, idempotency_key] = [value('trace_id'), value('idempotency_key')];
  const side_effects = SIDE_EFFECTS.find((word) => word === value('side_effects'));
  return {
    ...(trace_id && { trace_id }),
    ...(idempotency_key && { idempotency_key }),
    ...(side_effects && { side_effects }),
  };
}

/** A suite that counts more failures than it shows was cut short: what is left would look green. */
function findContradiction(suite: XmlNode): string | null {
  const cases = casesOf(suite);
  const bad = cases.filter(({ outcome }) => outcome === 'failed' || outcome === 'error').length;
  const [tests, failures, errors] = ['tests', 'failures', 'errors'].map((name) => Number(attribute(suite, name) ?? 0));
  const name = JSON.stringify(clip(attribute(suite, 'name') ?? '', 60));
  if ((failures ?? 0) + (errors ?? 0) > bad)
    return `The suite ${name} counts ${(failures ?? 0) + (errors ?? 0)} failures and errors, but shows ${bad}`;
  return (tests ?? 0) > cases.length ? `The suite ${name} counts ${tests} tests, but shows ${cases.length}` : null;
}

function withUniqueIds(cases: readonly EvalCase[]): EvalCase[] {
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const count = (seen.get(one.id) ?? 0) + 1;
    seen.set(one.id, count);
    return count === 1 ? one : { ...one, id: `${one.id} #${count}` };
  });
}

/** One line of at most `limit` characters, without half a surrogate pair at its end. */
function clip(text: string, limit: number): string {
  const line = text.trim().replaceAll(/\s+/g, ' ').toWellFormed();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function fail(file: string, message: string): ReadJunit {
  return { reports: null, problems: [problemAt('xml_syntax', message, file)] };
}
