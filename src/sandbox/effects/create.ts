import { assigneeEffects } from './assignees.ts';
import { bodyEditEffects } from './body-edits.ts';
import { checkEffects } from './checks.ts';
import type { Effects } from './effects.ts';
import type { Engine } from './engine.ts';
import { issueChangeEffects } from './issue-changes.ts';
import { issueEffects } from './issues.ts';
import { labelEffects } from './labels.ts';
import { reactionEffects } from './reactions.ts';
import { mergeQueueEffects } from './merge-queue.ts';
import { mergeEffects } from './merges.ts';
import { pullEffects } from './pulls.ts';
import { refEffects } from './refs.ts';
import { reviewRequestEffects } from './review-requests.ts';
import { reviewEffects } from './reviews.ts';
import { statusEffects } from './statuses.ts';

export const createEffects = (engine: Engine): Effects => ({
  ...checkEffects(engine),
  ...statusEffects(engine),
  ...issueEffects(engine),
  ...issueChangeEffects(engine),
  ...labelEffects(engine),
  ...reactionEffects(engine),
  ...pullEffects(engine),
  ...assigneeEffects(engine),
  ...bodyEditEffects(engine),
  ...mergeEffects(engine),
  ...mergeQueueEffects(engine),
  ...reviewEffects(engine),
  ...reviewRequestEffects(engine),
  ...refEffects(engine),
});
