import { branchOf, likelyBase, topFolder } from '../../adapters/checkout/revision.ts';
import type { Decision, DraftFile, Snapshot } from '../../generated/types.ts';
import { judgeCheckout } from '../check/checkout.ts';
import { type AddCommand, json } from '../command.ts';
import { writeDraft } from '../draft/writing.ts';
import { namedDrafts, namingOf } from '../draft/name.ts';
import { manual } from '../manual.ts';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

/** Options of `draft`. */
export interface DraftArguments {
  readonly base: string | undefined;
  readonly head: string;
  readonly write: boolean;
  readonly json: boolean;
}

const intro = `$0 draft [OPTIONS]

Makes the records that the difference between two commits needs: every surface that it touches is declared, every \
review and eval that the policy asks for is named. A record that is there already is added to and keeps its comments. \
Commit first: what is not committed is not looked at.`;

export const addDraft: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'draft',
    'Make the records that the difference between two commits needs',
    (command) =>
      command
        .usage(intro)
        .option('base', {
          type: 'string',
          describe: 'Commit, branch or tag to merge into; default origin/HEAD, else main',
        })
        .option('head', { type: 'string', default: 'HEAD', describe: 'Commit, branch or tag to merge' })
        .option('write', { type: 'boolean', default: false, describe: 'Write the files instead of printing them' })
        .option('json', json)
        .example('$0 draft', 'the records for this branch')
        .example('$0 draft --write', 'the same, as files; read them before you commit them')
        .epilogue(
          manual(
            { 0: 'drafted, or nothing is needed', 1: 'a file could not be written without losing what is in it' },
            ['docs/reference/fields.md has every key of a record'],
          ),
        ),
    (given) => finish(runDraft({ base: given.base, head: given.head, write: given.write, json: given.json }, terminal)),
  );

/** `draft`: the records that the diff needs, printed or written. */
export async function runDraft(options: DraftArguments, terminal: Terminal): Promise<Exit> {
  const base = options.base ?? (await likelyBase(terminal.cwd));
  const { decision, snapshot } = await judgeCheckout({ base, head: options.head }, terminal);
  const top = await topFolder(terminal.cwd);
  const branch = await branchOf(terminal.cwd, options.head);
  const files = namedDrafts(decision.draft, await namingOf(decision.draft, branch, snapshot, top));
  if (options.json) terminal.out(`${JSON.stringify({ files }, null, 2)}\n`);
  const written = options.write ? await writeAll(files, snapshot, top, terminal) : exit.fine;
  if (!options.write && !options.json) terminal.out(files.map(shown).join('\n'));
  return Math.max(written, tellTheRest(decision, files.length, terminal)) as Exit;
}

async function writeAll(
  files: readonly DraftFile[],
  snapshot: Snapshot,
  top: string,
  terminal: Terminal,
): Promise<Exit> {
  let status: Exit = exit.fine;
  for (const file of files) {
    const { written, said } = await writeDraft(file, snapshot, top);
    terminal[written ? 'out' : 'err'](`${said}\n`);
    if (!written) status = exit.notGo;
  }
  return status;
}

/** What no draft can give: a record that can't be read is its author's to mend, and without a policy nothing is asked for. */
function tellTheRest({ reasons }: Decision, drafted: number, terminal: Terminal): Exit {
  const policy = reasons.find(({ code }) => code.startsWith('policy_'));
  if (reasons.some(({ code }) => code === 'record_malformed')) {
    terminal.err('A record has problems, which come first: `rollout-gate validate` shows them.\n');
    return exit.malformed;
  }
  if (policy !== undefined) {
    terminal.err(`${plain(policy.message)}  ${policy.code}\n`);
    return exit.malformed;
  }
  if (drafted === 0) terminal.err('Nothing to draft: the records say all that this difference needs.\n');
  return exit.fine;
}

function shown({ path, text, replaces }: DraftFile): string {
  return `# ${plain(path)}${replaces ? ' (instead of the one that is there)' : ''}\n${plain(text)}`;
}
