import { afterAll, describe, expect, it } from 'vitest';
import type { Attack } from './attack.ts';
import { attacksByClaims } from './by-claims.ts';
import { attacksByCommands } from './by-commands.ts';
import { attacksByFiles } from './by-files.ts';
import { attacksByRecords } from './by-records.ts';
import { attacksByRepetition } from './by-repetition.ts';
import { attacksByText } from './by-text.ts';
import { attacksOnApprovals } from './on-approvals.ts';
import { attacksOnTheChain } from './on-the-chain.ts';
import { attacksOnGroups } from './on-groups.ts';
import { attacksOnTheSetup } from './on-the-setup.ts';
import { attacksPastTheGate } from './past-the-gate.ts';
import { attacksOnEvidence } from './on-evidence.ts';
import { attacksOnPushes } from './on-pushes.ts';
import { attacksOnReading } from './on-reading.ts';
import { attacksOnStops } from './on-stops.ts';
import { attacksOnTheDoor } from './on-the-door.ts';
import { attacksOnTheName } from './on-the-name.ts';
import { attacksOnWaivers } from './on-waivers.ts';

const attacks: readonly Attack[] = [
  ...attacksOnTheDoor,
  ...attacksOnTheName,
  ...attacksOnEvidence,
  ...attacksOnApprovals,
  ...attacksOnPushes,
  ...attacksByRecords,
  ...attacksByClaims,
  ...attacksByFiles,
  ...attacksOnReading,
  ...attacksByCommands,
  ...attacksOnWaivers,
  ...attacksOnStops,
  ...attacksOnTheChain,
  ...attacksOnGroups,
  ...attacksPastTheGate,
  ...attacksOnTheSetup,
  ...attacksByText,
  ...attacksByRepetition,
];
const refused: Attack[] = [];

describe('the attack table: each is refused with its code', () => {
  it('has at least 380 attacks, each with a name of its own', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(380);
    const twice = attacks.map(({ name }) => name).filter((name, index, all) => all.indexOf(name) !== index);
    expect(twice).toEqual([]);
  });

  it.each(attacks)('$threat $name: $refusedWith', async (attack) => {
    const { codes, through } = await attack.attempt();
    expect(codes).toContain(attack.refusedWith);
    expect(through).toBe(false);
    refused.push(attack);
  });
});

afterAll(() => {
  const number = ({ threat }: Attack): number => Number(threat.slice(1));
  const rows = refused
    .toSorted((a, b) => number(a) - number(b))
    .map((row) => `${row.threat.padEnd(4)} ${row.refusedWith.padEnd(30)} ${row.name}`);
  console.log(`attack table: ${refused.length} of ${attacks.length} refused\n${rows.join('\n')}`);
});
