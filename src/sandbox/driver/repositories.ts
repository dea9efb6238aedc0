import type { Engine } from '../effects/engine.ts';
import { requirePushAllowed } from '../effects/push-rules.ts';
import { pushRef } from '../effects/refs.ts';
import { memoryStore } from '../git/memory-store.ts';
import type { Signature, TreeEntry } from '../git/store.ts';
import { changeModes, writeFiles } from '../git/tree.ts';
import type { Organization, Team, User } from '../state/identity.ts';
import { nodeId } from '../state/node-id.ts';
import { branchTip } from '../state/queries.ts';
import type { Repository, RepositoryRole, Ruleset, RulesetRule } from '../state/repository.ts';

/** Text or bytes by path; null removes. */
export type FileChanges = Readonly<Record<string, string | Uint8Array | null>>;

export interface NewRepository {
  readonly owner: User | Organization;
  readonly name: string;
  readonly private?: boolean;
  readonly defaultBranch?: string;
  readonly files?: FileChanges;
}

/** Who stands in a commit: a user of the sandbox, or any typed identity. */
export type Identity = User | { readonly name: string; readonly email: string };

export interface Push {
  readonly files: FileChanges;
  /** Modes of files that the commit has, by path: `100755` can be run, `120000` is a link. */
  readonly modes?: Readonly<Record<string, TreeEntry['mode']>>;
  readonly pusher: User;
  /** Default: the pusher. */
  readonly author?: Identity;
  /** Default: the author. */
  readonly committer?: Identity;
  readonly coAuthors?: readonly Identity[];
  readonly message?: string;
  /** Where a new branch starts, or what a forced commit stands on: branch or SHA. */
  readonly from?: string;
  /** Replaces the tip (a commit on `from`, by default on the tip's parent). */
  readonly force?: boolean;
}

export interface RepositoryDriver {
  /** With one commit on the default branch. */
  readonly createRepository: (repository: NewRepository) => Promise<Repository>;
  readonly forkRepository: (parent: Repository, owner: User | Organization) => Repository;
  readonly addCollaborator: (repository: Repository, user: User, role: RepositoryRole) => void;
  readonly grantTeam: (repository: Repository, team: Team, role: RepositoryRole) => void;
  readonly createRuleset: (
    repository: Repository,
    ruleset: {
      readonly rules: readonly RulesetRule[];
      readonly name?: string;
      readonly include?: readonly string[];
      readonly enforcement?: Ruleset['enforcement'];
      readonly bypass?: readonly User[];
    },
  ) => Ruleset;
  /** Only what is named changes; no webhook tells an App of it. */
  readonly editRuleset: (
    ruleset: Ruleset,
    change: {
      readonly rules?: readonly RulesetRule[];
      readonly enforcement?: Ruleset['enforcement'];
      readonly bypass?: readonly User[];
    },
  ) => void;
  /**
   * One commit and its push; returns the commit. A branch that does not exist is made. Rulesets are kept: a pusher who may
   * not bypass them is refused, as by `moveBranch` and `deleteBranch`.
   */
  readonly push: (repository: Repository, branch: string, push: Push) => Promise<string>;
  /** Moves a branch to a commit that exists already. */
  readonly moveBranch: (repository: Repository, branch: string, sha: string, pusher: User) => Promise<void>;
  readonly deleteBranch: (repository: Repository, branch: string, user: User) => Promise<void>;
}

type Work = <T>(task: () => Promise<T>) => Promise<T>;

const emailOf = (who: Identity): string => ('emails' in who ? (who.emails[0] ?? '') : who.email);
const nameOf = (who: Identity): string => ('emails' in who ? (who.name ?? who.login) : who.name);

