import { nodeId } from '../state/node-id.ts';
import type { NewTimelineEvent, PullRequest, TimelineEvent } from '../state/pull-request.ts';
import type { Engine } from './engine.ts';

/** Adds an event to a pull request's timeline. */
export function record(engine: Engine, pull: PullRequest, event: NewTimelineEvent): void {
  const id = engine.world.nextId();
  const made: TimelineEvent = { ...event, id, nodeId: nodeId('TimelineEvent', id), createdAt: engine.now() };
  pull.timeline.push(made);
}
