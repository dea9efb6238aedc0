import { demandsOf } from '../core/change/surfaces/seed-demands.ts';
import { readPolicy } from '../records/policy/reader.ts';

/** A workflow file that is there already. */
export interface FoundWorkflow {
  readonly path: string;
  readonly text: string;
}

/** Usual places of the parts of an agent system: name of the surface, folder or file, risk. */
const usual: readonly (readonly [surface: string, name: string, risk: string])[] = [
  ['prompt_bundle', 'prompts', 'medium'],
  ['policy_bundle', 'policy', 'high'],
  ['policy_bundle', 'policies', 'high'],
  ['capability_contract', 'tools', 'high'],
  ['capability_contract', 'capabilities', 'high'],
  ['capability_contract', 'mcp.json', 'high'],
  ['model_routing', 'routing', 'medium'],
  ['model_routing', 'models', 'medium'],
  ['retrieval', 'retrieval', 'medium'],
  ['retrieval', 'knowledge', 'medium'],
  ['sandbox_profile_contract', 'sandbox', 'high'],
  ['runtime_control_schema', 'runtime', 'high'],
  ['orchestration_pattern', 'orchestration', 'high'],
  ['orchestration_pattern', 'agents', 'high'],
  ['verifier_contract', 'verifiers', 'high'],
];

/** The `surfaces` entries for the names found at the root of a repository; guesses, commented out, when none is known. */
export function surfaceLines(names: readonly string[]): string {
  const found = usual.filter(([, name]) => names.includes(name));
  if (found.length === 0) {
    return '  # None of the usual folders was found here; name the paths of yours.\n  prompt_bundle: { paths: ["prompts/**"], risk: medium }\n';
  }
  const surfaces = [...new Set(found.map(([surface]) => surface))];
  return surfaces
    .map((surface) => {
      const own = found.filter(([name]) => name === surface);
      const paths = own.map(([, name]) => JSON.stringify(name.includes('.') ? name : `${name}/**`));
      return `${built(surface)}  ${surface}: { paths: [${paths.join(', ')}], risk: ${own[0]?.[2] ?? 'high'} }\n`;
    })
    .join('');
}

/** A comment on what a surface's name asks for by itself: without it a first pull request would wait for an unknown word. */
function built(surface: string): string {
  const { effective } = readPolicy('version: 1\n', '');
  const signals = effective === null ? [] : demandsOf(surface, effective).map(({ signal }) => signal);
  if (signals.length === 0) return '';
  return `  # This name asks for ${signals.join(' and ')} besides: Actions jobs of that name, unless signals says otherwise.\n`;
}

/** The `offline_eval_passed` signal, bound to the first workflow whose file name speaks of evals. */
export function evalSignal(workflows: readonly FoundWorkflow[]): string {
  const workflow = workflows.find(({ path }) => /eval/i.test(path));
  const path = workflow?.path ?? '.github/workflows/evals.yml';
  const job = jobName(workflow?.text ?? '') ?? 'offline';
  const note = workflow === undefined ? '  # No eval workflow was found here: name its file and job.\n' : '';
  const source = `{ workflow: ${JSON.stringify(path)}, name: ${JSON.stringify(job)} }`;
  return `${note}  offline_eval_passed:\n    job: ${source}\n    trusted_paths: ["evals/**"] # a pull request that edits these can't vouch for itself\n`;
}

/** Name of the first job: its `name`, else its key. A guess for a person to check, so plain text search is enough. */
function jobName(text: string): string | null {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^jobs:\s*$/.test(line));
  const key = start < 0 ? undefined : lines.slice(start + 1).find((line) => /^ {2}[\w-]+:\s*$/.test(line));
  if (key === undefined) return null;
  const next = lines[lines.indexOf(key, start) + 1] ?? '';
  const named = /^ {4}name: *(["']?)([^"'#]+)\1\s*$/.exec(next)?.[2]?.trim();
  return named ?? key.trim().slice(0, -1);
}
