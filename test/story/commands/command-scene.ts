import { readingMemory } from '../../../src/adapters/github/memory.ts';
import { readAnswerComment } from '../../../src/records/answer.ts';
import type { PersonName } from '../../../src/sandbox/seed/sample.ts';
import type { CheckRun } from '../../../src/sandbox/state/check.ts';
import type { IssueComment, PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { type Commanded, type JudgingWorld, openJudgingWorld } from '../../support/judging.ts';
import { ripen } from '../../support/ripe.ts';
import { attestedChange, attestingPolicy } from '../../support/scenes.ts';

/** A judged pull request that waits for reviews, evals and an attestation, and people who give commands on it. */
export interface CommandScene {
  readonly world: JudgingWorld;
  pull: PullRequest;
  readonly say: (person: PersonName, body: string | IssueComment) => Promise<Commanded>;
  /** Comments that hold an answer, oldest first, whoever wrote them. */
  readonly answers: () => readonly IssueComment[];
  /** Reason codes of a judgement that remembers nothing. */
  readonly codes: () => Promise<readonly string[]>;
  readonly gate: () => CheckRun | undefined;
  /** Everything but the attestation: two approvals, and both evals as they are told. */
  readonly ripe: (second?: 'success' | 'failure') => Promise<void>;
}

export async function openCommandScene(): Promise<CommandScene> {
  const world = await openJudgingWorld();
  const { sandbox, repository, people } = world;
  await sandbox.push(repository, 'main', {
    files: { '.github/rollout-gate.yml': attestingPolicy },
    pusher: people.grace,
  });
  const scene: CommandScene = {
    world,
    pull: await world.open('a', attestedChange()),
    say: (person, body) => world.command(scene.pull, people[person], body),
    answers: () => [...sandbox.world.issueComments.values()].filter(({ body }) => readAnswerComment(body) !== null),
    codes: async () => {
      const { decision } = await world.judge(scene.pull, { memory: readingMemory() });
      return decision?.reasons.map(({ code }) => code) ?? [];
    },
    gate: () =>
      [...sandbox.world.checkRuns.values()].findLast(
        (run) => run.headSha === scene.pull.head.sha && run.name === 'rollout-gate',
      ),
    ripe: (second) => ripen(world, scene.pull, second),
  };
  await world.judge(scene.pull);
  return scene;
}

/** The day after today. */
export function soon(): string {
  return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
}
