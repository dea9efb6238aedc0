import { usualQueue } from '../../sandbox/seed/usual-queue.ts';
import type { PullRequest } from '../../sandbox/state/pull-request.ts';
import { awaited } from '../awaited.ts';
import { gateOn } from '../judged.ts';
import { pageOf, pullOf } from '../play.ts';
import { type Say, tellTitle } from '../tell.ts';
import type { Stage } from './scene.ts';
import { ungoverned } from './ungoverned.ts';
import { waiting } from './waiting.ts';

/** The default branch takes merges through a queue only, which tests every pull request on those ahead of it. */
export async function playQueue(stage: Stage, place: string, say: Say): Promise<boolean> {
  const pulls = [pullOf(stage, ungoverned), pullOf(stage, waiting)];
  const numbers = pulls.map(({ number }) => `#${number}`);
  say(`${place} A merge queue`);
  requireQueue(stage);
  say(`  Merges into main now go through a queue. Alice puts ${numbers.join(' and ')} into it.`);
  await Promise.all(pulls.map((pull) => stage.sandbox.enqueue(pull, stage.sample.people.alice)));
  for (const [at, pull] of pulls.entries()) await tellGroup(stage, pull, numbers.slice(0, at), say);
  say(`  Look:  ${pageOf(stage, 'queue/main')}\n`);
  return true;
}

function requireQueue({ sandbox, sample }: Stage): void {
  const { people, repository } = sample;
  const rules = [{ type: 'merge_queue', parameters: usualQueue }] as const;
  sandbox.createRuleset(repository, { name: 'merge queue', bypass: [people.grace], rules });
}

/** Waits until the queue has merged it, and prints what the gate said about the commit that was tested. */
async function tellGroup(stage: Stage, pull: PullRequest, ahead: readonly string[], say: Say): Promise<void> {
  const { sandbox } = stage;
  const merged = await awaited(
    sandbox,
    () => (pull.mergedAt === null ? null : pull.mergeCommitSha),
    () => `the queue has not merged #${pull.number}`,
  );
  const on = ['main', ...ahead].join(' and ');
  say(`\n  #${pull.number} is tested on top of ${on}, as commit ${merged.slice(0, 7)}.`);
  const run = gateOn(sandbox, merged);
  if (run === null) throw new Error(`the gate has said nothing about the group of #${pull.number}`);
  tellTitle(run, say);
  say('  The queue merges it.');
}
