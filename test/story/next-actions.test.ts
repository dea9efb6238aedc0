import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Decision } from '../../src/generated/types.ts';
import type { PullRequest } from '../../src/sandbox/state/pull-request.ts';
import { malformed } from '../../src/start/scenes/malformed.ts';
import { underDeclared } from '../../src/start/scenes/under-declared.ts';
import { ungoverned } from '../../src/start/scenes/ungoverned.ts';
import { waiting } from '../../src/start/scenes/waiting.ts';
import { type JudgingWorld, openJudgingWorld } from '../support/judging.ts';
import { evalsWorkflow } from '../support/scenes.ts';

/** Whoever does what the gate says next, and nothing else, gets to green. */
let world: JudgingWorld;

beforeEach(async () => {
  world = await openJudgingWorld();
});

afterEach(() => world.close());

const plan = `${'Promote the previous bundle and watch the error rate. '.repeat(8)}\n`;

const holders = { engineering: 'bob', safety: 'carol', runtime_owner: 'dan', 'platform-owner': 'dan' } as const;

const jobNames: Readonly<Record<string, string>> = {
  offline_eval_passed: 'evals / offline',
  duplicate_ticket_eval_passed: 'evals / duplicate-ticket',
};

/** Does what the actions say; the author accepts drafts and writes the files that are asked for. */
async function follow(pull: PullRequest, { next_actions, draft, signals, changes }: Decision): Promise<void> {
  const { sandbox, repository, people } = world;
  const files: Record<string, string> = {};
  const authors = next_actions.filter(({ by }) => by === 'author');
  if (authors.length > 0) for (const { path, text } of draft) files[path] = text;
  if (authors.some(({ how }) => how.includes('ROLLBACK.md'))) {
    const folders = draft.map(({ path }) => path.slice(0, path.lastIndexOf('/')));
    files[`${folders.find((folder) => folder.startsWith('changes/')) ?? folderOf(changes)}/ROLLBACK.md`] = plan;
  }
  if (Object.keys(files).length > 0) {
    await sandbox.push(repository, pull.head.ref, { files, pusher: people.alice });
    return;
  }
  for (const { by, role } of next_actions) {
    if (by !== 'role' || role === undefined) continue;
    await sandbox.review(pull, people[holders[role as keyof typeof holders]], 'APPROVE');
  }
  // A signal without a definition is the job of its name, which has come to the default branch meanwhile.
  const jobs = signals.filter(({ value }) => value === 'unknown');
  for (const { name } of jobs) {
    const jobName = jobNames[name] ?? name;
    await sandbox.completeJob({ repository, workflow: evalsWorkflow, headSha: pull.head.sha, jobName, more: true });
  }
}

function folderOf(changes: Decision['changes']): string {
  return changes.map(({ folder }) => folder).find((folder) => folder !== '') ?? 'changes/new';
}

const opened: readonly (readonly [name: string, files: Readonly<Record<string, string>>])[] = [
  ['the waiting scene', waiting.files as Record<string, string>],
  ['the under-declared scene', underDeclared.files as Record<string, string>],
  ['the ungoverned scene', ungoverned.files as Record<string, string>],
  ['a tool without any record', { 'tools/new_tool.json': '{}\n' }],
  [
    'a prompt and the sandbox profile without any record',
    { 'prompts/x.md': 'x\n', 'sandbox/profile.yaml': 'cpu: 1\n' },
  ],
  ['a policy change alone', { 'policy/data.yaml': 'retention_days: 60\n' }],
];

describe('following next_actions leads to go', () => {
  test.each(opened)('%s', async (_name, files) => {
    const pull = await world.open('refund', files);
    const seen: string[][] = [];
    for (let round = 0; round < 8; round += 1) {
      const { decision } = await world.judge(pull, { write: false });
      if (decision === null) throw new Error('nothing was judged');
      if (decision.verdict === 'go') return;
      expect(decision.unsatisfiable).toBe(false);
      seen.push(decision.next_actions.map(({ code, by, how }) => `${by}: ${how} (${code})`));
      await follow(pull, decision);
    }
    expect(seen).toEqual('go');
  });

  test('the malformed scene names the file of every action for its author', async () => {
    const pull = await world.open('malformed', malformed.files as Record<string, string>);
    const { decision } = await world.judge(pull, { write: false });
    const own = decision?.next_actions.filter(({ by }) => by === 'author') ?? [];
    expect(own.length).toBeGreaterThan(0);
    expect(own.every(({ file }) => file !== undefined)).toBe(true);
  });
});