export function repositoryDriver(engine: Engine, work: Work): RepositoryDriver {
  const { world, now } = engine;
  const signature = (who: Identity): Signature => ({
    name: nameOf(who),
    email: emailOf(who),
    timestamp: Math.floor(now().getTime() / 1000),
  });

  const add = (
    input: Pick<NewRepository, 'owner' | 'name' | 'private'>,
    rest: Pick<Repository, 'git' | 'parentId' | 'defaultBranch'>,
  ): Repository => {
    const id = world.nextId();
    const made: Repository = {
      id,
      nodeId: nodeId('Repository', id),
      ownerId: input.owner.id,
      name: input.name,
      description: null,
      private: input.private ?? false,
      archived: false,
      ...rest,
      createdAt: now(),
      updatedAt: now(),
      pushedAt: now(),
      refs: new Map(),
      collaborators: new Map(),
      teams: new Map(),
      labels: new Map(),
      nextNumber: 1,
    };
    world.repositories.set(id, made);
    return made;
  };

  const allowedPush = async (repository: Repository, branch: string, after: string | null, pusher: User) => {
    const before = branchTip(repository, branch);
    requirePushAllowed(world, repository, { branch, before, after, userId: pusher.id });
    await pushRef(engine, repository, `refs/heads/${branch}`, after, pusher);
  };

  const commitOf = async (repository: Repository, branch: string, push: Push): Promise<string> => {
    const tip = branchTip(repository, branch);
    const from = push.from === undefined ? undefined : (branchTip(repository, push.from) ?? push.from);
    const amended = tip === undefined ? undefined : repository.git.commit(tip)?.parents[0];
    const parent =
      push.force === true ? (from ?? amended) : (tip ?? from ?? branchTip(repository, repository.defaultBranch));
    const { git } = repository;
    const author = push.author ?? push.pusher;
    const trailers = (push.coAuthors ?? []).map((who) => `Co-authored-by: ${nameOf(who)} <${emailOf(who)}>`);
    const message = [push.message ?? 'Change files', trailers.join('\n')].filter((part) => part !== '').join('\n\n');
    const files = await writeFiles(git, parent === undefined ? null : (git.commit(parent)?.tree ?? null), push.files);
    return git.writeCommit({
      tree: await changeModes(git, files, push.modes ?? {}),
      parents: parent === undefined ? [] : [parent],
      author: signature(author),
      committer: signature(push.committer ?? author),
      message,
    });
  };

  return {
    createRepository: async (input) => {
      const defaultBranch = input.defaultBranch ?? 'main';
      const repository = add(input, { git: await memoryStore(), parentId: null, defaultBranch });
      const who = signature({ name: 'Sandbox', email: 'sandbox@example.com' });
      const sha = await repository.git.writeCommit({
        tree: await writeFiles(repository.git, null, input.files ?? { 'README.md': `# ${input.name}\n` }),
        parents: [],
        author: who,
        committer: who,
        message: 'Start',
      });
      repository.refs.set(`refs/heads/${defaultBranch}`, sha);
      return repository;
    },
    forkRepository: (parent, owner) => {
      const input = { owner, name: parent.name, private: parent.private };
      const fork = add(input, { git: parent.git, parentId: parent.id, defaultBranch: parent.defaultBranch });
      for (const [ref, sha] of parent.refs) if (ref.startsWith('refs/heads/')) fork.refs.set(ref, sha);
      return fork;
    },
    addCollaborator: (repository, user, role) => {
      repository.collaborators.set(user.id, role);
    },
    grantTeam: (repository, team, role) => {
      repository.teams.set(team.id, role);
    },
    createRuleset: (repository, input) => {
      const id = world.nextId();
      const made: Ruleset = {
        id,
        nodeId: nodeId('Ruleset', id),
        repositoryId: repository.id,
        name: input.name ?? 'default branch',
        enforcement: input.enforcement ?? 'active',
        include: [...(input.include ?? ['~DEFAULT_BRANCH'])],
        exclude: [],
        bypassUserIds: (input.bypass ?? []).map((user) => user.id),
        rules: [...input.rules],
        createdAt: now(),
        updatedAt: now(),
      };
      world.rulesets.set(id, made);
      return made;
    },
    editRuleset: (ruleset, { rules, enforcement, bypass }) => {
      if (rules !== undefined) ruleset.rules = [...rules];
      if (enforcement !== undefined) ruleset.enforcement = enforcement;
      if (bypass !== undefined) ruleset.bypassUserIds = bypass.map((user) => user.id);
      ruleset.updatedAt = now();
    },
    push: (repository, branch, push) =>
      work(async () => {
        const sha = await commitOf(repository, branch, push);
        await allowedPush(repository, branch, sha, push.pusher);
        return sha;
      }),
    moveBranch: (repository, branch, sha, pusher) => work(() => allowedPush(repository, branch, sha, pusher)),
    deleteBranch: (repository, branch, user) => work(() => allowedPush(repository, branch, null, user)),
  };
}
