import type { Checkout } from '../support/checkout.ts';
import { agentsRepository, change, rollout } from './agents-repository.ts';
import { ran } from './terminal.ts';

/** One example of the manual page: where it is run, and its lines as they stand there. */
export interface Example {
  readonly scene: string;
  readonly lines: readonly string[];
}

const records = { 'changes/refund/change.yaml': change, 'changes/refund/rollout.yaml': rollout };

/** The checkouts in which the examples of the page are run, each made anew for the examples that name it. */
const scenes: Readonly<Record<string, () => Checkout>> = {
  'a branch without records': () => agentsRepository(),
  'a branch with records': () => agentsRepository(records),
  'a branch with mistakes': () =>
    agentsRepository({
      ...records,
      'changes/refund/change.yaml': change
        .replace('[offline_eval_passed]', '[offline_eval_passed, offline_eval_passed]')
        .replace('approval_roles', 'aproval_roles'),
    }),
};

/** Examples stand in blocks of the language `console` behind a comment that names the scene. */
export function examplesIn(page: string): readonly Example[] {
  const blocks = page.matchAll(/<!-- in (.+) -->\n```console\n([\s\S]*?)```/g);
  return [...blocks].map(([, scene = '', text = '']) => ({ scene, lines: text.trimEnd().split('\n') }));
}

/** What the commands of an example print now, in the form of the page. Status 0 is not shown. */
export async function played({ scene, lines }: Example): Promise<readonly string[]> {
  const checkout = scenes[scene]?.();
  if (checkout === undefined) throw new Error(`there is no scene ${JSON.stringify(scene)}`);
  const shown: string[] = [];
  for (const line of lines.filter((one) => one.startsWith('$ rollout-gate '))) {
    const { out, err, status } = await ran(wordsOf(line), { cwd: checkout.folder });
    const printed = `${out}${err}`.trimEnd().split('\n');
    shown.push(line, ...(printed[0] === '' && printed.length === 1 ? [] : printed.map((one) => one.trimEnd())));
    if (status !== 0) shown.push('$ echo $?', String(status));
  }
  checkout.remove();
  return shown;
}

/** Whether the page shows what was printed; a line of three dots stands for any lines. */
export function shows(page: readonly string[], printed: readonly string[]): boolean {
  const [line, ...rest] = page;
  if (line === undefined) return printed.length === 0;
  if (line !== '...') return line === printed[0] && shows(rest, printed.slice(1));
  return printed.some((_, at) => shows(rest, printed.slice(at))) || rest.length === 0;
}

function wordsOf(line: string): readonly string[] {
  const words = line.slice('$ rollout-gate '.length).matchAll(/'([^']*)'|(\S+)/g);
  return [...words].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
