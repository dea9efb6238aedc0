import { decide } from '../core/decide.ts';
import type { Capsule, Decision, EffectivePolicy, Snapshot } from '../generated/types.ts';
import { sealed } from '../records/capsule.ts';
import { prepareJudgement } from '../records/judgement.ts';
import { afterWrites } from './after-writes.ts';
import { toldIn } from './asked-line.ts';
import { type Asking, askingOf, refusedAsking } from './asking-people.ts';
import { draftLink } from './draft-link.ts';
import { checkRunDifference, commentDifference } from './difference.ts';
import { checkOutputs, commentBody, type Shown } from './outputs.ts';
import type {
  Clock,
  Observation,
  Packing,
  PullRequestKey,
  PullRequestReader,
  PullRequestWriter,
  Write,
  WriteBudget,
  WriteResult,
} from './ports.ts';
import { affordable } from './value.ts';

export interface JudgeParts {
  readonly reader: PullRequestReader;
  readonly writer: PullRequestWriter;
  readonly packing: Packing;
  readonly clock: Clock;
}

/** What a judgement came to. */
export interface Judged {
  readonly observation: Observation;
  /** null = the default branch has no policy, so nothing is judged and nothing is written. */
  readonly decision: Decision | null;
  readonly capsule: Capsule | null;
  readonly writes: readonly Write[];
  /** One for each write; none when nothing was to be written or `write` was false. */
  readonly results: readonly WriteResult[];
  /** When what was left out for want of room can be written, milliseconds since the epoch; null = nothing was left out. */
  readonly later: number | null;
}

export interface JudgeOptions {
  readonly write: boolean;
  /** Whether people are asked and told, and the check gets buttons: the App's part, since it hears of what they answer. */
  readonly asks?: boolean;
  /** Default: everything is written. */
  readonly budget?: WriteBudget;
}

/**
 * Reads a pull request, decides, and writes the difference between what GitHub shows and what it should show, in one
 * request. Doing it twice changes nothing. Throws what the ports throw.
 */
export async function judgePullRequest(
  { reader, writer, packing, clock }: JudgeParts,
  key: PullRequestKey,
  { write, asks = false, budget }: JudgeOptions,
): Promise<Judged> {
  const now = clock.now();
  const observation = await reader.observe(key, now);
  const { snapshot } = observation;
  const nothing = { observation, decision: null, capsule: null, writes: [], results: [], later: null };
  if (snapshot === null) return nothing;
  const { capsule, ...shown } = judged(snapshot, observation, packing);
  const { decision } = shown;
  if (snapshot.pull_request.state !== 'open') return { ...nothing, decision, capsule };
  const others: Shown[] = [];
  for (const number of snapshot.pull_request.same_head) {
    const other = await reader.observe({ ...key, number }, now);
    if (other.snapshot === null || other.head_sha !== observation.head_sha) continue;
    others.push(judged(other.snapshot, other, packing));
  }
  const matter = shown.policy === null || !asks ? null : { ...shown, policy: shown.policy, snapshot, observation, now };
  const asking =
    matter === null ? silent(observation) : await askingOf(matter, (all) => reader.patches(key, snapshot, all));
  const writesFor = (seen: Observation, { requests, comment, told, unasked }: Asking): readonly Write[] => {
    const outputs = checkOutputs([shown, ...others], seen, { unasked, buttons: asks });
    const sticky = commentDifference(commentBody(shown, seen, told), seen);
    const checks = checkRunDifference(outputs, seen, now, packing.sha256);
    // What is remembered of the asking comes after it: a request that is there is seen, a mark alone would silence us.
    return [...checks, ...requests, ...[sticky, comment].filter((one) => one !== null)];
  };
  const { writes, later } = affordable(writesFor(observation, asking), write ? (budget ?? null) : null);
  if (!write) return { observation, decision, capsule, writes, results: [], later };
  const results = await writer.write(observation, writes);
  const refused = writes.flatMap((one, index) =>
    one.kind === 'review_request' && results[index]?.refused === true ? [one.role] : [],
  );
  if (matter === null || refused.length === 0) return { observation, decision, capsule, writes, results, later };
  const seen = afterWrites(observation, writes, results, now);
  const more = writesFor(seen, refusedAsking(matter, asking, refused));
  const moreResults = await writer.write(seen, more);
  const all = { writes: [...writes, ...more], results: [...results, ...moreResults] };
  return { observation, decision, capsule, ...all, later };
}

function silent({ sticky_comment }: Observation): Asking {
  return { requests: [], comment: null, told: toldIn(sticky_comment?.body ?? ''), unasked: [] };
}

function judged(
  snapshot: Snapshot,
  observation: Observation,
  { sha256, pack }: Packing,
): Shown & { readonly capsule: Capsule; readonly policy: EffectivePolicy | null } {
  const judgement = prepareJudgement(snapshot);
  const decision = decide(judgement, sha256);
  const { capsule, text } = sealed(snapshot, decision, sha256);
  return {
    decision,
    capsule,
    policy: judgement.policy?.effective ?? null,
    packed: pack(text),
    draftLink: draftLink(decision.draft, observation),
  };
}
