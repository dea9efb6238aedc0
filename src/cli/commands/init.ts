import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AddCommand } from '../command.ts';
import { manual } from '../manual.ts';
import { evalSignal, type FoundWorkflow, surfaceLines } from '../starter.ts';
import { exit, type Exit, type Terminal } from '../terminal.ts';

const templates = ['solo', 'oss', 'team'] as const;

export const addInit: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'init',
    'Look at this repository and write a starter policy, records, workflows and lines for AGENTS.md',
    (command) =>
      command
        .usage(
          '$0 init --template NAME [OPTIONS]\n\nFiles that are there already stay as they are; AGENTS.md is added to, once.',
        )
        .option('template', {
          choices: templates,
          demandOption: true,
          describe: 'solo: one person; oss: maintainers and contributors; team: roles held by teams',
        })
        .option('dry-run', { type: 'boolean', default: false, describe: 'Print the files instead of writing them' })
        .example('$0 init --template team --dry-run', 'what would be written')
        .epilogue(manual({ 0: 'written, or there already' })),
    (given) => finish(runInit({ template: given.template, dryRun: given.dryRun }, terminal)),
  );

/** Options of `init`. */
export interface InitArguments {
  readonly template: (typeof templates)[number];
  readonly dryRun: boolean;
}

/** The starter files lie beside `src/` in a checkout and beside `build/` in the package. */
const folder = join(import.meta.dirname, '..', '..', '..', 'templates');

/**
 * `init`: looks at the repository below the working directory and writes a commented starter policy, example records, two
 * workflows and lines for AGENTS.md. Nothing that exists is overwritten; AGENTS.md is appended to, once.
 */
export async function runInit(options: InitArguments, terminal: Terminal): Promise<Exit> {
  const names = await readdir(terminal.cwd);
  const template = (name: string) => readFile(join(folder, name), 'utf8');
  const policy = (await template(`policy-${options.template}.yml`))
    .replace(/^ *# @surfaces\n/m, () => surfaceLines(names))
    .replace(/^ *# @signals\n/m, '');
  const workflows = await foundWorkflows(terminal.cwd);
  const files: readonly (readonly [path: string, text: string])[] = [
    ['.github/rollout-gate.yml', policy.replace(/^signals:\n/m, () => `signals:\n${evalSignal(workflows)}`)],
    ['.github/workflows/rollout-gate.yml', await template('workflow.yml')],
    ['.github/workflows/review.yml', await template('workflow-review.yml')],
    ['changes/example/change.yaml', await template('change.yaml')],
    ['changes/example/rollout.yaml', await template('rollout.yaml')],
  ];
  for (const [path, text] of files) {
    const kept = await exists(join(terminal.cwd, path));
    if (options.dryRun) terminal.out(kept ? `# ${path} exists and stays\n` : `# ${path}\n${text}\n`);
    else if (kept) terminal.out(`kept     ${path}\n`);
    else await put(terminal, path, text);
  }
  await tellAgents(await template('agents.md'), options.dryRun, terminal);
  terminal.out('Next: read .github/rollout-gate.yml, then run `rollout-gate policy`.\n');
  return exit.fine;
}

async function tellAgents(lines: string, dryRun: boolean, terminal: Terminal): Promise<void> {
  const path = join(terminal.cwd, 'AGENTS.md');
  const before = await readFile(path, 'utf8').catch(() => '');
  if (before.includes('judged by rollout-gate')) return terminal.out('kept     AGENTS.md\n');
  if (dryRun) return terminal.out(`# AGENTS.md, at the end\n${lines}\n`);
  await writeFile(path, before === '' ? lines : `${before.trimEnd()}\n\n${lines}`);
  terminal.out(`${before === '' ? 'wrote' : 'appended to'}    AGENTS.md\n`);
}

async function put(terminal: Terminal, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(terminal.cwd, path)), { recursive: true });
  // `wx`: a file that appears meanwhile is not overwritten either.
  await writeFile(join(terminal.cwd, path), text, { flag: 'wx' });
  terminal.out(`wrote    ${path}\n`);
}

async function foundWorkflows(root: string): Promise<FoundWorkflow[]> {
  const below = join(root, '.github', 'workflows');
  const files = (await readdir(below).catch(() => [])).filter((file) => /\.ya?ml$/.test(file)).toSorted();
  return Promise.all(
    files.map(async (file) => ({ path: `.github/workflows/${file}`, text: await readFile(join(below, file), 'utf8') })),
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
