import { doctor } from '../../generated/codes.ts';
import type { DoctorFinding, DoctorReport } from '../../generated/types.ts';
import { findingsText } from '../../report/terminal/findings.ts';
import { type AddCommand, json } from '../command.ts';
import { findingsOf } from '../doctor/looking.ts';
import { manual } from '../manual.ts';
import { repositoryNamed } from '../repository-name.ts';
import { paintOf } from '../problem-lines.ts';
import { exit, type Exit, type Terminal } from '../terminal.ts';

const intro = `$0 doctor [OWNER/REPO] [OPTIONS]

Says whether everything is in place for the gate to judge and to be obeyed: the App's settings, permissions and events; the \
policy, its roles and workflows; whether the check is required, pinned to the App; the clock; and what the App's store has left to do. It changes nothing.

It looks with the token in GITHUB_TOKEN or GH_TOKEN, or as the App when its settings (APP_ID, PRIVATE_KEY or \
PRIVATE_KEY_PATH, WEBHOOK_SECRET) are in the environment.`;

export const addDoctor: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'doctor [repository]',
    'Say whether the App, the policy and the ruleset are set up so that the gate holds',
    (command) =>
      command
        .usage(intro)
        .positional('repository', {
          type: 'string',
          describe: 'Repository as OWNER/REPO; none = the settings and App alone',
        })
        .option('json', json)
        .example('$0 doctor acme/agents', '')
        .epilogue(
          manual({ 0: 'all is well', 1: 'a problem or a warning was found' }, [
            '`rollout-gate explain CODE` says what each finding means',
            '`rollout-gate schema doctor-report` is the schema of --json',
          ]),
        ),
    (given) => finish(runDoctor(given.repository, given.json, terminal)),
  );

/** `doctor`: each finding with its level and mend. */
export async function runDoctor(repository: string | undefined, asJson: boolean, terminal: Terminal): Promise<Exit> {
  const found = await findingsOf(repository === undefined ? null : repositoryNamed(repository), terminal);
  const shown = found.map(({ code, message, where }): DoctorFinding => {
    const { level, next } = doctor[code];
    return { level, code, message, next, where };
  });
  const report: DoctorReport = { version: 1, findings: shown };
  terminal.out(asJson ? `${JSON.stringify(report)}\n` : findingsText(shown, paintOf(terminal)));
  return shown.every(({ level }) => level === 'ok') ? exit.fine : exit.notGo;
}
