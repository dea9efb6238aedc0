import type { CheckRun } from '../sandbox/state/check.ts';
import { readMachinePart } from './machine-part.ts';

/** Prints one text and a line's end. */
export type Say = (text: string) => void;

const colours: Readonly<Record<string, string>> = { success: '32', failure: '31', in_progress: '33' };

/** The check in two words: its title and its state, coloured on a terminal. */
export function tellTitle(run: CheckRun, say: Say): void {
  const state = run.conclusion ?? run.status;
  // Of NO_COLOR and of poor terminals Node knows itself.
  const colour = process.stdout.isTTY && process.stdout.hasColors() ? colours[state] : undefined;
  const title = run.output.title ?? '';
  say(`  ${colour === undefined ? title : `\u001b[${colour}m${title}\u001b[0m`}  (rollout-gate: ${state})`);
}

/** The check with every reason and every next step. */
export function tellCheck(run: CheckRun, say: Say): void {
  tellTitle(run, say);
  const said = readMachinePart(run.output.text ?? '');
  for (const reason of said.reasons) say(`    because  ${reason.message}  [${reason.code}]`);
  for (const action of said.next_actions) say(`    next     ${action.by}: ${action.how}`);
}

/** What the App wrote, each of its lines. */
export function tellAnswer(words: string, say: Say): void {
  for (const line of words.split('\n').filter((one) => one.trim() !== '')) say(`    answer   ${line}`);
}
