import { actingUser, requirePermission, requireRole } from '../auth/access.ts';
import type { Actor } from '../state/actor.ts';
import { nodeId } from '../state/node-id.ts';
import type { Issue, PullRequest } from '../state/pull-request.ts';
import { invalid, notFound } from '../state/refusal.ts';
import type { Label, Repository } from '../state/repository.ts';
import { labelView } from '../views/repository.ts';
import { issuesEvent, pullRequestEvent } from '../webhooks/payload.ts';
import type { Effects } from './effects.ts';
import { by, type Engine } from './engine.ts';
import type { NewLabel } from './inputs.ts';

/** Puts a label into the repository. Names compare without case. */
function addLabel(engine: Engine, repository: Repository, input: NewLabel): Label {
  const id = engine.world.nextId();
  const made: Label = {
    id,
    nodeId: nodeId('Label', id),
    name: input.name,
    color: input.color ?? 'ededed',
    description: input.description ?? null,
  };
  repository.labels.set(input.name.toLowerCase(), made);
  return made;
}

/** The repository's own spelling of labels, each once; those it lacks are made. */
export function labelNames(engine: Engine, repository: Repository, wanted: readonly string[]): string[] {
  const labels = wanted.map(
    (name) => repository.labels.get(name.toLowerCase()) ?? addLabel(engine, repository, { name }),
  );
  return [...new Set(labels.map((label) => label.name))];
}

export function tellLabel(
  engine: Engine,
  who: ReturnType<typeof by>,
  action: 'labeled' | 'unlabeled',
  subject: Issue | PullRequest,
  name: string,
): void {
  const extra = { label: labelView(engine.world, who.repository, name) };
  engine.emit(
    'issueId' in subject
      ? pullRequestEvent(engine.world, who, action, subject, extra)
      : issuesEvent(engine.world, who, action, subject, extra),
  );
}

export function labelEffects(engine: Engine): Pick<Effects, 'addLabels' | 'removeLabel' | 'createLabel'> {
  const { world } = engine;

  const requireTriage = (actor: Actor, subject: Issue | PullRequest): Repository => {
    const repository = world.repositories.get(subject.repositoryId) as Repository;
    requirePermission(world, actor, repository, 'issueId' in subject ? 'pull_requests' : 'issues', 'write');
    if (actor.kind === 'user') requireRole(world, repository, actor.user, 'triage');
    return repository;
  };

  return {
    addLabels: async (actor, subject, labels) => {
      const repository = requireTriage(actor, subject);
      const fresh = labelNames(engine, repository, labels).filter((name) => !subject.labels.includes(name));
      subject.labels.push(...fresh);
      subject.updatedAt = engine.now();
      for (const name of fresh) tellLabel(engine, by(repository, actingUser(actor)), 'labeled', subject, name);
    },
    removeLabel: async (actor, subject, label) => {
      const repository = requireTriage(actor, subject);
      const name = subject.labels.find((one) => one.toLowerCase() === label.toLowerCase());
      if (name === undefined) throw notFound();
      subject.labels = subject.labels.filter((one) => one !== name);
      subject.updatedAt = engine.now();
      tellLabel(engine, by(repository, actingUser(actor)), 'unlabeled', subject, name);
    },
    createLabel: async (actor, repository, label) => {
      requirePermission(world, actor, repository, 'issues', 'write');
      if (actor.kind === 'user') requireRole(world, repository, actor.user, 'write');
      if (repository.labels.has(label.name.toLowerCase())) throw invalid('Label', 'name', 'already_exists');
      return addLabel(engine, repository, label);
    },
  };
}
