import { sayingOf } from '../../../src/core/command/answer.ts';
import type { AnswerComment } from '../../../src/core/command/chain/comment.ts';
import { commandIn } from '../../../src/core/command/grammar.ts';
import type { Saying } from '../../../src/core/command/saying.ts';
import type { Given, Situation } from '../../../src/core/command/situation.ts';
import type { Permission, Person } from '../../../src/generated/types.ts';
import {
  check,
  decisionOf,
  earlier,
  head,
  judgementOf,
  now,
  people,
  policyText,
  type Scene,
  snapshotOf,
} from '../../support/snapshot.ts';
import { chainOf } from './chains.ts';

/** bob may waive and override, carol holds safety and agrees to waivers, dan may write, erin maintains. */
export const commandPolicy = `${policyText.replace('signals:\n', 'signals:\n  drilled: { attested_by: safety, valid_for: 30d, means: ["the drill was run", "its trace was read"] }\n')}commands: { waive: [engineering] }
waivers: { second_approver: safety, max: 14d, never: [finding_open] }
`;

/** The evals of the pull request failed: `signal_false`. */
export const failing: Scene = {
  policy: commandPolicy,
  facts: {
    checks: {
      complete: true,
      list: [check('evals', { conclusion: 'failure' }), check('trace_regression_check', { id: 801 })],
    },
    permissions: permissionsOf([
      [people.ada, 'read'],
      [people.bob, 'write'],
      [people.carol, 'write'],
      [people.dan, 'write'],
      [people.erin, 'maintain'],
    ]),
  },
};

function permissionsOf(list: readonly (readonly [Person, Permission])[]) {
  return list.map(([{ id }, permission]) => ({ person: id, permission }));
}

/** Where a command is answered; left out: the failing pull request with no answers yet. */
export function situationOf(
  comments: readonly AnswerComment[] = [],
  changes: Partial<Situation> = {},
  scene: Scene = failing,
): Situation {
  const chain = chainOf(comments);
  const snapshot = snapshotOf({
    ...scene,
    facts: {
      ...scene.facts,
      answers: { complete: true, fault: chain.fault, blocks: chain.blocks, holds: [] },
      waivers: chain.waivers,
      human_attestations: chain.attestations,
    },
  });
  const policy = judgementOf(scene).policy?.effective;
  if (policy === null || policy === undefined) throw new Error('the policy of the test has errors');
  return {
    place: 'pull_request',
    chain,
    facts: { roles: snapshot, author: snapshot.pull_request.author },
    policy,
    decision: decisionOf({ ...scene, facts: snapshot }),
    is_open: true,
    head,
    head_since: earlier,
    incidents: [],
    now,
    ...changes,
  };
}

export const justNow = '2026-04-07T16:04:00Z';

export function givenOf(line: string, person: Person, at = justNow): Given {
  const found = commandIn(line);
  if (found.kind === 'none') throw new Error(`${line} is no command`);
  return { found, person, at };
}

export function said(line: string, person: Person, situation: Situation = situationOf(), at = justNow): Saying | null {
  return sayingOf(givenOf(line, person, at), situation);
}
