import type { Decision } from '../../generated/types.ts';
import { gateTitle } from '../check/verdict.ts';
import { bullets, link } from '../markdown/block.ts';
import { commit } from '../markdown/code.ts';
import { fitting } from '../markdown/fitting.ts';
import { text } from '../markdown/text.ts';
import { joined } from '../words.ts';

/** Whose turn it is. */
export type TurnOf = { readonly of: 'author' } | { readonly of: 'others'; readonly roles: readonly string[] };

const MAX_BYTES = 10_000;
const MAX_STEPS = 3;

/** A new comment that only means "your turn": who, with the first steps. Names are text, never live mentions. */
export function turnComment(decision: Decision, turn: TurnOf, author: string | null, checkUrl: string): string {
  const who = turn.of === 'author' ? text(author ?? 'author') : joined(turn.roles.map((role) => text(role)));
  const steps = decision.next_actions.filter(({ by, role }) =>
    turn.of === 'author' ? by === 'author' : by === 'role' && role !== undefined && turn.roles.includes(role),
  );
  const { head_sha } = decision.subject;
  return fitting(
    [
      `<!-- rollout-gate:turn ${turn.of} ${head_sha} -->`,
      `**Your turn, ${who}** · ${text(gateTitle(decision))} · head ${commit(head_sha)} · ${link('details', checkUrl)}`,
      bullets(steps.slice(0, MAX_STEPS).map(({ how }) => text(how, 300))),
    ],
    MAX_BYTES,
  );
}
