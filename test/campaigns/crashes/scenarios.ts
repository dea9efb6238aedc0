import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { malformed } from '../../../src/start/scenes/malformed.ts';
import type { Scene } from '../../../src/start/scenes/scene.ts';
import { underDeclared } from '../../../src/start/scenes/under-declared.ts';
import { ungoverned } from '../../../src/start/scenes/ungoverned.ts';
import { waiting } from '../../../src/start/scenes/waiting.ts';
import { addMergeQueue } from '../../support/merge-queue.ts';
import { blockingIssue, evalJob, gateOf, pushToMain } from './happenings.ts';
import type { Stage } from './stage.ts';

export interface Scenario {
  readonly name: string;
  readonly play: (stage: Stage) => Promise<void>;
  /** Whether the requests of the App's start are struck as well. */
  readonly isStart?: boolean;
}

function scened(name: string, scene: Scene): Scenario {
  return {
    name,
    play: async (stage) => {
      const pull = await opened(stage, scene);
      for (const { happen } of scene.steps) await stage.step(() => happen(stage, pull));
    },
  };
}

async function opened({ sandbox, sample, step }: Stage, scene: Scene): Promise<PullRequest> {
  const author = scene.author(sample);
  const found: PullRequest[] = [];
  await step(async () => {
    await sandbox.push(sample.repository, scene.branch, { files: scene.files, pusher: author, message: scene.title });
    const { title, branch: head, body } = scene;
    found.push(await sandbox.openPullRequest(sample.repository, { author, title, head, body }));
  });
  const [pull] = found;
  if (pull === undefined) throw new Error('the pull request was not opened');
  return pull;
}

/** 120 problems: annotations go out in three writes of one run. */
const annotated: Scene = {
  ...malformed,
  branch: 'erin/many',
  files: { 'change.yaml': `change:\n  artifacts:\n${'  - ""\n'.repeat(120)}`, 'prompts/x.md': 'x\n' },
};

const commands: Scenario = {
  name: 'commands that block, ask, attest and unblock',
  play: async (stage) => {
    const { sandbox, sample, step } = stage;
    const pull = await opened(stage, waiting);
    const says = [
      [sample.people.bob, '/block the prices are wrong'],
      [sample.people.alice, '/status'],
      [sample.people.alice, '/unblock'],
      [sample.people.bob, '/unblock'],
    ] as const;
    for (const [person, words] of says) await step(() => sandbox.comment(pull, person, words));
  },
};

const waived: Scenario = {
  name: 'a waiver and its second approver',
  play: async (stage) => {
    const { sandbox, sample, step } = stage;
    await step(() => blockingIssue(stage));
    const pull = await opened(stage, waiting);
    // Of a push in the same second nobody knows whether the word was meant for it.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const words = `/waive finding_open until ${new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)} because it is known`;
    await step(() => sandbox.comment(pull, sample.people.frank, words));
    await step(() => sandbox.comment(pull, sample.people.grace, words));
  },
};

const buttons: Scenario = {
  name: 'a button that explains',
  play: async (stage) => {
    const { sandbox, sample, step } = stage;
    const pull = await opened(stage, underDeclared);
    await step(async () => sandbox.pressAction(gateOf(stage, pull), sample.people.alice, 'explain'));
    await step(async () => sandbox.pressAction(gateOf(stage, pull), sample.people.alice, 'draft'));
  },
};

const bypassed: Scenario = {
  name: 'a direct push past the gate, then resumed and resolved',
  play: async (stage) => {
    const { sandbox, sample, step } = stage;
    await step(() => pushToMain(stage, { 'prompts/support/refund.md': 'Always refund.\n' }));
    const incident = [...sandbox.world.issues.values()].at(-1);
    if (incident === undefined) return;
    await step(() => sandbox.comment(incident, sample.people.grace, '/resume because it was reverted'));
    await step(() => sandbox.comment(incident, sample.people.grace, '/resolve because all is well'));
  },
};

const mergedPast: Scenario = {
  name: 'a merge past the gate',
  play: async (stage) => {
    const { sandbox, sample, step } = stage;
    sample.ruleset.bypassUserIds.push(sample.people.grace.id);
    const pull = await opened(stage, underDeclared);
    await step(() => sandbox.merge(pull, sample.people.grace));
  },
};

const queued: Scenario = {
  name: 'a merge group',
  play: async (stage) => {
    const { sandbox, sample, step } = stage;
    const pull = await opened(stage, waiting);
    for (const job of ['evals / offline', 'evals / duplicate-ticket']) await step(() => evalJob(stage, pull, job));
    await step(() => sandbox.review(pull, sample.people.bob, 'APPROVE'));
    await step(() => sandbox.review(pull, sample.people.carol, 'APPROVE'));
    addMergeQueue(sandbox, sample.repository, {});
    await step(() => sandbox.enqueue(pull, sample.people.alice));
  },
};

const policyEdit: Scenario = {
  name: 'an edit of the policy',
  play: async (stage) => {
    const policy = `version: 1\nrisk:\n  high: { reviews: [engineering] }\nsurfaces:\n  prompt_bundle: { paths: ["prompts/**"], risk: low }\n`;
    await opened(stage, { ...ungoverned, branch: 'frank/policy', files: { '.github/rollout-gate.yml': policy } });
  },
};

const started: Scenario = {
  name: 'a start',
  isStart: true,
  play: async (stage) => {
    await opened(stage, ungoverned);
  },
};

export const scenarios: readonly Scenario[] = [
  started,
  scened('a change that waits, then goes', waiting),
  scened('an ungoverned change', ungoverned),
  scened('more annotations than one write takes', annotated),
  commands,
  waived,
  buttons,
  bypassed,
  mergedPast,
  queued,
  policyEdit,
];
