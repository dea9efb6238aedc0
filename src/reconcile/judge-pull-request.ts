import { canonicalJson } from '../core/canonical/json.ts';
import { decide } from '../core/decide.ts';
import type { Capsule, Decision, Snapshot } from '../generated/types.ts';
import { makeCapsule } from '../records/capsule.ts';
import { prepareJudgement } from '../records/judgement.ts';
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
  WriteResult,
} from './ports.ts';

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
}

/**
 * Reads a pull request, decides, and writes the difference between what GitHub shows and what it should show, in one
 * request. Doing it twice changes nothing. Throws what the ports throw.
 */
export async function judgePullRequest(
  { reader, writer, packing, clock }: JudgeParts,
  key: PullRequestKey,
  { write }: { readonly write: boolean },
): Promise<Judged> {
  const now = clock.now();
  const observation = await reader.observe(key, now);
  const { snapshot } = observation;
  const nothing = { observation, decision: null, capsule: null, writes: [], results: [] };
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
  const checks = checkRunDifference(checkOutputs([shown, ...others], observation), observation, now, packing.sha256);
  const comment = commentDifference(commentBody(decision, observation), observation);
  const writes: readonly Write[] = comment === null ? checks : [...checks, comment];
  const results = write ? await writer.write(observation, writes) : [];
  return { observation, decision, capsule, writes, results };
}

function judged(
  snapshot: Snapshot,
  { head_branch }: Observation,
  { sha256, pack }: Packing,
): Shown & { readonly capsule: Capsule } {
  const decision = decide(prepareJudgement(snapshot), sha256);
  const capsule = makeCapsule(snapshot, decision, sha256);
  return { decision, capsule, packed: pack(canonicalJson(capsule)), head_branch };
}
