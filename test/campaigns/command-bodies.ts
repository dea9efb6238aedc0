import fc from 'fast-check';
import { bodies, judgeBody } from '../core/command/bodies.ts';

/** 50,000 comments (github-facts T17): no command where a GFM renderer shows none, and none overlooked that stands plainly there. */
const TOTAL = Number(process.env['COMMAND_BODIES'] ?? 50_000);

function main(seed: number): number {
  const counts: Record<string, number> = { none: 0, malformed: 0, command: 0 };
  const faults: string[] = [];
  for (const body of fc.sample(bodies, { numRuns: TOTAL, seed })) {
    const { kind, fault } = judgeBody(body);
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (fault !== null) faults.push(`${fault}: ${JSON.stringify(body)}`);
  }
  for (const line of faults.slice(0, 20)) console.error(line);
  console.log(
    `seed ${seed}: ${TOTAL} comments, ${counts['command']} commands, ${counts['malformed']} malformed, ${counts['none']} none, ${faults.length} false`,
  );
  return faults.length === 0 && (counts['command'] ?? 0) > TOTAL / 50 ? 0 : 1;
}

process.exitCode = main(Number(process.env['SEED'] ?? 1));
