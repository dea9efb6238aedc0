import { packing } from '../../src/adapters/digest/packing.ts';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { GithubMergeGroupReader } from '../../src/adapters/github/merge-group-reader.ts';
import { GithubPullRequestReader } from '../../src/adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../../src/adapters/github/pull-request-writer.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { tokenPermissions } from '../../src/core/access/permissions.ts';
import { answersReader } from '../../src/reconcile/answers.ts';
import { groupNeedsOf } from '../../src/reconcile/group-needs.ts';
import { type JudgedGroup, judgeMergeGroup } from '../../src/reconcile/judge-merge-group.ts';
import { marks } from '../../src/reconcile/marks.ts';
import { needsOf } from '../../src/reconcile/needs.ts';
import { reportReader } from '../../src/reconcile/report-reading.ts';
import type { MergeGroup } from '../../src/sandbox/state/merge-queue.ts';
import type { JudgingWorld } from './judging.ts';

/** Judges groups of the sample world's default branch in this process, with one memory. */
export function groupJudge(world: JudgingWorld): (group: Pick<MergeGroup, 'headSha'>) => Promise<JudgedGroup> {
  const { sandbox, installed } = world;
  const token = sandbox.installationToken(installed.installation, { permissions: tokenPermissions });
  const options = {
    transport: httpTransport({ apiUrl: sandbox.url, token, userAgent: 'rollout-gate/test' }),
    app: installed.app.id,
    marks,
    needsOf,
    groupNeedsOf,
    readReports: reportReader(sha256),
    readAnswers: answersReader(sha256),
    sha256,
    memory: readingMemory(),
  };
  const key = { owner: 'acme', repo: 'agents', base_ref: 'main' };
  const parts = {
    reader: new GithubPullRequestReader(options),
    groups: new GithubMergeGroupReader(options),
    writer: new GithubPullRequestWriter({ ...key, number: 0 }, { ...options, patience: [] }),
    packing,
    clock: { now: sandbox.now },
  };
  return ({ headSha }) => judgeMergeGroup(parts, { ...key, sha: headSha }, true);
}
