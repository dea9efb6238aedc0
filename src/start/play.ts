import type { CheckRun } from '../sandbox/state/check.ts';
import type { PullRequest } from '../sandbox/state/pull-request.ts';
import { awaitGate } from './judged.ts';
import { readMachinePart } from './machine-part.ts';
import type { Scene, Stage } from './scenes/scene.ts';

/** Opens the scene's pull request, prints what the gate says after each step, and answers whether it went as expected. */
export async function play(stage: Stage, scene: Scene, place: string, say: (text: string) => void): Promise<boolean> {
  const { sandbox, sample } = stage;
  const author = scene.author(sample);
  await sandbox.push(sample.repository, scene.branch, { files: scene.files, pusher: author, message: scene.title });
  const pull = await sandbox.openPullRequest(sample.repository, {
    author,
    title: scene.title,
    head: scene.branch,
    body: scene.body,
  });
  say(`[${place}] #${pull.number} ${scene.title}`);
  say(`  ${author.login} changes ${Object.keys(scene.files).join(', ')}`);
  let seen = await awaitGate(sandbox, pull, (run) => run.conclusion === scene.expects);
  tell(seen, say);
  for (const step of scene.steps) {
    say(`\n  Then ${step.says}.`);
    const before = seen.output.title;
    await step.happen(stage, pull);
    seen = await awaitGate(sandbox, pull, (run) => run.output.title !== before);
    tell(seen, say);
  }
  const allowed = sandbox.mergeAllowed(pull);
  say(`  Merge: ${allowed.allowed ? 'allowed' : `not allowed: ${allowed.reasons.join('; ')}`}`);
  say(`  Look:  ${pageOf(stage, pull)}\n`);
  const green = scene.steps.length > 0 || scene.expects === 'success';
  return allowed.allowed === green;
}

function pageOf({ sandbox, sample }: Stage, pull: PullRequest): string {
  return `${sandbox.url}/ui/${sample.organization.login}/${sample.repository.name}/pull/${pull.number}`;
}

const colours: Readonly<Record<string, string>> = { success: '32', failure: '31', in_progress: '33' };

function tell(run: CheckRun, say: (text: string) => void): void {
  const state = run.conclusion ?? run.status;
  const colour = process.stdout.isTTY ? colours[state] : undefined;
  const title = run.output.title ?? '';
  say(`  ${colour === undefined ? title : `\u001b[${colour}m${title}\u001b[0m`}  (rollout-gate: ${state})`);
  const said = readMachinePart(run.output.text ?? '');
  for (const reason of said.reasons) say(`    because  ${reason.message}  [${reason.code}]`);
  for (const action of said.next_actions) say(`    next     ${action.by}: ${action.how}`);
}
