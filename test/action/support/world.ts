import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Permissions } from '../../../src/sandbox/state/app.ts';
import type { CheckRun } from '../../../src/sandbox/state/check.ts';
import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { seedSample, type Sample } from '../../../src/sandbox/seed/sample.ts';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import { openTestSandbox, type TestSandboxOptions } from '../../support/sandbox.ts';
import { runStep, type Step, type StepRun } from './runner.ts';

const template = parse(readFileSync(join(import.meta.dirname, '../../../templates/workflow.yml'), 'utf8')) as {
  readonly jobs: { readonly gate: { readonly permissions: Readonly<Record<string, string>> } };
};

/** What the workflow template asks for, and not one permission more; reading metadata comes with every token. */
export const jobPermissions = {
  ...Object.fromEntries(
    Object.entries(template.jobs.gate.permissions).map(([name, level]) => [name.replaceAll('-', '_'), level]),
  ),
  metadata: 'read',
} as Permissions;

/** The sample repository on an embedded GitHub, and how the Action is run in it. */
export interface ActionWorld {
  readonly sandbox: Sandbox;
  readonly sample: Sample;
  readonly jobToken: () => string;
  /** A token that reads the organisation's teams and nothing else. */
  readonly rolesToken: () => string;
  readonly open: (change: Change) => Promise<PullRequest>;
  readonly run: (step: Omit<Step, 'entry' | 'api' | 'token'> & { readonly token?: string }) => Promise<StepRun>;
  /** Judges by `pull_request_target` with a roles token unless told otherwise. */
  readonly judge: (pull: PullRequest, step?: Partial<Step>) => Promise<StepRun>;
  /** All check runs of that name on the head. */
  readonly checks: (pull: PullRequest, name?: string) => readonly CheckRun[];
  /** `METHOD path` or `query Name` of each request since the last call. */
  readonly requests: () => readonly string[];
  readonly close: () => Promise<void>;
}

export interface Change {
  readonly branch: string;
  readonly files: Readonly<Record<string, string>>;
  readonly title?: string;
  readonly by?: keyof Sample['people'];
}

export async function openActionWorld(entry: string, options: TestSandboxOptions = {}): Promise<ActionWorld> {
  const sandbox = await openTestSandbox(options);
  const sample = await seedSample(sandbox);
  const { repository, people, installed } = sample;
  const jobToken = (): string => sandbox.jobToken(repository, jobPermissions);
  const rolesToken = (): string =>
    sandbox.installationToken(installed.installation, { permissions: { members: 'read', metadata: 'read' } });
  const run: ActionWorld['run'] = (step) => runStep({ token: jobToken(), ...step, entry, api: sandbox.url });
  let seen = 0;
  return {
    sandbox,
    sample,
    jobToken,
    rolesToken,
    run,
    open: async ({ branch, files, title = 'A change', by = 'alice' }) => {
      const pusher = people[by];
      await sandbox.push(repository, branch, { files, pusher, message: title });
      return sandbox.openPullRequest(repository, { author: pusher, title, head: branch });
    },
    judge: (pull, step = {}) =>
      run({
        event: 'pull_request_target',
        payload: payloadOf(pull),
        ...step,
        inputs: { 'roles-token': rolesToken(), ...step.inputs },
      }),
    checks: (pull, name = 'rollout-gate') =>
      [...sandbox.world.checkRuns.values()].filter((one) => one.name === name && one.headSha === pull.head.sha),
    requests: () => {
      const made = sandbox.exchanges.slice(seen).filter(({ kind }) => kind === 'api');
      seen = sandbox.exchanges.length;
      return made.map(({ method, path, operation }) => (operation === null ? `${method} ${path}` : operation));
    },
    close: sandbox.close,
  };
}

export function payloadOf(pull: PullRequest, action = 'synchronize'): unknown {
  return {
    action,
    number: pull.number,
    pull_request: { number: pull.number, head: { sha: pull.head.sha } },
    repository: { id: pull.repositoryId },
  };
}
