import { branchOf, likelyBase, topFolder } from '../../adapters/checkout/revision.ts';
import type { Decision, DraftFile } from '../../generated/types.ts';
import { judgeCheckout } from '../check/checkout.ts';
import { type AddCommand, json } from '../command.ts';
import { writeDraft } from '../draft/writing.ts';
import { namedDrafts } from '../draft/name.ts';
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
  const files = await namedDrafts(decision.draft, await branchOf(terminal.cwd, options.head), snapshot, top);
  if (options.json) terminal.out(`${JSON.stringify({ files }, null, 2)}\n`);
  if (files.length === 0) return nothingToDraft(decision, terminal);
  if (!options.write) {
    if (!options.json) terminal.out(files.map(shown).join('\n'));
    return exit.fine;
  }
  const kept: string[] = [];
  for (const file of files) {
    const result = await writeDraft(file, snapshot, top);
    if (!result.written) kept.push(file.path);
    terminal[result.written ? 'out' : 'err'](`${result.said}\n`);
  }
  return kept.length === 0 ? exit.fine : exit.notGo;
}

/** Either the records say all that they have to, or they can't be read, and only their author knows what they mean. */
function nothingToDraft({ reasons }: Decision, terminal: Terminal): Exit {
  const malformed = reasons.some(({ code }) => code === 'record_malformed');
  const policy = reasons.find(({ code }) => code.startsWith('policy_'));
  if (malformed) terminal.err('A record has problems, which come first: `rollout-gate validate` shows them.\n');
  else if (policy !== undefined) terminal.err(`${plain(policy.message)}  ${policy.code}\n`);
  else terminal.err('Nothing to draft: the records say all that this difference needs.\n');
  return malformed || policy !== undefined ? exit.malformed : exit.fine;
}

function shown({ path, text, replaces }: DraftFile): string {
  return `# ${plain(path)}${replaces ? ' (instead of the one that is there)' : ''}\n${plain(text)}`;
}
