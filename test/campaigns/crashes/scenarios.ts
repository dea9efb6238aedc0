import { malformed } from '../../../src/start/scenes/malformed.ts';
import type { Scene } from '../../../src/start/scenes/scene.ts';
import { underDeclared } from '../../../src/start/scenes/under-declared.ts';
import { ungoverned } from '../../../src/start/scenes/ungoverned.ts';
import { waiting } from '../../../src/start/scenes/waiting.ts';
import type { Stage } from './stage.ts';

export interface Scenario {
  readonly name: string;
  readonly play: (stage: Stage) => Promise<void>;
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

async function opened(stage: Stage, scene: Scene) {
  const { sandbox, sample, step } = stage;
  const author = scene.author(sample);
  let pull: Awaited<ReturnType<typeof sandbox.openPullRequest>> | null = null;
  await step(async () => {
    await sandbox.push(sample.repository, scene.branch, { files: scene.files, pusher: author, message: scene.title });
    const { title, branch: head, body } = scene;
    pull = await sandbox.openPullRequest(sample.repository, { author, title, head, body });
  });
  if (pull === null) throw new Error('the pull request was not opened');
  return pull as Awaited<ReturnType<typeof sandbox.openPullRequest>>;
}

/** 120 problems: annotations go out in three writes of one run. */
const annotated: Scene = {
  ...malformed,
  branch: 'erin/many',
  files: { 'change.yaml': `change:\n  artifacts:\n${'  - ""\n'.repeat(120)}`, 'prompts/x.md': 'x\n' },
};

export const scenarios: readonly Scenario[] = [
  scened('a change that waits, then goes', waiting),
  scened('a malformed record', malformed),
  scened('a record that declares too little', underDeclared),
  scened('an ungoverned change', ungoverned),
  scened('more annotations than one write takes', annotated),
];
