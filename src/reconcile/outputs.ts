import type { Decision } from '../generated/types.ts';
import { type GateContext, gateCheck } from '../report/check/gate-check.ts';
import { otherGate } from '../report/check/other-gate.ts';
import { evalChecks, reviewChecks } from '../report/check/part-checks.ts';
import { COMMENT_MARKER, stickyComment } from '../report/comment/sticky-comment.ts';
import { gateTitle } from '../report/check/verdict.ts';
import { text } from '../report/markdown/text.ts';
import { tailMark } from '../report/comment/answers-tail.ts';
import type { DraftLink } from '../report/check/way.ts';
import type { CheckOutput } from '../report/output.ts';
import { type Told, toldLine } from './asked-line.ts';
import { usesLine } from './marks.ts';
import type { Observation } from './ports.ts';

/** One judged pull request, and what its capsule packs to. */
export interface Shown {
  readonly decision: Decision;
  readonly packed: string;
  /** Of this pull request's head branch: several may share a head commit and not the branch. */
  readonly draftLink: DraftLink | null;
}

/**
 * The check runs of a head: those of its pull request or, when several open ones share it, of the worst decision, because
 * a check run hangs on the commit (github-facts 0.8). Reviews and evals of the others are shown as well, the worse first.
 */
export function checkOutputs(
  all: readonly [Shown, ...Shown[]],
  observation: Observation,
  people: Pick<GateContext, 'unasked' | 'buttons'>,
): readonly CheckOutput[] {
  const [worst, ...others] = all.length === 1 ? all : worstFirst(all);
  const ownNames = observation.own_checks.map(({ name }) => name);
  const changes = all.flatMap(({ decision }) => decision.changes);
  const gate = gateCheck(worst.decision, {
    capsulePacked: worst.packed,
    draftLink: worst.draftLink,
    lookalikes: observation.lookalikes,
    hidden: usesLine(changes),
    ...people,
    alsoFor: others.map(({ decision }) => decision.subject.pull_request).toSorted((a, b) => a - b),
  });
  const byName = new Map<string, CheckOutput>();
  const add = (part: CheckOutput): void => {
    const known = byName.get(part.name);
    if (known === undefined || rankOf(part) < rankOf(known)) byName.set(part.name, part);
  };
  for (const { decision } of all) {
    reviewChecks(decision, ownNames).forEach(add);
    evalChecks(decision, ownNames).forEach(add);
  }
  return [...gate, ...otherGate(gate[0].name, ownNames), ...byName.values()];
}

/**
 * The sticky comment of a pull request; null where nothing is governed and nothing was commanded. Its last line is hidden
 * and names the newest answer.
 */
export function commentBody(ours: Shown, observation: Observation, told: Told): string | null {
  const newest = observation.answers?.tail ?? null;
  const tail = newest === null ? '' : tailMark(newest);
  const shown = shownComment(ours, observation, told);
  if (shown === null) return tail === '' ? null : [COMMENT_MARKER, text(gateTitle(ours.decision)), tail].join('\n\n');
  return tail === '' ? shown : `${shown}\n\n${tail}\n`;
}

function shownComment({ decision, draftLink }: Shown, observation: Observation, told: Told): string | null {
  // The page of all checks: a run's own page has an id, which isn't known before the run is there.
  const checkUrl = `${observation.repository_url}/pull/${decision.subject.pull_request}/checks`;
  return stickyComment(decision, { checkUrl, draftLink, hidden: toldLine(told) });
}

function worstFirst(all: readonly [Shown, ...Shown[]]): readonly [Shown, ...Shown[]] {
  return all.toSorted(byVerdict) as readonly Shown[] as readonly [Shown, ...Shown[]];
}

const verdicts = ['block', 'wait', 'go'] as const;

/** Of equal verdicts the enforced one: the name that a ruleset requires must not stay unwritten. */
function byVerdict({ decision: a }: Shown, { decision: b }: Shown): number {
  const isObserved = ({ enforcement }: Decision): number => (enforcement === 'observe' ? 1 : 0);
  return (
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    isObserved(a) - isObserved(b) ||
    a.subject.pull_request - b.subject.pull_request
  );
}

/** What hinders most comes first; "no longer needed" by one is nothing against a demand of another. */
function rankOf({ status, conclusion }: CheckOutput): number {
  if (status !== 'completed') return 1;
  return conclusion === 'failure' || conclusion === 'action_required' ? 0 : conclusion === 'success' ? 2 : 3;
}
