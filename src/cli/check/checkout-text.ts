import { branchOf, topFolder } from '../../adapters/checkout/revision.ts';
import type { Capsule, Signal } from '../../generated/types.ts';
import { cleanLine } from '../../report/markdown/clean.ts';
import { decisionText } from '../../report/terminal/decision.ts';
import { namingOf } from '../draft/name.ts';
import { paintOf } from '../problem-lines.ts';
import type { Terminal } from '../terminal.ts';

const onlyGithubKnows =
  '\nJudged from this checkout: reviews, checks, teams, findings, commands and other uses of an id are known on GitHub only.\n';

/** A decision from two commits, for people. A draft that has no number yet is called what `draft` will call it. */
export async function checkoutText({ decision, snapshot }: Capsule, head: string, terminal: Terminal): Promise<string> {
  const { cwd } = terminal;
  const { draft } = decision;
  const naming = await namingOf(draft, await branchOf(cwd, head), snapshot, await topFolder(cwd));
  const isNew = new Set(draft.filter(({ replaces }) => !replaces).map(({ path }) => path));
  const next_actions = decision.next_actions.map((action) =>
    action.file !== undefined && isNew.has(action.file) ? { ...action, file: naming(action.file) } : action,
  );
  const offer = draft.length === 0 ? '' : '`rollout-gate draft --write` writes the drafted records.\n';
  return `${decisionText({ ...decision, next_actions }, paintOf(terminal))}${onlyGithubKnows}${offer}`;
}

/** What local reports would come to (`supposedSignals`), in words that can't be taken for a decision. */
export function supposedText(signals: readonly Signal[]): string {
  const lines = signals.map(({ name, value, why, refused }) => {
    const said = value === 'unknown' ? (refused[0]?.why ?? why) : why;
    return `  ${cleanLine(name)}  would be ${value}  ${cleanLine(said)}`;
  });
  const none = '  none of its reports is one that a signal of the policy waits for';
  const title = 'local evidence, counted for nothing until a run on GitHub says so';
  return `\n${[title, ...(lines.length === 0 ? [none] : lines)].join('\n')}\n`;
}
