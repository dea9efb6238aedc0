import { looseningsOf } from '../core/policy/invariants.ts';
import { type Compared, comparisonOf } from '../core/simulation/comparison.ts';
import type { Outcome } from '../core/simulation/outcome.ts';
import type { PolicySource, Snapshot } from '../generated/types.ts';
import { runCase } from '../records/case/case.ts';
import { linesIn } from '../records/policy/place.ts';
import { readPolicy } from '../records/policy/reader.ts';
import { policyCheck, type PolicyEditShown } from '../report/check/policy-check.ts';
import { POLICY_NAME } from '../report/output.ts';
import { checkRunDifference } from './difference.ts';
import type {
  Clock,
  Glance,
  OwnCheck,
  Packing,
  PullRequestKey,
  PullRequestReader,
  PullRequestWriter,
} from './ports.ts';
import type { HistoryReader } from './ports/history.ts';
import type { PolicyEdit, PolicyEditReader } from './ports/policy-edit.ts';
import { outcomesOf } from './simulate.ts';

export interface PolicyEditParts {
  readonly reader: Pick<PullRequestReader, 'glance'>;
  readonly edits: PolicyEditReader;
  readonly writer: PullRequestWriter;
  readonly packing: Packing;
  readonly clock: Clock;
  /** Reads merged pull requests for both policies; null = the history is not looked at. */
  readonly historyOf: ((policies: readonly [PolicySource, PolicySource]) => HistoryReader) | null;
  /** How many of the newest are looked at. */
  readonly most: number;
  /** Outcomes by policies and pull request: a merged one comes to the same each time. */
  readonly known: OutcomeMemory;
}

export interface OutcomeMemory {
  get(key: string): readonly [Outcome, Outcome] | undefined;
  set(key: string, outcomes: readonly [Outcome, Outcome]): void;
}

/** Whether a pull request changes the policy or its cases, by what was read of its files. */
export function editsPolicy({ files }: Pick<Snapshot, 'files'>): boolean {
  return files.list.some(({ path, previous_path }) => isPolicyPath(path) || isPolicyPath(previous_path ?? ''));
}

function isPolicyPath(path: string): boolean {
  return path === '.github/rollout-gate.yml' || path.startsWith('.github/rollout-gate/');
}

/**
 * Writes the check of an edit of the policy: what it loosens and its cases, then what it would have done to merged pull
 * requests. Apart from the gate, which goes on by the default branch's policy. Throws what the ports throw.
 */
export async function checkPolicyEdit(parts: PolicyEditParts, key: PullRequestKey): Promise<void> {
  const glance = await parts.reader.glance(key);
  if (!glance.has_policy || !glance.is_open) return;
  const edit = await parts.edits.edit(key);
  if (edit === null) return;
  const shown = shownOf(edit, parts);
  const { after } = edit;
  const isUsable = !shown.removed && shown.problems.every(({ severity }) => severity === 'warning');
  if (parts.historyOf === null || after === null || !isUsable) {
    await write(shown, glance, parts);
    return;
  }
  // Said only where nothing was said yet: a check that ended is not opened again for a second look.
  const now = isEnded(glance) ? glance : await write({ ...shown, simulating: parts.most }, glance, parts);
  try {
    const comparison = comparisonOf(await compared(edit.before, after, parts.historyOf, parts));
    await write({ ...shown, comparison }, now, parts);
  } catch (error) {
    // Tried again while that may help; should it be given up, no check is left that says it is still at work.
    if (!isEnded(now)) await write({ ...shown, comparison: 'unread' }, now, parts);
    throw error;
  }
}

function isEnded({ own_checks }: Glance): boolean {
  return own_checks.some(({ name, status }) => name === POLICY_NAME && status === 'completed');
}

/** What GitHub shows after the write: what was written, since a replica may not show it yet (github-facts F23). */
async function write(
  shown: PolicyEditShown,
  glance: Glance,
  { writer, packing, clock }: PolicyEditParts,
): Promise<Glance> {
  const now = clock.now();
  const writes = checkRunDifference([policyCheck(shown)], glance, now, packing.sha256);
  if (writes.length === 0) return glance;
  const results = await writer.write(glance, writes);
  const written = writes.flatMap(({ name, external_id, status, conclusion }, index): readonly OwnCheck[] => {
    const { node_id, id, url } = results[index] ?? { node_id: null, id: null, url: null };
    if (node_id === null) return [];
    return [{ node_id, id: id ?? 0, name, external_id, status, conclusion, started_at: now.toISOString(), url }];
  });
  const others = glance.own_checks.filter(({ node_id }) => written.every((one) => one.node_id !== node_id));
  return { ...glance, own_checks: [...others, ...written] };
}

function shownOf(edit: PolicyEdit, { packing }: PolicyEditParts): PolicyEditShown {
  const { before, after, organization, cases } = edit;
  const nothing = { comparison: null, simulating: null };
  const noCases = { total: 0, failed: 0, problems: [] };
  if (after === null) return { ...nothing, problems: [], removed: true, loosenings: [], cases: noCases };
  const below =
    organization === null || organization.text === null ? {} : { organization: belowOf(organization, after) };
  // A file that GitHub doesn't show whole is read as one that says nothing, which is a problem at its first line.
  const text = after.text ?? '';
  const now = readPolicy(text, after.path, below);
  const then = before.text === null ? null : readPolicy(before.text, before.path, below).effective;
  const loosenings = then === null || now.effective === null ? [] : looseningsOf(then, now.effective);
  const lines = linesIn(
    text,
    after.path,
    loosenings.map(({ pointer }) => pointer),
  );
  const results = now.effective === null ? [] : cases.map((file) => runCase(file, text, packing.sha256));
  return {
    ...nothing,
    removed: false,
    problems: now.problems,
    loosenings: loosenings.map((one) => ({ ...one, file: after.path, line: lines.get(one.pointer) ?? 1 })),
    cases: {
      total: results.length,
      failed: results.filter(({ passed }) => !passed).length,
      problems: results.flatMap(({ problems }) => problems),
    },
  };
}

function belowOf({ repository, path, text }: PolicySource, own: PolicySource): { path: string; text: string } {
  return { path: repository === own.repository ? path : `${repository}:${path}`, text: text ?? '' };
}

async function compared(
  before: PolicySource,
  after: PolicySource,
  historyOf: NonNullable<PolicyEditParts['historyOf']>,
  { packing, clock, most, known }: PolicyEditParts,
): Promise<readonly Compared[]> {
  const history = historyOf([before, after]);
  const pulls = await history.merged(most);
  const keyOf = (number: number): string => `${before.repository}#${number} ${before.blob} ${after.blob}`;
  const open = pulls.filter(({ number }) => known.get(keyOf(number)) === undefined);
  const found = await outcomesOf({ history, sha256: packing.sha256, today: clock.now() }, open, [before, after]);
  for (const [index, { number }] of open.entries()) {
    const [then = null, now = null] = found[index] ?? [];
    if (then !== null && now !== null) known.set(keyOf(number), [then, now]);
  }
  return pulls.flatMap(({ number, title, url, merged_at }): Compared[] => {
    const outcomes = known.get(keyOf(number));
    return outcomes === undefined ? [] : [{ number, title, url, merged_at, before: outcomes[0], after: outcomes[1] }];
  });
}
