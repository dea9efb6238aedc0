import { clockOf, fixedClock } from '../../adapters/clock.ts';
import { packing } from '../../adapters/digest/packing.ts';
import type { Limiter } from '../../adapters/github/limiter/limiter.ts';
import { type ReadingMemory, readingMemory } from '../../adapters/github/memory.ts';
import { GithubPullRequestReader } from '../../adapters/github/pull-request-reader.ts';
import { GithubPullRequestWriter } from '../../adapters/github/pull-request-writer.ts';
import type { ReaderOptions } from '../../adapters/github/reader-options.ts';
import { type GithubTime, githubTime } from '../../adapters/github/transport/github-time.ts';
import { renewing } from '../../adapters/github/transport/renewing.ts';
import type { Transport } from '../../adapters/github/transport/transport.ts';
import { answersReader } from '../../reconcile/answers.ts';
import { marks } from '../../reconcile/marks.ts';
import { needsOf } from '../../reconcile/needs.ts';
import type { Inbox, Lane } from '../../reconcile/ports/inbox.ts';
import type { Clock, PullRequestKey, PullRequestReader, PullRequestWriter } from '../../reconcile/ports.ts';
import { reportReader } from '../../reconcile/report-reading.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Connect } from '../connections.ts';
import type { Framework } from '../framework.ts';
import { heldTransport } from '../held.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { organizationPolicyOf } from '../organization-policy.ts';
import type { Follow, Place, Task } from '../../reconcile/task.ts';

/** What the App's process gives to the work on tasks. */
export interface JudgingOptions {
  readonly settings: Settings;
  readonly framework: Omit<Framework, 'asApp'>;
  readonly connect: Connect;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly inbox: Pick<Inbox, 'note' | 'bothNotes' | 'keepNote' | 'wish'>;
  readonly limiter: Limiter;
  /** Default: our clock is right. */
  readonly time?: GithubTime;
  /** Takes secrets out of what is shown on a pull request (threat T28). */
  readonly redact: (text: string) => string;
}

/** Whether the work is still this process's; asked before each write. */
export type Held = () => Promise<boolean>;

/** Keeps a note, now or with the end of the work. */
export type Keep = (name: string, text: string) => Promise<void> | void;

/** With what a task is done. */
export interface Given {
  readonly place: Place;
  readonly lane: Lane;
  readonly isHeld: Held;
  readonly keep: Keep;
}

/** Does a task of one kind and answers what follows from it. */
export type Work<K extends Task['key']['kind']> = (
  key: Extract<Task['key'], { kind: K }>,
  given: Given,
) => Promise<readonly Follow[]>;

/** The ports that tasks of every kind share: a transport per token, one memory for the process. */
export interface JudgingPorts extends Omit<JudgingOptions, 'settings' | 'framework' | 'connect' | 'time'> {
  readonly time: GithubTime;
  readonly app: number;
  readonly clock: Clock;
  readonly memory: ReadingMemory;
  readonly organizationPolicy: ReaderOptions['organizationPolicy'];
  readonly transportFor: (place: Place, lane: Lane) => Promise<Transport>;
  readonly readingOver: (transport: Transport) => ReaderOptions;
  readonly readerWith: (transport: Transport) => PullRequestReader;
  /** Writes nothing once `isHeld` says no: it is asked before each mutation. */
  readonly writerOf: (key: PullRequestKey, transport: Transport, isHeld: Held) => PullRequestWriter;
}

/** Puts the ports together. */
export function judgingPorts({
  settings,
  framework,
  connect,
  time = githubTime(),
  ...rest
}: JudgingOptions): JudgingPorts {
  const memory = readingMemory();
  const app = settings.appId;
  const policy = organizationPolicyOf(settings, framework, connect);
  const read = {
    app,
    organizationPolicy: policy,
    marks,
    needsOf,
    readReports: reportReader(packing.sha256),
    readAnswers: answersReader(packing.sha256),
    sha256: packing.sha256,
    memory,
  };
  return {
    ...rest,
    time,
    app,
    memory,
    organizationPolicy: policy,
    clock: settings.fixedNow === null ? clockOf(time.now) : fixedClock(settings.fixedNow),
    transportFor: ({ installationId, repositoryId }, lane) =>
      renewing(
        (refused) => framework.token(installationId, repositoryId, refused),
        (token) => connect(token, { installation: installationId, lane }),
      ),
    readingOver: (transport) => ({ ...read, transport }),
    readerWith: (transport) => new GithubPullRequestReader({ ...read, transport }),
    writerOf: (key, transport, isHeld) =>
      new GithubPullRequestWriter(key, { transport: heldTransport(transport, isHeld), app, memory, marks }),
  };
}
