import { describe, expect, test } from 'vitest';
import { nextMomentOf } from '../../../src/core/gate/next-moment.ts';
import type { Snapshot } from '../../../src/generated/types.ts';
import {
  changeText,
  check,
  decisionOf,
  head,
  judgementOf,
  now,
  people,
  policyText,
  type Scene,
  snapshotOf,
} from '../../support/snapshot.ts';

const attested = `${policyText.replace('evals: [offline_eval_passed]', 'evals: [drilled]')}`.replace(
  'signals:\n',
  'signals:\n  drilled: { attested_by: safety, valid_for: 2h }\n',
);
const record = 'required_evals: [drilled]';

const word = (at: string) => ({ signal: 'drilled', person: people.carol, commit: head, at, comment_id: 5 });
const waiver = (expires_at: string) => ({
  id: 'w1',
  finding: 'signal_false',
  owner: people.bob,
  second_approver: people.carol,
  reason: 'x',
  at: '2026-04-07T16:00:00Z',
  expires_at,
  commit: head,
});

function nextOf(scene: Scene): string | null {
  const policy = judgementOf(scene).policy?.effective;
  if (policy === null || policy === undefined) throw new Error('the policy of the test has errors');
  return nextMomentOf(snapshotOf(scene), policy);
}

const waivers = `${policyText}commands: { waive: [engineering] }\nwaivers: { second_approver: safety }\n`;
const failed = {
  complete: true,
  list: [check('evals', { conclusion: 'failure' }), check('trace_regression_check', { id: 801 })],
};

describe('the time at which a decision changes by itself', () => {
  const table: readonly (readonly [string, Scene, string | null])[] = [
    ['never', {}, null],
    [
      'when a waiver runs out',
      { policy: waivers, facts: { checks: failed, waivers: [waiver('2026-04-08T00:00:00Z')] } },
      '2026-04-08T00:00:00Z',
    ],
    [
      'when the time is over that the policy allows a waiver',
      {
        policy: waivers.replace('second_approver: safety', 'second_approver: safety, max: 1h'),
        facts: { checks: failed, waivers: [waiver('2027-04-08T00:00:00Z')] },
      },
      '2026-04-07T17:00:00Z',
    ],
    ['never again once it ran out', { policy: waivers, facts: { checks: failed, waivers: [waiver(now)] } }, null],
    [
      'when an attestation runs out',
      { policy: attested, change: changeWith(record), facts: { human_attestations: [word('2026-04-07T15:00:00Z')] } },
      '2026-04-07T17:00:00Z',
    ],
    [
      'rounded up to the second, so that it is over then',
      {
        policy: attested,
        change: changeWith(record),
        facts: { human_attestations: [word('2026-04-07T15:00:00.250Z')] },
      },
      '2026-04-07T17:00:01Z',
    ],
    [
      'when the gate begins to bind',
      {
        policy: `${policyText}enforcement: { default: observe, enforce_from: 2026-05-01 }\n`,
        facts: { checks: failed },
      },
      '2026-05-01T00:00:00Z',
    ],
    [
      'when a freeze ends',
      { facts: { freezes: [{ surface: 'prompt_bundle', until: '2026-04-07T18:00:00Z', by: people.erin }] } },
      '2026-04-07T18:00:00Z',
    ],
    [
      'the earliest of all',
      {
        policy: waivers,
        facts: {
          checks: failed,
          waivers: ['2026-04-09T00:00:00Z', '2026-04-08T00:00:00Z', '2026-04-01T00:00:00Z'].map(waiver),
          freezes: [{ surface: 'prompt_bundle', until: '2026-04-07T18:00:00Z', by: people.erin }],
        },
      },
      '2026-04-07T18:00:00Z',
    ],
  ];

  test.each(table)('%s', (_name, scene, expected) => expect(nextOf(scene)).toBe(expected));

  test.each(table.filter(([, , expected]) => expected !== null))(
    '%s: it is the same until then, and another one from then on',
    (_name, scene, expected) => {
      const at = (time: string) => {
        const facts: Partial<Snapshot> = { ...scene.facts, now: time };
        const { verdict, reasons, announced } = decisionOf({ ...scene, facts });
        return JSON.stringify([verdict, reasons, announced]);
      };
      const before = new Date(Date.parse(expected ?? '') - 2000).toISOString().replace('.000Z', 'Z');
      expect(at(before)).toBe(at(now));
      expect(at(expected ?? '')).not.toBe(at(now));
    },
  );
});

function changeWith(evals: string): string {
  return changeText.replace('required_evals: [offline_eval_passed]', evals);
}
