import { packing } from '../adapters/digest/packing.ts';
import { readingMemory } from '../adapters/github/memory.ts';
import { organizationPolicy, type PinnedFile } from '../adapters/github/organization-policy.ts';
import { GithubPullRequestReader } from '../adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../adapters/github/pull-request-writer.ts';
import type { ReaderOptions } from '../adapters/github/reader-options.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import type { Snapshot } from '../generated/types.ts';
import type { JudgeParts } from '../reconcile/judge-pull-request.ts';
import { marks } from '../reconcile/marks.ts';
import type { PullRequestKey } from '../reconcile/ports.ts';
import type { Thread } from '../reconcile/ports/thread.ts';
import { gateWriter } from './gate-writer.ts';
import type { JudgingLater } from './judging-later.ts';
import type { KnownTransport } from './token-owner.ts';

export type Parts = Omit<JudgeParts, 'clock'>;

/** What a run judges with, for each of its pull requests, and how it reads. */
export interface AllParts {
  readonly options: ReaderOptions;
  readonly of: (key: PullRequestKey) => Parts;
}

/** What a run of the Action judges with: one reader, and so one memory, for all its pull requests. */
export function judgeParts(
  { transport, owner }: KnownTransport,
  rolesTransport: Transport | null,
  judging: JudgingLater,
  policyFile: PinnedFile | null,
): AllParts {
  const own = {
    transport,
    memory: readingMemory(),
    // Read only after the first answer, which tells it.
    get app(): string {
      return owner();
    },
  };
  const options = Object.assign(own, {
    ...(rolesTransport === null ? {} : { rolesTransport }),
    ...(policyFile === null
      ? {}
      : { organizationPolicy: organizationPolicy(policyFile, () => Promise.resolve(transport)) }),
    marks,
    needsOf: (snapshot: Snapshot) => judging.loaded().needsOf(snapshot),
    readAnswers: (thread: Thread) => judging.loaded().answersReader(packing.sha256)(thread),
    readReports: (text: string) => judging.loaded().reportReader(packing.sha256)(text),
    sha256: packing.sha256,
  });
  const reader = new GithubPullRequestReader(options);
  return {
    options,
    of: (key) => ({ reader, writer: gateWriter(new GithubPullRequestWriter(key, own)), packing }),
  };
}
