import type { PullRequest } from '../sandbox/state/pull-request.ts';
import { answersOn, awaitAnswer } from './answers.ts';
import { awaitGate } from './judged.ts';
import type { Scene, Sequel, Stage, Step } from './scenes/scene.ts';
import { type Say, tellAnswer, tellCheck } from './tell.ts';

/** Opens the scene's pull request, prints what the gate says after each step, and answers whether it went as expected. */
export async function play(stage: Stage, scene: Scene, place: string, say: Say): Promise<boolean> {
  const { sandbox, sample } = stage;
  const author = scene.author(sample);
  await sandbox.push(sample.repository, scene.branch, { files: scene.files, pusher: author, message: scene.title });
  const pull = await sandbox.openPullRequest(sample.repository, {
    author,
    title: scene.title,
    head: scene.branch,
    body: scene.body,
  });
  say(`${place} #${pull.number} ${scene.title}`);
  say(`  ${author.login} changes ${Object.keys(scene.files).join(', ')}`);
  tellCheck(await awaitGate(sandbox, pull, (run) => run.conclusion === scene.expects), say);
  for (const step of scene.steps) await take(stage, pull, step, say);
  const green = scene.steps.length > 0 || scene.expects === 'success';
  return tellMerge(stage, pull, say) === green;
}

/** Goes on with the pull request of an earlier scene; it is green again at the end. */
export async function playSequel(stage: Stage, sequel: Sequel, place: string, say: Say): Promise<boolean> {
  const pull = pullOf(stage, sequel.follows);
  say(`${place} ${sequel.title}, on #${pull.number} ${pull.title}`);
  for (const step of sequel.steps) await take(stage, pull, step, say);
  return tellMerge(stage, pull, say);
}

/** The pull request that a scene opened. */
export function pullOf({ sandbox }: Stage, scene: Scene): PullRequest {
  const pull = [...sandbox.world.pullRequests.values()].find(({ head }) => head.ref === scene.branch);
  if (pull === undefined) throw new Error(`there is no pull request of ${scene.branch}`);
  return pull;
}

async function take(stage: Stage, pull: PullRequest, { says, happen, brings }: Step, say: Say): Promise<void> {
  const { sandbox } = stage;
  say(`\n  Then ${says}.`);
  const { output } = await awaitGate(sandbox, pull, () => true);
  const answers = answersOn(sandbox, pull).length;
  await happen(stage, pull);
  if (brings !== undefined) tellAnswer(await awaitAnswer(sandbox, pull, answers), say);
  if (brings !== 'answer') tellCheck(await awaitGate(sandbox, pull, (run) => run.output.title !== output.title), say);
}

/** Whether the rules of the branch allow the merge now. */
function tellMerge(stage: Stage, pull: PullRequest, say: Say): boolean {
  const { allowed, reasons } = stage.sandbox.mergeAllowed(pull);
  say(`  Merge: ${allowed ? 'allowed' : `not allowed: ${reasons.join('; ')}`}`);
  say(`  Look:  ${pageOf(stage, `pull/${pull.number}`)}\n`);
  return allowed;
}

/** A page of the sample repository. */
export function pageOf({ sandbox, sample }: Stage, path: string): string {
  return `${sandbox.url}/ui/${sample.organization.login}/${sample.repository.name}/${path}`;
}
