import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ActionResult } from '../../../src/generated/types.ts';
import { validateActionResult } from '../../../src/generated/validators/action-result.js';

/** One step of a job, as the runner starts it. */
export interface Step {
  readonly entry: string;
  readonly event: string;
  readonly payload?: unknown;
  /** What stands under `with`; the defaults of action.yml are filled in. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** `github.token` of the job. */
  readonly token: string;
  /** `http://127.0.0.1:PORT` of the sandbox. */
  readonly api: string;
  readonly repository?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the workspace. */
  readonly workspace?: Readonly<Record<string, string>>;
}

export interface StepRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly result: ActionResult;
  /** A file of the workspace or of the runner's temporary folder, as it was at the end. */
  readonly file: (path: string) => string;
}

const actionFile = join(import.meta.dirname, '../../../action.yml');

/** What the runner puts into a folder and the environment for one step (GitHub documentation, "Variables"). */
export function prepareStep(step: Omit<Step, 'entry'>, folder: string): Record<string, string> {
  const at = (name: string): string => join(folder, name);
  for (const name of ['output', 'summary', 'state', 'env']) writeFileSync(at(name), '');
  for (const name of ['temp', 'workspace']) mkdirSync(at(name), { recursive: true });
  for (const [path, text] of Object.entries(step.workspace ?? {})) writeFileSync(join(at('workspace'), path), text);
  writeFileSync(at('event.json'), JSON.stringify(step.payload ?? {}));
  return {
    PATH: process.env['PATH'] ?? '',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: step.event,
    GITHUB_EVENT_PATH: at('event.json'),
    GITHUB_REPOSITORY: step.repository ?? 'acme/agents',
    GITHUB_API_URL: step.api,
    GITHUB_GRAPHQL_URL: `${step.api}/graphql`,
    GITHUB_SERVER_URL: step.api,
    GITHUB_OUTPUT: at('output'),
    GITHUB_STEP_SUMMARY: at('summary'),
    GITHUB_STATE: at('state'),
    GITHUB_ENV: at('env'),
    GITHUB_WORKSPACE: at('workspace'),
    RUNNER_TEMP: at('temp'),
    ...inputVariables(step),
    ...step.env,
  };
}

/** Runs the bundle in a process of its own, as the runner does. */
export async function runStep(step: Step): Promise<StepRun> {
  const folder = mkdtempSync(join(tmpdir(), 'rollout-gate-step-'));
  const at = (name: string): string => join(folder, name);
  try {
    const ended = await child(step.entry, at('workspace'), prepareStep(step, folder));
    const outputs = readOutputs(readFileSync(at('output'), 'utf8'));
    const result: unknown = JSON.parse(outputs['result'] ?? 'null');
    if (!validateActionResult(result)) {
      const errors = JSON.stringify(validateActionResult.errors);
      throw new Error(`the result doesn't fit its schema: ${errors}\n${ended.stdout}\n${ended.stderr}`);
    }
    const files = new Map<string, string>();
    for (const path of [outputs['capsule-path'], outputs['evidence-path']]) {
      if (path) files.set(path, readFileSync(path, 'utf8'));
    }
    return {
      ...ended,
      outputs,
      result,
      summary: readFileSync(at('summary'), 'utf8'),
      file: (path) => files.get(path) ?? '',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `INPUT_<NAME>`: what the workflow gives, else the default, whose one expression is the job's token. */
function inputVariables({ inputs = {}, token }: Omit<Step, 'entry'>): Record<string, string> {
  const { inputs: known } = parse(readFileSync(actionFile, 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  const entries = Object.entries(known).map(([name, { default: usual = '' }]) => {
    const value = inputs[name] ?? usual.replace('${{ github.token }}', token);
    return [`INPUT_${name.toUpperCase()}`, value] as const;
  });
  return Object.fromEntries(entries);
}

function child(
  entry: string,
  cwd: string,
  env: Record<string, string>,
): Promise<Pick<StepRun, 'status' | 'stdout' | 'stderr'>> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [entry], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    running.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    running.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    running.on('error', reject);
    running.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** The file command's format: `name=value`, or `name<<delimiter` with lines up to the delimiter; anything else throws. */
export function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const [equals, arrows] = [line.indexOf('='), line.indexOf('<<')];
    if (arrows > 0 && (equals < 0 || arrows < equals)) {
      const end = lines.indexOf(line.slice(arrows + 2), at + 1);
      if (end < 0) throw new Error(`the output ${line} has no end`);
      outputs[line.slice(0, arrows)] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (equals > 0) {
      outputs[line.slice(0, equals)] = line.slice(equals + 1);
    } else {
      throw new Error(`no output: ${line}`);
    }
  }
  return outputs;
}
