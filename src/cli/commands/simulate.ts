import { resolve } from 'node:path';
import { gitBlob } from '../../adapters/digest/git-blob.ts';
import { sha256 } from '../../adapters/digest/sha256.ts';
import { readTextFile } from '../../adapters/files/text-file.ts';
import { GithubHistoryReader } from '../../adapters/github/history/history-reader.ts';
import { type Simulated, tallyOf } from '../../core/simulation/tally.ts';
import type { PolicySource, Simulation } from '../../generated/types.ts';
import { simulate } from '../../reconcile/simulate.ts';
import { readPolicy } from '../../records/policy/reader.ts';
import { progressText, simulationText } from '../../report/terminal/simulation.ts';
import { readerOptions } from '../check/pull-request.ts';
import { type AddCommand, json } from '../command.ts';
import { manual } from '../manual.ts';
import { organizationNamed } from '../organization-option.ts';
import { repositoryNamed } from '../repository-name.ts';
import { paintOf, problemLines } from '../problem-lines.ts';
import { exit, type Exit, type Terminal, UsageError } from '../terminal.ts';

/** Options of `simulate`, as given. */
export interface SimulateArguments {
  readonly repository: string;
  readonly last: string;
  readonly policy: string | undefined;
  readonly organizationPolicy: string | undefined;
  readonly apiUrl: string | undefined;
  readonly json: boolean;
}

const intro = `$0 simulate OWNER/REPO [OPTIONS]

Judges the repository's merged pull requests once more, each as it was when it was merged, and counts how many would go, wait \
or be blocked, and why. It changes nothing. What GitHub has no more of makes a pull request unknowable, never go.

It reads with the token in GITHUB_TOKEN or GH_TOKEN.`;

export const addSimulate: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'simulate <repository>',
    'Judge merged pull requests again: what the policy would have let through',
    (command) =>
      command
        .usage(intro)
        .positional('repository', { type: 'string', demandOption: true, describe: 'Repository as OWNER/REPO' })
        .option('last', { type: 'string', default: '200', describe: 'How many of the newest, 1 to 1000' })
        .option('policy', {
          type: 'string',
          describe: "Policy file to judge by; default: the default branch's",
        })
        .option('organization-policy', {
          type: 'string',
          describe: "The organisation's defaults, merged under the policy: OWNER/REPO@COMMIT[:PATH]",
        })
        .option('api-url', {
          type: 'string',
          describe: 'Root of the REST API; default: that of GITHUB_API_URL or GH_HOST',
        })
        .option('json', json)
        .example('$0 simulate acme/agents --policy .github/rollout-gate.yml', 'before the policy is merged')
        .epilogue(
          manual(
            {
              0: 'none of them would wait or be blocked',
              1: 'some would wait or be blocked',
              2: 'the policy has errors',
            },
            ['`rollout-gate schema simulation` is the schema of --json'],
          ),
        ),
    ({ repository, last, policy, organizationPolicy, apiUrl, json: asJson }) =>
      finish(runSimulate({ repository, last, policy, organizationPolicy, apiUrl, json: asJson }, terminal)),
  );

/** `simulate`: what would have become of the merged pull requests. */
export async function runSimulate(options: SimulateArguments, terminal: Terminal): Promise<Exit> {
  const repository = repositoryNamed(options.repository);
  const most = mostOf(options.last);
  const organization = organizationNamed(options.organizationPolicy);
  const policy = options.policy === undefined ? null : await policyOf(options.policy, options.repository, terminal);
  if (policy === 'malformed') return exit.malformed;
  const { environment, watched, columns } = terminal;
  const api = options.apiUrl === undefined ? {} : { GITHUB_API_URL: options.apiUrl };
  const reader = await readerOptions({ ...environment, ...api }, organization);
  const onProgress = watched ? (done: number, of: number) => terminal.err(progressText(done, of, columns)) : undefined;
  const simulated = await simulate(
    {
      history: new GithubHistoryReader(reader, repository, policy),
      sha256,
      today: terminal.now(),
      ...(onProgress === undefined ? {} : { onProgress }),
    },
    most,
  );
  if (simulated === null) {
    terminal.err('The default branch has no .github/rollout-gate.yml: name one with --policy.\n');
    return exit.malformed;
  }
  terminal.out(options.json ? `${JSON.stringify(shown(simulated))}\n` : simulationText(simulated, paintOf(terminal)));
  const { wait, block } = tallyOf(simulated).counts;
  return wait + block === 0 ? exit.fine : exit.notGo;
}

function shown(simulated: readonly Simulated[]): Simulation {
  return { version: 1, ...tallyOf(simulated), pull_requests: simulated };
}

function mostOf(text: string): number {
  const most = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0;
  if (most >= 1 && most <= 1000) return most;
  throw new UsageError(`--last takes a number from 1 to 1000, and ${JSON.stringify(text)} is none.`);
}

/** The file as if it stood on the default branch. What only the organisation's defaults could mend is told by each reading. */
async function policyOf(file: string, repository: string, terminal: Terminal): Promise<PolicySource | 'malformed'> {
  const text = await readTextFile(resolve(terminal.cwd, file));
  const { effective, problems } = readPolicy(text, file);
  terminal.err(problemLines(problems, new Map([[file, text]]), terminal));
  if (effective === null) return 'malformed';
  return { repository, path: '.github/rollout-gate.yml', commit: '0'.repeat(40), blob: gitBlob(text), text };
}
