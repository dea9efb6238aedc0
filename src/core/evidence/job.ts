import type { CheckFact, EvidenceRefused, RunFact, SignalSource } from '../../generated/types.ts';
import { outcomeOf } from './conclusion.ts';
import { goodOf } from './newer-runs.ts';
import { newestOf } from './newest.ts';
import { isOfUnknownHead, provenanceFault } from './provenance.ts';
import { isUnread, nothingCounts, type Reading, type Refusal, refusal, refused, settled, unknown } from './reading.ts';
import type { Scope } from './scope.ts';

type JobSource = Extract<SignalSource, { readonly kind: 'job' }>;

/** Slug of the app that all Actions jobs share: pinning it alone separates nothing (github-checked 11). */
const actionsApp = 'github-actions';

/** The value of a signal that an Actions job gives: the newest attempt of the newest run that may vouch. */
export function readJob(source: JobSource, scope: Scope): Reading {
  const { snapshot } = scope.matter;
  const refusals: EvidenceRefused[] = statusLookalikes(source, scope);
  const sound: Sound[] = [];
  const untold: CheckFact[] = [];
  for (const check of snapshot.checks.list) {
    if (check.name !== source.name) continue;
    const where = `check_run:${check.id}`;
    const fault = jobFault(check, source, scope);
    if (fault !== null) refusals.push(refused(where, fault));
    else if (check.run !== null) sound.push({ source: where, check, run: check.run });
    if (fault !== null && isUntold(check, fault)) untold.push(check);
  }
  const { newest, superseded } = newestOf(sound);
  refusals.push(...superseded);
  if (newest.length === 0) {
    const isUndefined = scope.signal.implicit && !snapshot.checks.list.some(({ name }) => name === source.name);
    const why = isUndefined
      ? `The policy doesn't define ${scope.name}, and there is no Actions job of that name on the head commit.`
      : `The job ${source.name} has not run on the head commit yet.`;
    return withWholeList(nothingCounts(refusals, isUndefined ? 'undefined' : 'missing', why), scope);
  }
  const reading = valueOf(newest, source, scope, refusals);
  return withWholeList(untold.some((check) => mayBeNewer(check, newest)) ? withUntold(reading, scope) : reading, scope);
}

/** Whether a check run of the name is refused only because GitHub didn't tell all of it: it may well be the job. */
function isUntold({ app, run }: CheckFact, fault: Refusal): boolean {
  return app === actionsApp && (run === null || isUnread(fault) || isOfUnknownHead(run, fault));
}

/** GitHub numbers runs and check runs upwards. */
function mayBeNewer({ id, run }: CheckFact, newest: readonly Sound[]): boolean {
  const isAfter = newest.every(({ check }) => id > check.id);
  return run === null
    ? isAfter
    : newest.every((sound) => run.id > sound.run.id || (run.id === sound.run.id && isAfter));
}

/** A newer run that can't be told may say no: then only what is bad already counts, as with a list that isn't whole. */
function withUntold(reading: Reading, scope: Scope): Reading {
  const why = 'A newer run may say otherwise, and not all of it could be read.';
  return reading.value === goodOf(scope) ? unknown('unread', why, reading.refused, reading.evidence) : reading;
}

interface Sound {
  readonly source: string;
  readonly check: CheckFact;
  readonly run: RunFact;
}

/** Why a check run of the right name isn't that job, or its job can't vouch; null = it counts. */
function jobFault(check: CheckFact, source: JobSource, scope: Scope): Refusal | null {
  if (check.app !== actionsApp)
    return refusal('evidence_wrong_app', `it was made by the app ${check.app}, not by GitHub Actions.`);
  const { run } = check;
  // Whoever holds the job token can make a check run of any name in another run's suite (github-checked 1).
  if (run === null) return refusal('evidence_not_a_job', 'no workflow run stands behind it.');
  if (check.is_job === false) return refusal('evidence_not_a_job', `it is not among the jobs of run ${run.id}.`);
  const at = check.completed_at ?? check.started_at;
  const piece = { run, commit: check.head_sha, at, workflow: source.workflow, job: source.name };
  const fault = provenanceFault(piece, scope);
  if (fault !== null || check.is_job === true) return fault;
  return refusal('evidence_job_unread', `whether it is a job of run ${run.id} could not be read.`);
}

/** Jobs of one name in one attempt (a matrix): the worst counts. */
function valueOf(
  newest: readonly Sound[],
  source: JobSource,
  scope: Scope,
  refusals: readonly EvidenceRefused[],
): Reading {
  const read = newest.map((piece) => ({
    ...piece,
    outcome: outcomeOf(piece.check.status, piece.check.conclusion, scope.demanded_as),
  }));
  const bad = scope.demanded_as === 'blocker' ? 'true' : 'false';
  const worst =
    read.find(({ outcome }) => outcome.value === bad) ??
    read.find(({ outcome }) => outcome.value === 'unknown') ??
    read[0];
  if (worst === undefined) return unknown('missing', `The job ${source.name} has not run yet.`, refusals);
  const { check, run, outcome } = worst;
  const evidence = read.map(({ source: where, check: { head_sha, completed_at, started_at } }) => {
    return { source: where, commit: head_sha, at: completed_at ?? started_at, digest: null };
  });
  const name = `${source.name} (run ${run.id}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''})`;
  if (outcome.running)
    return unknown('running', `${name} is ${check.status.replaceAll('_', ' ')}.`, refusals, evidence);
  const ended = `${name} ended with ${check.conclusion ?? 'no conclusion'}`;
  if (outcome.value === 'unknown')
    return unknown('missing', `${ended}, which says neither yes nor no.`, refusals, evidence);
  return settled(outcome.value === 'true', `${ended}.`, evidence, refusals);
}

/** Anyone with write can set a status of any name; only a signal that the policy reads from a status trusts one (T5). */
function statusLookalikes(source: JobSource, { matter, name }: Scope): EvidenceRefused[] {
  return matter.snapshot.statuses.list
    .filter(({ context }) => context === source.name || context === name)
    .map(({ context }) => {
      const why = 'anyone with write can set a commit status, and the policy reads this signal from a job.';
      return refused(`status:${context}`, refusal('evidence_status_not_trusted', why));
    });
}

/** A list that isn't whole may hide a newer run: then only what is bad already counts (T31). */
export function withWholeList(reading: Reading, scope: Scope): Reading {
  const isBad = reading.value !== goodOf(scope) && reading.value !== 'unknown';
  if (scope.matter.snapshot.checks.complete || isBad) return reading;
  const why = 'The checks could not be read to the end, so a newer run may be missing.';
  return { ...unknown('unread', why, reading.refused, reading.evidence) };
}
