import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

/** One step of `npm test`: a command from node_modules, and what to do when it fails. */
interface Step {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly instead: string;
}

const compiler = 'node_modules/ts7/bin/tsc';

const steps: readonly Step[] = [
  { name: 'format', command: ['biome', 'format', '.'], instead: 'Run `npm run format` and commit what it changes.' },
  {
    name: 'generated files',
    command: ['node', 'scripts/generate.ts', '--check'],
    instead: 'Run `npm run generate` and commit what it writes; edit schemas/, never the output.',
  },
  {
    name: 'lint',
    command: ['oxlint', '--type-aware', '--deny-warnings'],
    instead: 'Mend the lines named; the rules stand in .oxlintrc.json. `npm run lint` runs this step alone.',
  },
  {
    name: 'types',
    command: ['node', compiler, '--noEmit', '-p', 'tsconfig.json'],
    instead: 'Mend the types; `npm run typecheck` runs this step alone.',
  },
  ...['src/core', 'src/report'].map(
    (folder): Step => ({
      name: `types of ${folder} without Node and DOM`,
      command: ['node', compiler, '--noEmit', '-p', `${folder}/tsconfig.json`],
      instead: `${folder} may use the language only: take what the machine knows as an argument.`,
    }),
  ),
  {
    name: 'dead code',
    command: ['knip', '--no-progress'],
    instead: 'Remove what nobody uses (a file, an export, a dependency), or use it; the entries stand in knip.json.',
  },
];

/** `npm test`: all steps in order, stopping at the first failure; arguments go to vitest. */
function main(root: string, args: readonly string[]): number {
  const tests: Step = {
    name: 'tests',
    command: ['vitest', 'run', ...args],
    instead: 'Run `npx vitest run <file>` on the file named above and mend the code or the test.',
  };
  for (const step of [...steps, tests]) {
    const started = performance.now();
    const [program, ...rest] = step.command;
    const path = program === 'node' ? process.execPath : join(root, 'node_modules/.bin', program);
    const { status, error } = spawnSync(path, rest, { cwd: root, stdio: 'inherit' });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (status !== 0) {
      console.error(
        `\nfailed: ${step.name} (${seconds} s)${error === undefined ? '' : `: ${error.message}`}\n${step.instead}`,
      );
      return 1;
    }
    console.log(`ok: ${step.name} (${seconds} s)`);
  }
  return 0;
}

process.exitCode = main(dirname(import.meta.dirname), process.argv.slice(2));
