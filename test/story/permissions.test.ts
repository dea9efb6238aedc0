import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { Fault } from '../../src/adapters/fault.ts';
import { readingMemory } from '../../src/adapters/github/memory.ts';
import { appManifest } from '../../src/core/access/manifest.ts';
import { tokenPermissions } from '../../src/core/access/permissions.ts';
import { sampleFiles } from '../../src/sandbox/seed/files.ts';
import type { PermissionLevel } from '../../src/sandbox/state/app.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { malformed } from '../../src/start/scenes/malformed.ts';
import type { Scene } from '../../src/start/scenes/scene.ts';
import { underDeclared } from '../../src/start/scenes/under-declared.ts';
import { ungoverned } from '../../src/start/scenes/ungoverned.ts';
import { waiting } from '../../src/start/scenes/waiting.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';

/** The sandbox enforces permissions as GitHub's tables say; what a token may do is what the manifest's table says. */
let world: JudgingWorld;
beforeEach(async () => {
  world = await openJudgingWorld();
  world.installed.installation.permissions = appManifest({ name: 'gate', url: null, with: [] }).default_permissions;
});
afterEach(() => world.close());

async function played({ branch, files, author, steps }: Scene): Promise<PullRequest> {
  const pull = await world.open(branch, files, author(world));
  for (const { happen } of steps) await happen({ sandbox: world.sandbox, sample: world }, pull);
  return pull;
}

function token(permissions: Readonly<Record<string, PermissionLevel>>): string {
  return world.sandbox.installationToken(world.installed.installation, { permissions });
}

function without(name: string): Readonly<Record<string, PermissionLevel>> {
  return Object.fromEntries(Object.entries(tokenPermissions).filter(([other]) => other !== name));
}

async function judged(pull: PullRequest, permissions: Readonly<Record<string, PermissionLevel>>): Promise<void> {
  try {
    await world.judge(pull, { token: token(permissions), memory: readingMemory() });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}

it.each([
  [underDeclared.title, underDeclared, false],
  [waiting.title, waiting, true],
  [malformed.title, malformed, false],
  [ungoverned.title, ungoverned, true],
] as const)('"%s" is judged as its story says with a token of the manifest\'s App', async (_title, scene, allowed) => {
  const pull = await played(scene);
  await judged(pull, tokenPermissions);
  expect(world.sandbox.mergeAllowed(pull).allowed).toBe(allowed);
});

describe('what would be let through stays closed', () => {
  test.each(['contents', 'pull_requests', 'checks', 'actions', 'members'])('without %s', async (name) => {
    const pull = await played(waiting);
    await judged(pull, without(name));
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(false);
  });

  test('without issues, where the policy looks for blocking ones', async () => {
    const path = '.github/rollout-gate.yml';
    const policy = `${sampleFiles[path]}\nfindings:\n  issues:\n    label: blocks-rollout\n`;
    await world.sandbox.push(world.repository, 'main', { files: { [path]: policy }, pusher: world.people.grace });
    const pull = await played(waiting);
    await judged(pull, without('issues'));
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(false);
    await judged(pull, tokenPermissions);
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(true);
  });

  test('where checks may only be read, and the answer has to be written', async () => {
    const pull = await played(waiting);
    await judged(pull, { ...tokenPermissions, checks: 'read' });
    expect(world.sandbox.mergeAllowed(pull).allowed).toBe(false);
  });
});
