import yargs, { type Argv } from 'yargs';
import { didYouMean } from '../records/spelling.ts';
import type { AddCommand } from './command.ts';
import { addAppManifest } from './commands/app-manifest.ts';
import { addCheck } from './commands/check.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDraft } from './commands/draft.ts';
import { addExplain } from './commands/explain.ts';
import { addInit } from './commands/init.ts';
import { addCheckChange, addCheckRollout } from './commands/parity.ts';
import { addPolicy } from './commands/policy.ts';
import { addReplay } from './commands/replay.ts';
import { addSchema } from './commands/schema.ts';
import { addSimulate } from './commands/simulate.ts';
import { addSweep } from './commands/sweep.ts';
import { addValidate } from './commands/validate.ts';
import { manual } from './manual.ts';
import { markSignals } from './signal-words.ts';
import { exit, type Exit, type Terminal, UsageError } from './terminal.ts';
import { version } from './version.ts';

/** In the order in which the help lists them: what a person starts with comes first. */
const commands: Readonly<Record<string, AddCommand>> = {
  validate: addValidate,
  check: addCheck,
  draft: addDraft,
  explain: addExplain,
  init: addInit,
  policy: addPolicy,
  simulate: addSimulate,
  replay: addReplay,
  schema: addSchema,
  doctor: addDoctor,
  sweep: addSweep,
  'app-manifest': addAppManifest,
  'check-change': addCheckChange,
  'check-rollout': addCheckRollout,
};

const intro = `$0 COMMAND [OPTIONS]

Judges changes to agent systems: whether their reviews, evals and gate let them go, why not, and what to do next. \
The same facts give the same decision here, in the App and in the Action.`;

/**
 * Words reach the commands as they were typed: no number, quote or dot in them is interpreted, so that a signal's odd
 * name is refused or taken as it stands.
 */
const asTyped = {
  'boolean-negation': false,
  'dot-notation': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'short-option-groups': false,
  'strip-aliased': true,
} as const;

/** Runs one command line; the answer is the exit status. A mistake in the command line throws UsageError. */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<Exit> {
  refuseUnknownCommand(words[0]);
  let status: Exit = exit.fine;
  const finish = async (result: Exit | Promise<Exit>): Promise<void> => {
    status = await result;
  };
  const program = emptyProgram(terminal);
  for (const add of Object.values(commands)) add(program, { terminal, finish });
  program.completion('completion', 'Print the completion script for bash or zsh').fail((message, error) => {
    throw error === undefined || error.name === 'YError' ? mistake(message ?? error.message, words[0]) : error;
  });
  let printed = '';
  // With a callback yargs prints nothing itself: help, version and completion come as text.
  await program.parseAsync([...markSignals(words)], {}, (_error, _given, output) => {
    printed = output;
  });
  if (printed !== '') terminal.out(`${printed}\n`);
  return status;
}

function emptyProgram(terminal: Terminal): Argv {
  return yargs([])
    .parserConfiguration(asTyped)
    .scriptName('rollout-gate')
    .usage(intro)
    .locale('en')
    .wrap(Math.min(terminal.columns, 110))
    .version('version', 'Print the version', version)
    .help('help', 'Print this help; after a command, the help of that command')
    .alias('help', 'h')
    .strict()
    .demandCommand(1, 'Give a command')
    .exitProcess(false)
    .check(onceEach)
    .example('$0 validate', 'every record and the policy of this checkout')
    .example('$0 check --base main --head HEAD', 'before the push: what the gate would ask for')
    .example('$0 draft --write', 'the record that this branch needs')
    .example('$0 explain surface_undeclared', 'what a code means and what to do next')
    .epilogue(
      manual({ 0: 'go, or nothing found', 1: 'not go, or what was looked for was found', 2: 'a malformed record' }, [
        '`rollout-gate COMMAND --help` is the manual of a command',
        '`rollout-gate explain CODE` explains every code that is printed',
      ]),
    );
}

/** Options that may be given more than once; of another one it would be unclear which word counts. */
const repeatable = ['_', 'files', 'signal'];

function onceEach(given: Readonly<Record<string, unknown>>): true {
  const twice = Object.keys(given).find((name) => Array.isArray(given[name]) && !repeatable.includes(name));
  if (twice !== undefined) throw new UsageError(`--${twice} is given more than once.`);
  return true;
}

/** What yargs says of a command line, with where the right form stands. */
function mistake(message: string, word: string | undefined): UsageError {
  const command = word === undefined || word.startsWith('-') ? '' : ` ${word}`;
  const sentence = plainly(message.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, ''), word);
  return new UsageError(`${sentence}. \`rollout-gate${command} --help\` shows the form.`);
}

/** What a command works on, where it can't do without. */
const subjects: Readonly<Record<string, string>> = { simulate: 'OWNER/REPO', replay: 'a capsule file' };

/** The words of yargs, in ours where they don't say what was expected. */
function plainly(sentence: string, word = ''): string {
  if (sentence.startsWith('Not enough non-option arguments') && Object.hasOwn(subjects, word))
    return `\`${word}\` takes ${subjects[word]}, and none was given`;
  const [, missing] = /^Missing required argument: ([\w-]+)$/.exec(sentence) ?? [];
  if (missing !== undefined) return `--${missing} is missing`;
  const [, name, given, choices] =
    /^Invalid values: Argument: ([\w-]+), Given: (.+), Choices: (.+)$/.exec(sentence) ?? [];
  return name === undefined ? sentence : `--${name} takes one of ${choices}, and ${given} is none`;
}

/** Yargs would name the nearest command without saying what was wrong. */
function refuseUnknownCommand(word: string | undefined): void {
  if (word === undefined || word.startsWith('-') || word === 'completion' || Object.hasOwn(commands, word)) return;
  const near = didYouMean(word, [...Object.keys(commands), 'completion']);
  const hint = near === null ? '`rollout-gate --help` lists them' : `did you mean \`${near}\`?`;
  throw new UsageError(`There is no command ${JSON.stringify(word)}; ${hint}${near === null ? '.' : ''}`);
}
