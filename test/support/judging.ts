import { systemClock } from '../../src/adapters/clock.ts';
import { packing } from '../../src/adapters/digest/packing.ts';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { GithubAnswerWriter } from '../../src/adapters/github/answer-writer.ts';
import { forgetPullRequest, readingMemory, type ReadingMemory } from '../../src/adapters/github/memory.ts';
import type { OrganizationPolicy } from '../../src/adapters/github/organization-policy.ts';
import { GithubPullRequestReader } from '../../src/adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../../src/adapters/github/pull-request-writer.ts';
import { httpTransport } from '../../src/adapters/github/transport/http-transport.ts';
import type { Transport } from '../../src/adapters/github/transport/transport.ts';
import { type GivenComment, isForUs } from '../../src/core/route/comment.ts';
import { type Judged, type JudgeParts, judgePullRequest } from '../../src/reconcile/judge-pull-request.ts';
import { marks } from '../../src/reconcile/marks.ts';
import { answersReader } from '../../src/reconcile/answers.ts';
import { needsOf } from '../../src/reconcile/needs.ts';
import type { Clock, PullRequestKey, WriteBudget } from '../../src/reconcile/ports.ts';
import { answerCommand, type CommandRun } from '../../src/reconcile/run-command.ts';
import { reportReader } from '../../src/reconcile/report-reading.ts';
import { type Sample, seedSample } from '../../src/sandbox/seed/sample.ts';
import type { Exchange } from '../../src/sandbox/http/exchange.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import type { FileChanges } from '../../src/sandbox/driver/repositories.ts';
import type { IssueComment, PullRequest } from '../../src/sandbox/state/pull-request.ts';
import type { User } from '../../src/sandbox/state/identity.ts';
import { openTestSandbox, type TestSandboxOptions } from './sandbox.ts';

export interface JudgeOptions {
  readonly token?: string;
  readonly rolesToken?: string;
  readonly app?: number | string;
  /** Default: that of the world, so that readings are warm from the second on. */
  readonly memory?: ReadingMemory;
  readonly write?: boolean;
  readonly clock?: Clock;
  /** Default: everything is written. */
  readonly budget?: WriteBudget;
  /** Whether people are asked and told, as the App does; default: no. */
  readonly asks?: boolean;
  /** Default: none. */
  readonly organizationPolicy?: OrganizationPolicy | undefined;
  /** Happens before the n-th GraphQL request, counted from 1. */
  readonly before?: (request: number) => Promise<void>;
}

export interface Commanded {
  readonly comment: IssueComment;
  readonly run: CommandRun;
  /** null = nothing was judged for it. */
  readonly judged: Judged | null;
}

interface Tools {
  readonly key: PullRequestKey;
  readonly parts: JudgeParts;
  readonly transport: Transport;
  readonly memory: ReadingMemory;
}

const ignored: CommandRun = { kind: 'ignored' };

function givenOf({ id, body, issueNumber, createdAt }: IssueComment, { id: author, login }: User): GivenComment {
  const created_at = createdAt.toISOString();
  return { id, body, number: issueNumber, on: 'pull_request', author: { id: author, login, type: 'User' }, created_at };
}

/** The sample world without a running App: judgements are made in this process, over real HTTP. */
export interface JudgingWorld extends Sample {
  readonly sandbox: Sandbox;
  readonly judge: (pull: PullRequest, options?: JudgeOptions) => Promise<Judged>;
  /** Somebody comments (or did already), and the App does what follows from its delivery. */
  readonly command: (
    pull: PullRequest,
    person: User,
    body: string | IssueComment,
    options?: JudgeOptions,
  ) => Promise<Commanded>;
  /** Opens a pull request of one commit that alice wrote and pushed. */
  readonly open: (branch: string, files: FileChanges, author?: User) => Promise<PullRequest>;
  /** API requests that something caused, in order. */
  readonly requestsOf: (work: () => Promise<unknown>) => Promise<readonly Exchange[]>;
  readonly close: () => Promise<void>;
}

export async function openJudgingWorld(options: TestSandboxOptions = {}): Promise<JudgingWorld> {
  const sandbox = await openTestSandbox(options);
  const sample = await seedSample(sandbox);
  const shared = readingMemory();
  const toolsOf = (pull: PullRequest, options: JudgeOptions): Tools => {
    const client = (token: string) => httpTransport({ apiUrl: sandbox.url, token, userAgent: 'rollout-gate/test' });
    const plain = client(options.token ?? sandbox.installationToken(sample.installed.installation));
    let requests = 0;
    const transport: Transport = {
      ...plain,
      graphql: async (query, variables) => {
        requests += 1;
        await options.before?.(requests);
        return plain.graphql(query, variables);
      },
    };
    const app = options.app ?? sample.installed.app.id;
    const { name, ownerId } = sandbox.world.repositories.get(pull.repositoryId) ?? sample.repository;
    const owner = sandbox.world.users.get(ownerId)?.login ?? 'acme';
    const key = { owner, repo: name, number: pull.number };
    const memory = options.memory ?? shared;
    const parts = {
      reader: new GithubPullRequestReader({
        transport,
        ...(options.rolesToken === undefined ? {} : { rolesTransport: client(options.rolesToken) }),
        app,
        organizationPolicy: options.organizationPolicy,
        marks,
        needsOf,
        readReports: reportReader(sha256),
        readAnswers: answersReader(sha256),
        sha256,
        memory,
      }),
      writer: new GithubPullRequestWriter(key, { transport, app, patience: [0, 0], memory, marks }),
      packing,
      clock: options.clock ?? systemClock,
    };
    return { key, parts, transport, memory };
  };
  const judge: JudgingWorld['judge'] = async (pull, options = {}) => {
    const { parts, key } = toolsOf(pull, options);
    return judgePullRequest(parts, key, {
      write: options.write ?? true,
      asks: options.asks ?? false,
      ...(options.budget === undefined ? {} : { budget: options.budget }),
    });
  };
  const command: JudgingWorld['command'] = async (pull, person, body, options = {}) => {
    const comment = typeof body === 'string' ? await sandbox.comment(pull, person, body) : body;
    const { key, parts, transport, memory } = toolsOf(pull, options);
    const answers = new GithubAnswerWriter({ transport, memory, patience: [0, 0] });
    const forget = (): void => forgetPullRequest(memory, key);
    const given = givenOf(comment, person);
    const run = isForUs(given) ? await answerCommand({ ...parts, answers, forget }, key, given) : ignored;
    return { comment, run, judged: run.kind === 'answered' ? await judge(pull, options) : null };
  };
  return {
    ...sample,
    sandbox,
    judge,
    command,
    open: async (branch, files, author = sample.people.alice) => {
      await sandbox.push(sample.repository, branch, { files, pusher: author });
      return sandbox.openPullRequest(sample.repository, { author, title: branch, head: branch });
    },
    requestsOf: async (work) => {
      const before = sandbox.exchanges.length;
      await work();
      return sandbox.exchanges.slice(before).filter(({ kind }) => kind !== 'page');
    },
    close: () => sandbox.close(),
  };
}
