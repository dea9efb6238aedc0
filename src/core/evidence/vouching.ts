import type { SignalPolicy } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';
import { compileGlob } from '../change/surfaces/glob.ts';
import { type Refusal, refusal } from './reading.ts';

/** Local actions run in every workflow, so an edit of one is an edit of all (github-checked 2). */
const localActions = '.github/actions/**';

/**
 * Why a workflow's runs can't vouch for a pull request that edits the workflow or what it trusts, both names of a rename
 * counted. null = it touches neither. `callsOthers`: a job of a called workflow is shown as `caller / job`, and GitHub
 * doesn't say which file was called, so then an edit of any other workflow that exists already counts as well.
 */
export function vouchingFault(
  workflow: string,
  signal: SignalPolicy,
  { changed, detection, snapshot }: Matter,
  callsOthers: boolean,
): Refusal | null {
  if (changed.has(workflow)) {
    return refusal('evidence_workflow_edited', `the pull request edits ${workflow}, which would vouch for it.`);
  }
  const globs = [...signal.trusted_paths, localActions].map(compileGlob);
  for (const path of changed) {
    if (globs.some((glob) => glob.matches(path))) {
      return refusal('evidence_trusted_path_edited', `the pull request edits ${path}, on which the evidence depends.`);
    }
  }
  const called = callsOthers
    ? snapshot.files.list.find(({ path, change }) => change !== 'added' && isWorkflow(path))
    : undefined;
  if (called !== undefined) {
    return refusal('evidence_workflow_edited', `the pull request edits ${called.path}, which ${workflow} may call.`);
  }
  if (detection.known) return null;
  return refusal(
    'surfaces_unreadable',
    'the list of changed files is not whole, so whether it edits the workflow is unknown.',
  );
}

/** Whether a job of the workflow, any of which may have uploaded an artifact, stands in a called workflow. */
export function callsOthers(workflow: string, { snapshot }: Matter): boolean {
  const { complete, list } = snapshot.checks;
  const own = list.filter(({ run }) => run !== null && workflowPath(run.path) === workflowPath(workflow));
  return !complete || own.some(({ name }) => name.includes(' / '));
}

function isWorkflow(path: string): boolean {
  return path.startsWith('.github/workflows/');
}

/** The path of a workflow without the ref that GitHub sometimes puts behind it (`path@refs/heads/main`). */
export function workflowPath(path: string): string {
  const at = path.indexOf('@');
  return at < 0 ? path : path.slice(0, at);
}
