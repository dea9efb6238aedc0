import type { HumanAttestationFact, SignalSource } from '../../generated/types.ts';
import { samePatch } from '../change/patch/comparison.ts';
import { canonicalName } from '../change/surfaces/names.ts';
import { attestersOf } from '../command/authority.ts';
import { roleMembership } from '../command/standing.ts';
import { type Reading, type Refusal, refusal, refused, settled, unknown } from './reading.ts';
import { dating, type Scope } from './scope.ts';

type WordSource = Extract<SignalSource, { readonly kind: 'attested_by' }>;

/** The value of a signal that people give by /attest: a role holder's word on this patch, while it holds (DESIGN 5). */
export function readHumanWord(source: WordSource, scope: Scope): Reading {
  const { snapshot, policy } = scope.matter;
  const words = snapshot.human_attestations.filter(
    ({ signal }) => canonicalName(signal, policy.signals) === scope.name,
  );
  const judged = words.map((word) => ({ word, fault: wordFault(word, source, scope) }));
  const refusals = judged.flatMap(({ word, fault }) =>
    fault === null ? [] : [refused(`comment:${word.comment_id}`, fault)],
  );
  const [newest] = judged
    .flatMap(({ word, fault }) => (fault === null ? [word] : []))
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  if (newest === undefined)
    return unknown('unattested', `Nobody who holds ${source.role} has attested ${scope.name} yet.`, refusals);
  const { comment_id, commit, at, person } = newest;
  const evidence = [{ source: `comment:${comment_id}`, commit, at, digest: null }];
  return settled(true, `@${person.login} (${source.role}) attested it.`, evidence, refusals);
}

function wordFault(word: HumanAttestationFact, source: WordSource, scope: Scope): Refusal | null {
  const { snapshot, policy } = scope.matter;
  const { person, commit, at } = word;
  const memberships = attestersOf(source.role, policy).map((role) => roleMembership(person, role, snapshot, policy));
  if (!memberships.includes('member')) {
    const why = memberships.includes('unknown')
      ? `whether @${person.login} holds ${source.role} can't be read.`
      : `@${person.login} doesn't hold ${source.role}.`;
    return refusal('evidence_attester_not_in_role', why);
  }
  if (!isForThisPatch(commit, scope)) {
    return refusal('evidence_wrong_commit', `it was said of ${commit.slice(0, 7)}, and the patch has changed since.`);
  }
  if (dating(at, { ...scope, at: 'merge' }) === 'future') {
    return refusal('evidence_future_dated', `it is dated in the future (${at}).`);
  }
  const age = (Date.parse(snapshot.now) - Date.parse(at)) / 1000;
  const limit = source.valid_for_seconds;
  return limit !== null && !(age < limit)
    ? refusal('evidence_attestation_expired', `it was said at ${at} and has run out.`)
    : null;
}

function isForThisPatch(commit: string, { matter }: Scope): boolean {
  const { patches, pull_request } = matter.snapshot;
  if (commit === pull_request.head_sha) return true;
  const then = patches.find(({ sha }) => sha === commit);
  const now = patches.find(({ sha }) => sha === pull_request.head_sha);
  return then !== undefined && now !== undefined && samePatch(then, now, () => true) === 'same';
}
