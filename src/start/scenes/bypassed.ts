import type { CheckRun } from '../../sandbox/state/check.ts';
import type { Issue } from '../../sandbox/state/pull-request.ts';
import { answersOn, awaitAnswer } from '../answers.ts';
import { awaited } from '../awaited.ts';
import { awaitGate } from '../judged.ts';
import { pageOf, pullOf } from '../play.ts';
import { type Say, tellAnswer } from '../tell.ts';
import type { Stage } from './scene.ts';
import { underDeclared } from './under-declared.ts';

/** An administrator pushes past the gate: found, told, held, and ended by people's words. */
export async function playBypass(stage: Stage, place: string, say: Say): Promise<boolean> {
  const { sandbox, sample } = stage;
  const { people } = sample;
  const pull = pullOf(stage, underDeclared);
  say(`${place} A push past the gate`);
  say('  Grace, an administrator whom the ruleset lets through, pushes sandbox/network.yaml straight to main.');
  const files = { 'sandbox/network.yaml': 'allow: [api.example.com]\n' };
  await sandbox.push(sample.repository, 'main', {
    files,
    pusher: people.grace,
    message: 'Open the network for a test',
  });
  const incident = await awaited(
    sandbox,
    () => [...sandbox.world.issues.values()].at(-1) ?? null,
    () => 'the App has opened no incident',
  );
  say(`    incident #${incident.number} ${incident.title}`);
  await awaitGate(sandbox, pull, isHeld);
  say(`    hold     #${pull.number} touches the same surface: its check says that it is held`);
  await command(stage, incident, 'resume', 'the network is closed again', say);
  await awaitGate(sandbox, pull, (run) => !isHeld(run));
  say(`    hold     #${pull.number} is no longer held`);
  await command(stage, incident, 'resolve', 'the push was looked at', say);
  await awaited(
    sandbox,
    () => (incident.state === 'closed' ? incident : null),
    () => `incident #${incident.number} is still open`,
  );
  say(`  Incident #${incident.number} is closed.`);
  say(`  Look:  ${pageOf(stage, `issues/${incident.number}`)}\n`);
  return true;
}

const isHeld = ({ output }: CheckRun): boolean => output.summary?.includes('is on hold') ?? false;

async function command(stage: Stage, incident: Issue, verb: string, why: string, say: Say): Promise<void> {
  const { sandbox, sample } = stage;
  const words = `/${verb} because ${why}`;
  say(`\n  Then Frank (release manager) comments "${words}" on the incident.`);
  const before = answersOn(sandbox, incident).length;
  await sandbox.comment(incident, sample.people.frank, words);
  tellAnswer(await awaitAnswer(sandbox, incident, before), say);
}
