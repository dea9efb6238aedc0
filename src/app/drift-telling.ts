import { packing } from '../adapters/digest/packing.ts';
import { Fault, faultOf } from '../adapters/fault.ts';
import { GithubDriftIssues } from '../adapters/github/drift-issues.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import type { Finding } from '../core/doctor/facts.ts';
import { doctor } from '../generated/codes.ts';
import { marks } from '../reconcile/marks.ts';
import type { RepositoryKey } from '../reconcile/ports/default-branch.ts';
import type { DriftIssues } from '../reconcile/ports/drift-issues.ts';
import type { Inbox } from '../reconcile/ports/inbox.ts';
import { tellDrift } from '../reconcile/tell-drift.ts';
import type { DriftLine } from '../report/comment/drift.ts';
import type { Log } from './log/log.ts';

/** GitHub's replicas show a write at most 10 seconds late (github-facts F23): looked for too soon, it would be made again. */
const lag = 12_000;

export interface TellingOptions {
  readonly inbox: Pick<Inbox, 'note' | 'keepNote'>;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Telling {
  readonly key: RepositoryKey;
  readonly repositoryId: number;
  readonly transport: Transport;
  readonly isHeld: () => Promise<boolean>;
}

/** When something was last written, and the issue's number; null = none is known. */
interface Told {
  readonly at: number;
  readonly number: number | null;
}

/**
 * Makes the repository's issue say what was found (none = nothing is wrong), where issues can be written. Answers when to
 * look again, milliseconds since the epoch, if something was written a moment ago; else null. Throws a `Fault` that
 * another try may mend.
 */
export async function tellInIssue(
  { inbox, log, now }: TellingOptions,
  { key, repositoryId, transport, isHeld }: Telling,
  findings: readonly Finding[],
): Promise<number | null> {
  const name = `audit issue ${repositoryId}`;
  const note = await inbox.note(name);
  const told: Told = note === null ? { at: 0, number: null } : (JSON.parse(note) as Told);
  if (now() - told.at < lag) return told.at + lag;
  let at = told.at;
  const before = async (): Promise<void> => {
    if (!(await isHeld())) throw new Fault('lease_lost', { message: 'Another process looks at this repository.' });
    at = now();
    await inbox.keepNote(name, JSON.stringify({ ...told, at }), at);
  };
  try {
    const issues = writingAfter(new GithubDriftIssues(transport, marks.drift), before);
    const number = await tellDrift({ issues, sha256: packing.sha256 }, key, findings.map(lineOf), told.number);
    if (number !== told.number) await inbox.keepNote(name, JSON.stringify({ at, number }), now());
  } catch (error) {
    const { code, message, retryable } = faultOf(error);
    if (retryable || code === 'internal') throw error;
    // Issues are switched off there, or may not be written: log and metrics have told it, and no try mends that.
    log.warn({ repository: `${key.owner}/${key.repo}`, code }, message);
  }
  return null;
}

function lineOf({ code, message }: Finding): DriftLine {
  return { code, message, next: doctor[code].next };
}

function writingAfter(issues: DriftIssues, before: () => Promise<void>): DriftIssues {
  return {
    find: (...given) => issues.find(...given),
    open: async (...given) => {
      await before();
      return issues.open(...given);
    },
    label: async (...given) => {
      await before();
      await issues.label(...given);
    },
    update: async (...given) => {
      await before();
      await issues.update(...given);
    },
    comment: async (...given) => {
      await before();
      await issues.comment(...given);
    },
  };
}
