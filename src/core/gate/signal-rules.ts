import type { Matter } from '../change/matter.ts';
import { analysis, block, byAuthor, byMachine, byRole, type Ground, readAgain, type Step, wait } from './ground.ts';
import { seedSentence } from './seed-sentences.ts';
import type { ReadSignal } from './signals.ts';

/** What the signals that bind at merge say: false and true blockers block, unknown waits (contract 0.2). */
export function judgeSignals(signals: readonly ReadSignal[], matter: Matter): readonly Ground[] {
  const binding = signals.filter(({ signal }) => signal.at === 'merge');
  const { checks } = matter.snapshot;
  const needsChecks = binding.some(({ policy }) => policy.source.kind === 'job' || policy.source.kind === 'report');
  const message = 'The checks could not be read to the end.';
  const unread = checks.complete || !needsChecks ? [] : [wait('checks_unreadable', 'checks', message, readAgain)];
  return [...unread, ...binding.flatMap(judge)];
}

function judge(read: ReadSignal): readonly Ground[] {
  const { name, value, demanded_as, why } = read.signal;
  const subject = `signal:${name}`;
  if (demanded_as === 'blocker') {
    if (value === 'false') return [];
    const grounds = {
      true: () =>
        block('blocker_true', subject, `The blocker ${name} is true: ${why}`, byAuthor(`mend what ${name} names`)),
      unknown: () => wait('blocker_unknown', subject, `The blocker ${name} is not settled: ${why}`, pendingStep(read)),
    };
    return [grounds[value]()];
  }
  if (value === 'true') return [];
  const { seed_code } = read;
  const opening = seed_code === null ? '' : `${seedSentence(seed_code)}: `;
  if (value === 'false') {
    const message = `${opening}${name} is false: ${why}`;
    return [block('signal_false', subject, message, byAuthor(falseStep(read)))];
  }
  const message = `${opening}${name} is not known: ${why}`;
  return [wait(seed_code ?? pendingCode(read), subject, message, pendingStep(read))];
}

function pendingCode({ pending }: ReadSignal) {
  const codes = {
    running: 'signal_running',
    undefined: 'signal_undefined',
    unattested: 'signal_unattested',
    unread: 'signal_unknown',
    missing: 'signal_unknown',
  } as const;
  return codes[pending];
}

function falseStep({ policy: { source }, signal }: ReadSignal): string {
  if (source.kind !== 'file') return `mend what failed in ${signal.name} and let it run again`;
  return `write ${source.path} (at least ${source.min_length} characters)`;
}

/** Who can settle a signal that isn't known. */
export function pendingStep({ signal, pending, policy }: ReadSignal): Step {
  const { source } = policy;
  const edited = signal.refused.find(
    ({ code }) => code === 'evidence_workflow_edited' || code === 'evidence_trusted_path_edited',
  );
  if (edited !== undefined) {
    const { trusted_reviewer } = policy;
    const out = `take the edit out of this pull request: ${edited.why}`;
    return trusted_reviewer === null
      ? byAuthor(out)
      : byRole(trusted_reviewer, `approve the edit that ${signal.name} depends on, or the author takes it out`);
  }
  if (signal.refused.some(({ code }) => code === 'evidence_before_base_change'))
    return byAuthor('push again, or close and reopen the pull request, so that it runs on the new base');
  if (
    signal.refused.some(({ code }) => code === 'evidence_other_pull_request' || code === 'evidence_foreign_repository')
  )
    return byAuthor("push a commit of its own (an empty one will do), so that the run is this pull request's alone");
  if (pending === 'undefined')
    return byAuthor(
      `check the spelling of ${signal.name}; else a job of that name, or its definition in the policy, has to come to the default branch first`,
    );
  if (pending === 'running') return byMachine(signal.why);
  switch (source.kind) {
    case 'attested_by':
      return byRole(source.role, `/attest ${signal.name}${means(policy.means)}`);
    case 'status':
      return byMachine(`@${source.creator} sets the status ${source.context}`);
    case 'job':
      return byMachine(`${source.name} has to run${source.workflow === null ? '' : ` (${source.workflow})`}`);
    case 'report':
      return byMachine(`${source.workflow} has to upload the report ${source.artifact}`);
    case 'attestation':
      return byMachine(`${source.signer_workflow} has to attest the report on this commit`);
    case 'file':
      return pending === 'unread' ? readAgain : byAuthor(`take ${source.path} out`);
    case 'code_scanning':
      return pending === 'unread' ? readAgain : analysis;
  }
}

function means(list: readonly string[]): string {
  return list.length === 0 ? '' : ` (means: ${list.join('; ')})`;
}
