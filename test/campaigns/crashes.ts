import { scenarios } from './crashes/scenarios.ts';
import type { Strike } from './crashes/relay.ts';
import { type Cell, cellsOf, differences, type Played, playOnce } from './crashes/table.ts';

/**
 * The crash table: every request that the App sends in every scenario is killed once before it is sent, once after GitHub
 * did it and once after the answer came; each is answered by a secondary limit, and each write by a 502 with and without
 * its effect, and is once not shown by GitHub's replicas for a while, with the event coming twice. In the end GitHub must show what an undisturbed run shows, object by object (github-facts F7, F11, F12, F14, F23).
 */
const all: readonly Strike[] = [
  'before send',
  'after send',
  'after answer',
  '502 after effect',
  '502 without effect',
  'limit',
  'lag',
];
/** A killed App's work is free again after ten seconds: most of a cell is waiting, so many are played at once. */
const width = Number(process.env['CRASHES_WIDTH'] ?? 16);
/** `node test/campaigns/crashes.ts waiver` plays the scenarios of that name; CRASHES_STRIKES=lag,limit only these strikes. */
const wanted = process.argv.slice(2);
const only = process.env['CRASHES_STRIKES']?.split(',');
const strikes = all.filter((strike) => only?.includes(strike) ?? true);

let converged = 0;
let deaths = 0;
let failures = 0;
const cells: Cell[] = [];
const undisturbed = new Map<string, Played>();

for (const scenario of scenarios.filter(
  ({ name }) => wanted.length === 0 || wanted.some((one) => name.includes(one)),
)) {
  const played = await playOnce(scenario, null);
  undisturbed.set(scenario.name, played);
  cells.push(...cellsOf(scenario, played.requests, strikes));
  console.log(`${scenario.name}: ${played.requests.length} requests, ${played.state.length} objects`);
}

const queue = [...cells];
const work = async (): Promise<void> => {
  for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) await settle(cell);
};
await Promise.all(Array.from({ length: width }, work));

async function settle(cell: Cell): Promise<void> {
  const calm = undisturbed.get(cell.scenario.name);
  const name = `${cell.scenario.name}, request ${cell.nth} (${calm?.requests[cell.nth]?.name ?? ''}), ${cell.strike}`;
  try {
    const played = await playOnce(cell.scenario, cell);
    deaths += played.deaths;
    const wrong = differences(
      calm?.state ?? [],
      played.state.filter((line) => !isLimitTold(line, cell.strike)),
    );
    if (wrong.length === 0) converged += 1;
    else failed(name, wrong.join('\n  '));
  } catch (error) {
    failed(name, String(error));
  }
}

function failed(name: string, wrong: string): void {
  failures += 1;
  console.error(`${name}\n  ${wrong}`);
}

/** A gate that stood open is closed while a limit lasts, by a run of its own: that is what it should do. */
function isLimitTold(line: string, strike: Strike): boolean {
  return strike === 'limit' && line.includes('Could not be evaluated: github_rate_limited');
}

console.log(`crash table: ${converged} of ${cells.length} cells converged, the App was killed ${deaths} times`);
process.exitCode = failures === 0 && cells.length > 0 ? 0 : 1;
