import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { added, nothing, type Tally } from './tally.ts';

/** Names the file that every test process appends its tally to; set by the global set-up, absent outside the suite. */
export const reportVariable = 'ROLLOUT_GATE_DESCRIPTION_REPORT';

export function appendTally(tally: Tally): void {
  const file = process.env[reportVariable];
  if (file !== undefined && file !== '') appendFileSync(file, `${JSON.stringify(tally)}\n`);
}

export function readTally(file: string): Tally {
  if (!existsSync(file)) return nothing;
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Tally).reduce(added, nothing);
}
