import type { Sample } from '../../src/sandbox/seed/sample.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { FileChanges } from '../../src/sandbox/driver/repositories.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import type { Repository } from '../../src/sandbox/state/repository.ts';
import { evalsWorkflow, promptChange, promptRollout } from './scenes.ts';

/** What a merged pull request must come to: the outcome and the code of each of its reasons, in order of name. */
export interface Expected {
  readonly kind: 'go' | 'wait' | 'block' | 'unknowable';
  readonly codes: readonly string[];
}

export interface MergedHistory {
  readonly repository: Repository;
  readonly expected: ReadonlyMap<number, Expected>;
}

/** A clock that only moves when it is told. */
export interface HandClock {
  readonly now: () => Date;
  readonly pass: (seconds: number) => void;
}

export function handClock(start: string): HandClock {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    pass: (seconds) => {
      time += seconds * 1_000;
    },
  };
}

interface Scene extends Expected {
  readonly files: (name: string) => FileChanges;
  readonly before?: (world: SceneWorld) => Promise<void>;
  readonly after?: (world: SceneWorld) => Promise<void>;
}

interface SceneWorld extends Sample {
  readonly sandbox: Sandbox;
  readonly history: Repository;
  readonly pull: PullRequest;
  readonly pass: HandClock['pass'];
}

/** Each known outcome once, with what happened before the merge and after it. */
const scenes: readonly Scene[] = [
  { kind: 'go', codes: [], files: (name) => ({ [`docs/${name}.md`]: 'text\n' }) },
  { kind: 'go', codes: [], files: prompt, before: async (world) => (await approved(world), await evals(world)) },
  { kind: 'wait', codes: ['review_missing'], files: prompt, before: (world) => evals(world) },
  { kind: 'wait', codes: ['review_missing'], files: prompt, before: (world) => evals(world), after: approved },
  {
    kind: 'go',
    codes: [],
    files: prompt,
    before: async (world) => (await approved(world), await evals(world)),
    after: dismissed,
  },
  {
    kind: 'wait',
    codes: ['review_missing'],
    files: prompt,
    before: async (world) => (await approved(world), await dismissed(world), await evals(world)),
  },
  { kind: 'wait', codes: ['signal_unknown'], files: prompt, before: approved },
  { kind: 'wait', codes: ['signal_unknown'], files: prompt, before: approved, after: (world) => evals(world) },
  {
    kind: 'block',
    codes: ['signal_false'],
    files: prompt,
    before: async (world) => (await approved(world), await evals(world, 'failure')),
    after: (world) => evals(world, 'success', 2),
  },
  { kind: 'block', codes: ['record_missing', 'rollout_record_missing'], files: bare },
  {
    kind: 'block',
    codes: ['record_missing', 'rollout_record_missing'],
    files: bare,
    before: async (world) => (await approved(world), await evals(world)),
    after: async ({ sandbox, history, people, pull }) => {
      await sandbox.push(history, 'main', { files: prompt(`late-${pull.number}`), pusher: people.alice });
    },
  },
  {
    kind: 'go',
    codes: [],
    files: prompt,
    before: async (world) => (await approved(world), await evals(world)),
    after: async (world) => {
      await world.sandbox.review(world.pull, world.people.erin, 'REQUEST_CHANGES', 'no');
      await evals(world, 'failure', 2);
    },
  },
];

/**
 * A repository whose merged pull requests have known outcomes, in turns. The ruleset is not there: everything is merged,
 * whatever the gate would say.
 */
export async function mergedHistory(
  sandbox: Sandbox,
  sample: Sample,
  clock: HandClock,
  count: number,
): Promise<MergedHistory> {
  const { organization, people, teams } = sample;
  const history = await sandbox.createRepository({ owner: organization, name: 'history', files: sampleFiles });
  for (const team of Object.values(teams)) sandbox.grantTeam(history, team, 'write');
  const expected = new Map<number, Expected>();
  for (let index = 0; index < count; index += 1) {
    const scene = scenes[index % scenes.length] as Scene;
    const name = `p${index}`;
    await sandbox.push(history, name, { files: scene.files(name), pusher: people.alice, from: 'main' });
    const pull = await sandbox.openPullRequest(history, { author: people.alice, title: `Change ${name}`, head: name });
    const world = { ...sample, sandbox, history, pull, pass: clock.pass };
    clock.pass(60);
    await scene.before?.(world);
    clock.pass(60);
    await sandbox.merge(pull, people.grace, { method: index % 2 === 0 ? 'merge' : 'squash' });
    clock.pass(60);
    await scene.after?.(world);
    clock.pass(60);
    expected.set(pull.number, { kind: scene.kind, codes: scene.codes });
  }
  return { repository: history, expected };
}

function bare(name: string): FileChanges {
  return { [`prompts/${name}.md`]: `${name}\n` };
}

/** A change of medium risk with its records: it needs one review and one eval. */
function prompt(name: string): FileChanges {
  return {
    ...bare(name),
    [`changes/${name}/change.yaml`]: promptChange(name),
    [`changes/${name}/rollout.yaml`]: promptRollout(name),
  };
}

async function approved({ sandbox, people, pull, pass }: SceneWorld): Promise<void> {
  await sandbox.review(pull, people.bob, 'APPROVE');
  pass(10);
}

async function dismissed({ sandbox, people, pull, pass }: SceneWorld): Promise<void> {
  const review = [...sandbox.world.reviews.values()].findLast(
    ({ repositoryId, pullNumber }) => repositoryId === pull.repositoryId && pullNumber === pull.number,
  );
  if (review === undefined) throw new Error('nobody approved it');
  await sandbox.dismiss(review, people.grace, 'changed my mind');
  pass(10);
}

async function evals(
  { sandbox, history, pull, pass }: SceneWorld,
  conclusion: 'success' | 'failure' = 'success',
  attempt = 1,
): Promise<void> {
  const job = { repository: history, workflow: evalsWorkflow, headSha: pull.head.sha, attempt };
  await sandbox.completeJob({ ...job, jobName: 'evals / offline', conclusion });
  pass(10);
}
