import { resolve } from 'node:path';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { readTextFile, writeTextFile } from '../../adapters/files/text-file.ts';
import { canonicalJson } from '../../core/canonical/json.ts';
import type { Capsule, Decision, Problem } from '../../generated/types.ts';
import { readCapsule, replay } from '../../records/capsule.ts';
import { readEvidence } from '../../records/eval/evidence.ts';
import { cleanLine } from '../../report/markdown/clean.ts';
import { decisionText } from '../../report/terminal/decision.ts';
import { judgeCheckout } from '../check/checkout.ts';
import { supposedSignals } from '../check/local-evidence.ts';
import { judgeOnGithub } from '../check/pull-request.ts';
import { type Way, type WayWords, wayOf } from '../check/way.ts';
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
    ({ capsule, pr, base, head, evidence, capsuleOut, json: asJson }) =>
      finish(runCheck({ capsule, pr, base, head, evidence, capsuleOut, json: asJson }, terminal)),
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
  terminal.out(options.json ? `${canonicalJson(decision)}\n` : decisionText(decision, paintOf(terminal)));
  if (way.kind === 'checkout' && !options.json) terminal.out(onlyGithubKnows);
  if (way.kind === 'checkout' && way.evidence !== null)
    return withEvidence(way.evidence, capsule, options.json, terminal);
  return statusOf(decision);
}

const onlyGithubKnows =
  '\nJudged from this checkout: reviews, checks, teams, findings and other uses of an id are known on GitHub only.\n';

type Judged = { readonly capsule: Capsule | null; readonly problems: readonly Problem[] };

async function judged(way: Way, terminal: Terminal): Promise<Judged> {
  switch (way.kind) {
    case 'capsule':
      return again(way.file, terminal);
    case 'pull_request':
      return { capsule: await judgeOnGithub(way, terminal.environment), problems: [] };
    case 'checkout':
      return { capsule: await judgeCheckout(way, terminal), problems: [] };
  }
}

/** A capsule's snapshot decided once more: what it says is what this version decides, and a difference is told. */
async function again(file: string, terminal: Terminal): Promise<Judged> {
  const read = readCapsule(await readTextFile(resolve(terminal.cwd, file)), sha256, file);
  if (read.capsule === null) return read;
  const { same, decision } = replay(read.capsule, sha256);
  if (!same) terminal.err(`${plain(file)} records another decision; \`rollout-gate replay\` shows where it differs.\n`);
  return { capsule: { ...read.capsule, decision }, problems: [] };
}

/** Shows what the reports would say; the status stays that of the decision, which didn't see them. */
async function withEvidence(file: string, capsule: Capsule, asJson: boolean, terminal: Terminal): Promise<Exit> {
  const { evidence, problems } = readEvidence(await readTextFile(resolve(terminal.cwd, file)), sha256, file);
  if (evidence === null) {
    terminal.err(problems.map(problemLine).join(''));
    return exit.malformed;
  }
  const signals = supposedSignals(evidence, capsule.snapshot);
  const lines = signals.map(({ name, value, why, refused }) => {
    const said = value === 'unknown' ? (refused[0]?.why ?? why) : why;
    return `  ${cleanLine(name)}  would be ${value}  ${cleanLine(said)}`;
  });
  const none = '  none of its reports is one that a signal of the policy waits for';
  const text = `\nlocal evidence, counted for nothing until a run on GitHub says so\n${(lines.length === 0 ? [none] : lines).join('\n')}\n`;
  (asJson ? terminal.err : terminal.out)(text);
  return statusOf(capsule.decision);
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
