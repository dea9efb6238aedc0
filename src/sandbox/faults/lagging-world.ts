import type { World } from '../state/world.ts';

/** The kinds that a lagging replica does not know yet while they are fresh. */
function older<T extends { readonly createdAt: Date }>(all: Map<number, T>, before: number): Map<number, T> {
  return new Map([...all].filter(([, one]) => one.createdAt.getTime() <= before));
}

/** The world as a replica shows it that lags: objects younger than `seconds` are not there yet. */
export function laggingWorld(world: World, now: Date, seconds: number): World {
  if (seconds <= 0) return world;
  const before = now.getTime() - seconds * 1000;
  const { nextId } = world;
  return {
    ...world,
    nextId,
    pullRequests: older(world.pullRequests, before),
    issues: older(world.issues, before),
    issueComments: older(world.issueComments, before),
    checkSuites: older(world.checkSuites, before),
    checkRuns: older(world.checkRuns, before),
    statuses: older(world.statuses, before),
    workflowRuns: older(world.workflowRuns, before),
    workflowJobs: older(world.workflowJobs, before),
    artifacts: older(world.artifacts, before),
    reviews: new Map([...world.reviews].filter(([, one]) => (one.submittedAt ?? one.updatedAt).getTime() <= before)),
    activities: world.activities.filter((one) => one.timestamp.getTime() <= before),
  };
}

/**
 * The world as it is now, kept: what happens later to what people, checks and Apps write doesn't show in it. Commits, rules
 * and people do.
 */
export function keptWorld(world: World): World {
  return {
    ...world,
    pullRequests: structuredClone(world.pullRequests),
    reviews: structuredClone(world.reviews),
    issues: structuredClone(world.issues),
    issueComments: structuredClone(world.issueComments),
    reactions: structuredClone(world.reactions),
    checkSuites: structuredClone(world.checkSuites),
    checkRuns: structuredClone(world.checkRuns),
    statuses: structuredClone(world.statuses),
    mergeQueueEntries: structuredClone(world.mergeQueueEntries),
    activities: structuredClone(world.activities),
  };
}
