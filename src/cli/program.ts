import yargs from 'yargs';
import { runCheck } from './commands/check.ts';
import { runDraft } from './commands/draft.ts';
import { runExplain } from './commands/explain.ts';
import { runInit, templates } from './commands/init.ts';
import { runCheckChange, runCheckRollout } from './commands/parity.ts';
import { runPolicy } from './commands/policy.ts';
import { runReplay } from './commands/replay.ts';
import { runSchema } from './commands/schema.ts';
import { formats, runValidate } from './commands/validate.ts';
import { exit, type Exit, type Terminal, UsageError } from './terminal.ts';
import { version } from './version.ts';

const statuses =
  'Exit status: 0 go, or nothing found; 1 not go, or what was looked for was found; 2 a malformed record or a bad command line; 3 a fault.';

/** Runs one command line; the answer is the exit status. A mistake in the command line throws UsageError. */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<Exit> {
  let status: Exit = exit.fine;
  const give = async (result: Exit | Promise<Exit>) => {
    status = await result;
  };
  const json = { type: 'boolean', default: false, describe: 'Print JSON instead of text' } as const;
  const program = yargs([...words])
    .scriptName('rollout-gate')
    .usage(
      '$0 COMMAND [OPTIONS]\n\nJudges changes to agent systems: reviews, evals and the gate, with the reasons and the next step.',
    )
    .locale('en')
    .wrap(Math.min(terminal.columns, 110))
    .version(version)
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Give a command; `rollout-gate --help` lists them.')
    .help()
    .alias('help', 'h')
    .completion('completion', 'Print the completion script for bash or zsh')
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message);
    })
    .command(
      'validate [files..]',
      'Read records and policies and show every problem at its line, like a compiler',
      (command) =>
        command
          .positional('files', {
            type: 'string',
            array: true,
            default: [] as string[],
            describe: 'Files; none = every record and policy below this folder',
          })
          .option('format', {
            choices: formats,
            default: 'text' as const,
            describe: 'How to print: for people, as JSON, as workflow annotations, or SARIF 2.1.0',
          })
          .example('$0 validate', 'all records and the policy of this checkout')
          .example('$0 validate changes/refund/change.yaml --format sarif', 'for code scanning'),
      (given) => give(runValidate({ files: given.files, format: given.format }, terminal)),
    )
    .command(
      'check',
      'Judge a change: from a capsule, from a pull request on GitHub, or from two commits of this checkout',
      (command) =>
        command
          .option('capsule', { type: 'string', describe: 'Capsule file: judged offline, as it was judged then' })
          .option('pr', {
            type: 'string',
            describe: 'Pull request as OWNER/REPO#N; the token is read from GITHUB_TOKEN or GH_TOKEN',
          })
          .option('base', { type: 'string', describe: 'Commit, branch or tag to merge into, in this checkout' })
          .option('head', { type: 'string', describe: 'Commit, branch or tag to merge, in this checkout' })
          .option('evidence', {
            type: 'string',
            describe: 'Evidence file (written by record-eval) to judge with, for --base and --head',
          })
          .option('capsule-out', { type: 'string', describe: 'Write the capsule of the decision to this file' })
          .option('json', json)
          .example('$0 check --pr acme/agents#12', 'what the gate says now, without writing anything')
          .example('$0 check --base main --head HEAD', 'before the push: what the gate would ask for'),
      (given) =>
        give(
          runCheck(
            {
              capsule: given.capsule,
              pr: given.pr,
              base: given.base,
              head: given.head,
              evidence: given.evidence,
              capsuleOut: given.capsuleOut,
              json: given.json,
            },
            terminal,
          ),
        ),
    )
    .command(
      'draft',
      'Write the record that the difference between two commits needs',
      (command) =>
        command
          .option('base', { type: 'string', default: 'main', describe: 'Commit, branch or tag to merge into' })
          .option('head', { type: 'string', default: 'HEAD', describe: 'Commit, branch or tag to merge' })
          .option('write', { type: 'boolean', default: false, describe: 'Write the files instead of printing them' })
          .option('json', json)
          .example('$0 draft --write', 'the record for the current branch'),
      (given) => give(runDraft({ base: given.base, head: given.head, write: given.write, json: given.json }, terminal)),
    )
    .command(
      'replay <capsule>',
      'Decide once more from a capsule and say whether the same bytes come out',
      (command) =>
        command
          .positional('capsule', { type: 'string', demandOption: true, describe: 'Capsule file' })
          .option('json', json),
      (given) => give(runReplay(given.capsule, given.json, terminal)),
    )
    .command(
      'policy [file]',
      'Read a policy; with --effective print it with every default filled in',
      (command) =>
        command
          .positional('file', { type: 'string', default: '.github/rollout-gate.yml', describe: 'Policy file' })
          .option('effective', { type: 'boolean', default: false, describe: 'Print the policy as it is judged by' })
          .option('organization', { type: 'string', describe: "Policy file with the organisation's defaults" }),
      (given) =>
        give(runPolicy({ file: given.file, effective: given.effective, organization: given.organization }, terminal)),
    )
    .command(
      'init',
      'Look at this repository and write a commented starter policy, records, a workflow and lines for AGENTS.md',
      (command) =>
        command
          .option('template', {
            choices: templates,
            demandOption: true,
            describe: 'solo: one person; oss: maintainers and contributors; team: roles held by teams',
          })
          .option('dry-run', { type: 'boolean', default: false, describe: 'Print the files instead of writing them' }),
      (given) => give(runInit({ template: given.template, dryRun: given.dryRun }, terminal)),
    )
    .command(
      'explain [code]',
      'Say what a reason, problem or fault code means and what to do next',
      (command) =>
        command.positional('code', { type: 'string', describe: 'Code; none = all of them' }).option('json', json),
      (given) => give(runExplain(given.code, given.json, terminal)),
    )
    .command(
      'schema [name]',
      'Print a published JSON Schema',
      (command) => command.positional('name', { type: 'string', describe: 'Name; none = the names' }),
      (given) => give(runSchema(given.name, terminal)),
    )
    .command(
      'check-change [file]',
      "Whether a change record's required signals are given (the reference package's check-change)",
      (command) =>
        command
          .positional('file', { type: 'string', describe: 'Change record; default change.yaml' })
          .option('config-dir', { type: 'string', describe: 'Folder that holds change.yaml' })
          .conflicts('config-dir', 'file')
          .option('signal', {
            type: 'string',
            array: true,
            nargs: 1,
            default: [] as string[],
            describe: 'key=value, as often as needed',
          })
          .option('assume-present', {
            type: 'boolean',
            default: false,
            describe: 'Take every signal that is not given as true, as the reference does',
          })
          .option('json', json),
      (given) =>
        give(
          runCheckChange(
            {
              file: given.file ?? (given.configDir === undefined ? 'change.yaml' : `${given.configDir}/change.yaml`),
              signal: given.signal,
              assumePresent: given.assumePresent,
              json: given.json,
            },
            terminal,
          ),
        ),
    )
    .command(
      'check-rollout',
      "Whether a rollout record's checks are given and none of its blockers (the reference package's check-rollout)",
      (command) =>
        command
          .option('config', { type: 'string', default: 'rollout.yaml', describe: 'Rollout record' })
          .option('signal', {
            type: 'string',
            array: true,
            nargs: 1,
            default: [] as string[],
            describe: 'key=value, as often as needed',
          })
          .option('assume-present', {
            type: 'boolean',
            default: false,
            describe: 'Take every check that is not given as true and every blocker as false, as the reference does',
          })
          .option('json', json),
      (given) =>
        give(
          runCheckRollout(
            { file: given.config, signal: given.signal, assumePresent: given.assumePresent, json: given.json },
            terminal,
          ),
        ),
    )
    .epilogue(`${statuses}\nEvery code that is printed is explained by \`rollout-gate explain CODE\`.`);
  await program.parseAsync();
  return status;
}
