import { packing } from '../adapters/digest/packing.ts';
import { readingMemory } from '../adapters/github/memory.ts';
import { GithubPullRequestReader } from '../adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../adapters/github/pull-request-writer.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import type { JudgeParts } from '../reconcile/judge-pull-request.ts';
import { marks } from '../reconcile/marks.ts';
import { needsOf } from '../reconcile/needs.ts';
import type { Clock, PullRequestKey } from '../reconcile/ports.ts';
import { reportReader } from '../reconcile/report-reading.ts';
import { gateWriter } from './gate-writer.ts';
import type { KnownTransport } from './token-owner.ts';

/** What a run of the Action judges with: one reader, and so one memory, for all its pull requests. */
export function judgeParts(
  { transport, owner }: KnownTransport,
  rolesTransport: Transport | null,
  clock: Clock,
): (key: PullRequestKey) => JudgeParts {
  const own = {
    transport,
    memory: readingMemory(),
    // Read only after the first answer, which tells it.
    get app(): string {
      return owner();
    },
  };
  const reader = new GithubPullRequestReader(
    Object.assign(own, {
      ...(rolesTransport === null ? {} : { rolesTransport }),
      marks,
      needsOf,
      readReports: reportReader(packing.sha256),
      sha256: packing.sha256,
    }),
  );
  return (key) => ({ reader, writer: gateWriter(new GithubPullRequestWriter(key, own)), packing, clock });
}
