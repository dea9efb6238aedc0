import type { Review } from '../../generated/types.ts';
import { advise, block, byAuthor, byRole, type Ground, ground, wait } from '../gate/ground.ts';
import { whereOf } from './location.ts';
import type { Proposal } from './proposal.ts';

/** What the claims of one proposal are held against. */
export interface ClaimFacts {
  /** All other grounds of the proposal. */
  readonly grounds: readonly Ground[];
  /** The review by a role, asked for or not. */
  readonly reviewBy: (role: string) => Review;
}

/** Facts that contradict a word of approval; anything else that is open only hasn't backed it yet. */
const contradictions: ReadonlySet<string> = new Set([
  'signal_false',
  'blocker_true',
  'finding_open',
  'finding_listed',
  'review_changes_requested',
]);

type Meaning = 'claims_go' | 'refuses' | 'says_nothing';

const statuses: ReadonlyMap<string, Meaning> = new Map([
  ...['approved', 'accepted', 'reviewed', 'ready'].map((word) => [word, 'claims_go'] as const),
  ...['rejected', 'withdrawn', 'declined', 'cancelled'].map((word) => [word, 'refuses'] as const),
  ...['draft', 'proposed', 'pending', 'in_review', 'open'].map((word) => [word, 'says_nothing'] as const),
]);

const decisions: ReadonlyMap<string, Meaning> = new Map([
  ...['go', 'approved'].map((word) => [word, 'claims_go'] as const),
  ...['no_go', 'nogo', 'rejected', 'block', 'blocked', 'hold'].map((word) => [word, 'refuses'] as const),
  ...['pending', 'wait', 'draft'].map((word) => [word, 'says_nothing'] as const),
]);

/** `status`, `decision` and `decided_by` are claims of the author: contradicted blocks, not backed yet waits (contract 0.6). */
export function judgeClaims(proposal: Proposal, facts: ClaimFacts): readonly Ground[] {
  const { change, rollout } = proposal;
  const grounds: Ground[] = [];
  const status = change?.status ?? null;
  if (change !== null && status !== null) {
    const claim = {
      field: 'status',
      word: status,
      meaning: meaningOf(status, statuses),
      where: whereOf(change, 'status'),
    };
    grounds.push(...judgeWord(claim, 'status_rejected', facts));
  }
  const decision = rollout?.decision ?? null;
  if (rollout !== null && decision !== null) {
    const where = whereOf(rollout, 'decision');
    const claim = { field: 'decision', word: decision, meaning: meaningOf(decision, decisions), where };
    grounds.push(...judgeWord(claim, 'decision_no_go', facts));
  }
  for (const [index, role] of (rollout?.decided_by ?? []).entries())
    grounds.push(...judgeDecider(role, index, proposal, facts));
  return grounds;
}

interface Claim {
  readonly field: string;
  readonly word: string;
  readonly meaning: Meaning | null;
  readonly where: NonNullable<Ground['where']>;
}

function judgeWord(
  claim: Claim,
  refusal: 'status_rejected' | 'decision_no_go',
  { grounds }: ClaimFacts,
): readonly Ground[] {
  const { field, word, meaning, where } = claim;
  const subject = `claim:${field}`;
  const said = `The record claims ${field}: ${word}`;
  if (meaning === null) return [advise('claim_unknown', subject, `${said}, a word that the gate doesn't know.`, where)];
  if (meaning === 'says_nothing') return [];
  if (meaning === 'refuses') {
    return [
      block(
        refusal,
        subject,
        `The record says ${field}: ${word}.`,
        byAuthor(`change ${field}, or close the pull request`),
        where,
      ),
    ];
  }
  const against = grounds.find(({ code }) => contradictions.has(code));
  if (against !== undefined) {
    const step = byAuthor(`take ${field}: ${word} out, or make it true`);
    return [block('claim_unbacked', subject, `${said}, and that is contradicted: ${against.message}`, step, where)];
  }
  const open = grounds.find(({ effect }) => effect !== 'advise');
  if (open === undefined) return [];
  // Settled by what it waits for: the claim itself takes no step.
  const waiting = `${said}, which is not backed yet: ${open.message}`;
  return [ground('claim_pending', 'wait', subject, waiting, null, where)];
}

function judgeDecider(role: string, index: number, { rollout }: Proposal, { reviewBy }: ClaimFacts): readonly Ground[] {
  const review = reviewBy(role);
  if (rollout === null || review.state === 'given') return [];
  const where = whereOf(rollout, 'decided_by', index);
  const subject = 'claim:decided_by';
  const said = `The record claims that ${role} decided`;
  if (review.state === 'changes_requested' || review.state === 'unsatisfiable') {
    const why =
      review.state === 'unsatisfiable' ? 'nobody can give that review' : 'someone who holds the role asked for changes';
    return [
      block('claim_unbacked', subject, `${said}, and ${why}.`, byAuthor(`take ${role} out of decided_by`), where),
    ];
  }
  const how = 'approve this patch, or the author takes the claim out';
  return [
    wait('claim_pending', subject, `${said}, and no approval by ${role} counts yet.`, byRole(review.role, how), where),
  ];
}

function meaningOf(word: string, words: ReadonlyMap<string, Meaning>): Meaning | null {
  return words.get(word.toLowerCase().replaceAll(/[- ]/g, '_')) ?? null;
}
