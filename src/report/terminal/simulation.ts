import { lostFacts } from '../../core/simulation/outcome.ts';
import { type ReasonTally, type Simulated, tallyOf } from '../../core/simulation/tally.ts';
import { cleanLine } from '../markdown/clean.ts';
import { counted } from '../words.ts';
import type { Paint } from './paint.ts';

/** Pull requests named a reason. */
const mostNamed = 5;

/** A simulation for a terminal: the counts, the reasons with links, the pull requests that were merged and would not go. */
export function simulationText(simulated: readonly Simulated[], paint: Paint): string {
  const { counts, not_governed, reasons } = tallyOf(simulated);
  const blocked = simulated.filter(({ outcome }) => outcome.kind === 'block');
  const ungoverned = not_governed === 0 ? '' : ` (${not_governed} not governed)`;
  const lines = [
    paint.bold(`${counted(simulated.length, 'merged pull request')}, each judged as it was when it was merged`),
    `  ${paint.green('go')}          ${counts.go}${ungoverned}`,
    `  ${paint.yellow('wait')}        ${counts.wait}`,
    `  ${paint.red('block')}       ${counts.block}`,
    `  ${paint.dim('unknowable')}  ${counts.unknowable}`,
    ...(reasons.length === 0 ? [] : ['', 'reasons, the most frequent first']),
    ...reasons.flatMap((reason) => reasonLines(reason, simulated, paint)),
    ...(blocked.length === 0 ? [] : ['', 'merged, and would be blocked']),
    ...blocked.map(({ number, title, url, merged_at, outcome }) => {
      const codes = outcome.kind === 'block' ? [...new Set(outcome.reasons.map(({ code }) => code))].join(', ') : '';
      return `  ${paint.red(`#${number}`)} ${cleanLine(title, 80)}  ${merged_at.slice(0, 10)}  ${codes}\n    ${cleanLine(url)}`;
    }),
    '',
    'Nothing was changed. Roles and permissions are those of today.',
  ];
  return `${lines.join('\n')}\n`;
}

function reasonLines({ code, effect, pull_requests }: ReasonTally, all: readonly Simulated[], paint: Paint): string[] {
  const tint = { block: paint.red, wait: paint.yellow, advise: paint.dim, unknowable: paint.dim }[effect];
  const means = effect === 'unknowable' && code in lostFacts ? `: ${lostFacts[code as keyof typeof lostFacts]}` : '';
  const named = pull_requests.slice(0, mostNamed);
  const more = pull_requests.length > named.length ? [`    … and ${pull_requests.length - named.length} more`] : [];
  const links = named.map(
    (number) => `    ${cleanLine(all.find((one) => one.number === number)?.url ?? `#${number}`)}`,
  );
  return [`  ${String(pull_requests.length).padStart(4)}  ${tint(effect)} ${code}${means}`, ...links, ...more];
}

/** The bar that shows how far a simulation is: one line, drawn over itself. */
export function progressText(done: number, of: number, columns: number): string {
  const figures = ` ${done} of ${of}`;
  const width = Math.max(0, Math.min(40, columns - figures.length - 3));
  const full = of === 0 ? width : Math.floor((width * done) / of);
  return `\r[${'='.repeat(full)}${' '.repeat(width - full)}]${figures}${done === of ? '\n' : ''}`;
}
