import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { GithubDefaultBranchReader } from '../../src/adapters/github/default-branch.ts';
import { GithubIncidents } from '../../src/adapters/github/incidents.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import { policyInForce } from '../../src/records/judgement.ts';
import { type Detected, detectBypasses } from '../../src/reconcile/detect-bypass.ts';
import { marks } from '../../src/reconcile/marks.ts';
import type { IssueComment } from '../../src/sandbox/state/pull-request.ts';
import { openJudgingWorld } from './judging.ts';

export type BypassStage = Awaited<ReturnType<typeof openBypassStage>>;

const key = { owner: 'acme', repo: 'agents' };

/** A world in which grace may push past the gate, and one process that looks for it. */
export async function openBypassStage() {
  const world = await openJudgingWorld();
  const { sandbox, repository, people, installed } = world;
  let memory = readingMemory();
  world.ruleset.bypassUserIds.push(people.grace.id);

  const app = installed.app.id;
  const transport = () => {
    const token = sandbox.installationToken(installed.installation);
    return httpTransport({ apiUrl: sandbox.url, token, userAgent: 'rollout-gate/test' });
  };

  function detect(since: string | null = null, now = new Date()): Promise<Detected> {
    const over = transport();
    const patience = [0, 0];
    return detectBypasses(
      {
        reader: new GithubDefaultBranchReader({ transport: over, app, gate: 'rollout-gate' }),
        writer: new GithubIncidents({ transport: over, memory, app, marks, patience }),
        clock: { now: () => now },
        gate: { app, name: 'rollout-gate' },
        policyOf: async (source) => policyInForce(source, null),
        sha256,
      },
      key,
      since,
    );
  }

  /** Grace pushes to the default branch; the new commit. */
  const push = (files: Record<string, string | null>): Promise<string> =>
    sandbox.push(repository, 'main', { files, pusher: people.grace });
  /** The process forgets what it has read. */
  const forget = (): void => {
    memory = readingMemory();
  };
  const tip = (): string => repository.refs.get('refs/heads/main') ?? '';
  const issues = () => [...sandbox.world.issues.values()];
  const recordsOn = (number: number): readonly IssueComment[] =>
    [...sandbox.world.issueComments.values()].filter(({ issueNumber }) => issueNumber === number);
  const commentsOn = (number: number): readonly string[] => recordsOn(number).map(({ body }) => body);
  return { world, transport, memory: () => memory, detect, forget, push, tip, issues, recordsOn, commentsOn };
}
