import type { Matter } from '../change/matter.ts';
import { takesOf } from '../command/authority.ts';
import { takesWords } from '../command/takes.ts';
import { block, byRole, type Ground, readAgain, type Step, wait } from './ground.ts';

/** What people said by command and nobody took back, and answers that are missing: a block could be among those (DESIGN 6). */
export function judgeAnswers({ snapshot, policy }: Matter): readonly Ground[] {
  const { blocks, complete, fault } = snapshot.answers;
  return [
    ...blocks.map(({ entry, person, reason }) => {
      const message = `@${person.login} blocked it: ${reason}`;
      return block('blocked_by_command', `answer:${entry}`, message, unblock(person.login, policy));
    }),
    ...(complete
      ? []
      : [wait('answers_unreadable', 'answers', 'The answers to commands could not be read to the end.', readAgain)]),
    ...(fault === null
      ? []
      : [wait('answers_broken', 'answers', `The chain of answers is broken: ${fault}.`, restart(policy))]),
  ];
}

function unblock(login: string, policy: Matter['policy']): Step {
  const takes = takesOf('unblock', policy);
  const own = takes.also.includes('blocker') ? [`@${login}`] : [];
  return byRole(takesWords({ ...takes, also: [] }, own), 'settle what it names, then /unblock');
}

function restart(policy: Matter['policy']): Step {
  return byRole(takesWords(takesOf('resume', policy)), 'look at who changed it, then /resume because …');
}

/** Surfaces of a change that are on hold: that binds at promotion, so it is announced. */
export function announceHolds(surfaces: readonly string[], { snapshot, policy }: Matter): readonly Ground[] {
  return snapshot.answers.holds.flatMap(({ issue, surfaces: held, commit, by }) =>
    surfaces
      .filter((surface) => held === null || held.includes(surface))
      .map((surface) => {
        const way = by === 'push' ? 'was pushed directly' : 'was merged past the gate';
        const why =
          held === null ? 'the record of an incident was changed or taken away' : `${commit.slice(0, 7)} ${way}`;
        const message = `${surface} is on hold: ${why} (incident issue #${issue}).`;
        const step = byRole(takesWords(takesOf('resume', policy)), `/resume because … in the incident issue #${issue}`);
        return wait('surface_held', `surface:${surface}`, message, step);
      }),
  );
}
