import { decide } from '../core/decide.ts';
import type { Sha256 } from '../core/judgement.ts';
import type { Decision, Snapshot } from '../generated/types.ts';
import { codeTexts } from '../records/code-texts.ts';
import { prepareJudgement } from '../records/judgement.ts';
import { explainWords } from '../report/answer/explain.ts';
import { draftReview } from '../report/comment/draft-review.ts';
import { stampOf } from '../report/digest/stamp.ts';
import { blocks } from '../report/markdown/block.ts';
import { draftLink } from './draft-link.ts';
import type { Observation } from './ports.ts';
import type { Pressed } from './ports/pressed.ts';

/** The answer to a press of Explain or Draft record; null = there is nothing to say. */
export function pressed(press: 'explain' | 'draft', observation: Observation, sha256: Sha256): Pressed | null {
  const { snapshot } = observation;
  if (snapshot === null || snapshot.pull_request.state !== 'open') return null;
  const decision = decide(prepareJudgement(snapshot), sha256);
  return press === 'explain' ? explained(decision) : drafted(decision, snapshot, observation);
}

function explained(decision: Decision): Pressed {
  const words = explainWords(decision, null, codeTexts);
  const marker = `<!-- rollout-gate:explain ${decision.subject.head_sha} ${stampOf(words)} -->`;
  return { kind: 'comment', marker, body: blocks(marker, words) };
}

function drafted(decision: Decision, snapshot: Snapshot, observation: Observation): Pressed | null {
  if (decision.draft.length === 0) return null;
  const head_sha = decision.subject.head_sha;
  const stamp = stampOf(decision.draft.map(({ path, text }) => `${path}\n${text}`).join('\n'));
  const marker = `<!-- rollout-gate:draft ${head_sha} ${stamp} -->`;
  // Only of a file that the pull request adds is every line in the diff, where alone GitHub takes a suggestion.
  const added = new Set(snapshot.files.list.filter(({ change }) => change === 'added').map(({ path }) => path));
  const texts = new Map(
    snapshot.records.flatMap(({ path, at, text }) =>
      at === 'head' && text !== null && added.has(path) ? [[path, text] as const] : [],
    ),
  );
  const review = draftReview(marker, decision.draft, texts, draftLink(decision.draft, observation));
  return review.comments.length === 0
    ? { kind: 'comment', marker, body: review.body }
    : { kind: 'review', marker, head_sha, ...review };
}
