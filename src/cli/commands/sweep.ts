import type { SweepReport } from '../../generated/types.ts';
import { sweepText } from '../../report/terminal/sweep.ts';
import { type AddCommand, json } from '../command.ts';
import { manual } from '../manual.ts';
import { paintOf } from '../problem-lines.ts';
import { repositoryNamed } from '../repository-name.ts';
import { settingsIn } from '../sweep/app-access.ts';
import { lookForLost } from '../sweep/looking.ts';
import { type Wished, wishSweeps } from '../sweep/wishing.ts';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

/** Options of `sweep`, as given. */
interface SweepArguments {
  readonly repository: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

const intro = `$0 sweep [OWNER/REPO] [OPTIONS]

Lets the App look now, not at its next time, for what no delivery told of: failed deliveries, open pull requests that changed, \
unanswered commands, merge groups without a verdict, and a gate that is no longer required. It writes to the App's store \
(STORE_PATH); a running App does the work, else the next start does.

It needs the App's settings (APP_ID, PRIVATE_KEY or PRIVATE_KEY_PATH, WEBHOOK_SECRET, STORE_PATH) in the environment.`;

export const addSweep: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'sweep [repository]',
    'Let the App look now for what was lost, or only show it',
    (command) =>
      command
        .usage(intro)
        .positional('repository', {
          type: 'string',
          describe: "Repository as OWNER/REPO; none = all, and the App's failed deliveries",
        })
        .option('dry-run', {
          type: 'boolean',
          default: false,
          describe: 'Look with tokens that can only read, and change nothing',
        })
        .option('json', json)
        .example('$0 sweep --dry-run', 'what a sweep would find')
        .example('$0 sweep acme/agents', 'of this repository alone')
        .epilogue(
          manual(
            { 0: 'the sweeps are due; with --dry-run: nothing was lost', 1: 'with --dry-run: something was found' },
            [
              'docs/app.md says under Recovery what the sweeps look for',
              '`rollout-gate schema sweep-report` is the schema of --json',
            ],
          ),
        ),
    ({ repository, dryRun, json: asJson }) => finish(runSweep({ repository, dryRun, json: asJson }, terminal)),
  );

async function runSweep({ repository, dryRun, json: asJson }: SweepArguments, terminal: Terminal): Promise<Exit> {
  const name = repository === undefined ? null : repositoryNamed(repository);
  const settings = settingsIn(terminal.environment);
  if (!dryRun) {
    const wished = await wishSweeps(name, settings, terminal.now());
    const due: SweepReport = { version: 1, kind: 'due', ...wished };
    terminal.out(asJson ? `${JSON.stringify(due)}\n` : wishedText(wished, repository, settings.storePath));
    return exit.fine;
  }
  const found = await lookForLost(name, settings, terminal.now());
  const report: SweepReport = { version: 1, kind: 'found', found };
  terminal.out(asJson ? `${JSON.stringify(report)}\n` : sweepText(found, paintOf(terminal)));
  return found.length === 0 ? exit.fine : exit.notGo;
}

function wishedText({ sweeps, waiting }: Wished, repository: string | undefined, path: string): string {
  const of = repository ?? 'all repositories';
  const waits = `deliveries: ${waiting.deliveries}, pieces of work: ${waiting.work}`;
  return plain(
    `${sweeps.length} sweeps of ${of} are due now, for a running App or its next start; in ${path} wait with them ${waits}.\n`,
  );
}
