import { resolve } from 'node:path';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { readTextFile, writeTextFile } from '../../adapters/files/text-file.ts';
import { canonicalJson } from '../../core/canonical/json.ts';
import type { Capsule, Decision, Problem } from '../../generated/types.ts';
import { readEvidence } from '../../records/eval/evidence.ts';
import { decisionText } from '../../report/terminal/decision.ts';
import { checkoutText, supposedText } from '../check/checkout-text.ts';
import { judged } from '../check/judged.ts';
import { supposedSignals } from '../check/local-evidence.ts';
import { type WayWords, wayOf } from '../check/way.ts';
import { type AddCommand, json } from '../command.ts';
import { manual } from '../manual.ts';
import { paintOf } from '../problem-lines.ts';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

/** Options of `check`. */
export interface CheckArguments extends WayWords {
  readonly capsuleOut: string | undefined;
  readonly json: boolean;
}

const intro = `$0 check (--capsule FILE | --pr OWNER/REPO#N | --base REF --head REF) [OPTIONS]

Judges a change and writes nothing to GitHub: from a capsule, offline, as the facts were then; from a pull request on \
GitHub, as it is now; or from two commits of this checkout, before the push.

Two commits know no reviews, checks, teams or findings, so the decision says what is still to come. An evidence file \
given with them counts for nothing: what its reports would say is shown apart, because only GitHub's word on a run is evidence.`;

export const addCheck: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'check',
    'Judge a change: from a capsule, a pull request, or two commits of this checkout',
    (command) =>
      command
        .usage(intro)
        .option('capsule', { type: 'string', describe: 'Capsule file' })
        .option('pr', {
          type: 'string',
          describe: 'Pull request as OWNER/REPO#N; the token is in GITHUB_TOKEN or GH_TOKEN',
        })
        .option('organization-policy', {
          type: 'string',
          describe: 'Defaults under the policy, as OWNER/REPO@COMMIT[:PATH] (with --pr)',
        })
        .option('base', { type: 'string', describe: 'Commit, branch or tag to merge into; its policy is judged by' })
        .option('head', { type: 'string', describe: 'Commit, branch or tag to merge' })
        .option('evidence', {
          type: 'string',
          describe: 'Evidence file of record-eval, shown apart (with --base, --head)',
        })
        .option('capsule-out', { type: 'string', describe: 'Write the capsule of the decision to this file' })
        .option('json', { ...json, describe: 'Print the decision as canonical JSON, byte for byte as everywhere' })
        .example('$0 check --pr acme/agents#12', 'what the gate says now')
        .example('$0 check --base main --head HEAD', 'what it would ask for')
        .example('$0 check --capsule capsule.json --json', 'the decision of then')
        .epilogue(
          manual({ 0: 'go, or not governed', 1: 'wait or block', 2: 'a record or the capsule is malformed' }, [
            'GITHUB_API_URL or GH_HOST name another GitHub than github.com',
            '`rollout-gate schema decision` is the schema of --json',
          ]),
        ),
    ({ capsule, pr, base, head, evidence, organizationPolicy, capsuleOut, json: asJson }) =>
      finish(runCheck({ capsule, pr, base, head, evidence, organizationPolicy, capsuleOut, json: asJson }, terminal)),
  );

/** `check`: the decision on what the options name. */
export async function runCheck(options: CheckArguments, terminal: Terminal): Promise<Exit> {
  const way = wayOf(options);
  const { capsule, problems } = await judged(way, terminal);
  if (capsule === null) {
    terminal.err(problems.map(problemLine).join(''));
    return problems.length > 0 ? exit.malformed : noPolicy(terminal);
  }
  const { decision } = capsule;
  const { capsuleOut } = options;
  if (capsuleOut !== undefined) await writeTextFile(resolve(terminal.cwd, capsuleOut), `${canonicalJson(capsule)}\n`);
  if (options.json) terminal.out(`${canonicalJson(decision)}\n`);
  else if (way.kind === 'checkout') terminal.out(await checkoutText(capsule, way.head, terminal));
  else terminal.out(decisionText(decision, paintOf(terminal)));
  if (way.kind === 'checkout' && way.evidence !== null) {
    const isRead = await showEvidence(way.evidence, capsule, options.json ? terminal.err : terminal.out, terminal);
    if (!isRead) return exit.malformed;
  }
  return statusOf(decision);
}

/** Shows what the reports would say; the status stays that of the decision, which didn't see them. False = malformed. */
async function showEvidence(
  file: string,
  { snapshot }: Capsule,
  show: Terminal['out'],
  terminal: Terminal,
): Promise<boolean> {
  const { evidence, problems } = readEvidence(await readTextFile(resolve(terminal.cwd, file)), sha256, file);
  if (evidence === null) terminal.err(problems.map(problemLine).join(''));
  else show(supposedText(supposedSignals(evidence, snapshot)));
  return evidence !== null;
}

/** A record that can't be read is the one thing that only its author can mend: it has a status of its own. */
function statusOf({ verdict, reasons }: Decision): Exit {
  if (verdict === 'go') return exit.fine;
  return reasons.some(({ code, mode }) => code === 'record_malformed' && mode === 'enforce')
    ? exit.malformed
    : exit.notGo;
}

function noPolicy(terminal: Terminal): Exit {
  terminal.err(
    'The default branch has no .github/rollout-gate.yml: nothing is judged. `rollout-gate init` writes one.\n',
  );
  return exit.fine;
}

function problemLine({ where, message, code }: Problem): string {
  return `${plain(where.file)}:${where.line}:${where.column}: ${plain(message)}  ${code}\n`;
}
