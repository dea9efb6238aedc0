import type { Sample } from '../../sandbox/seed/sample.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { User } from '../../sandbox/state/identity.ts';
import type { PullRequest } from '../../sandbox/state/pull-request.ts';

/** Where a scene plays: the sandbox and its sample world. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly sample: Sample;
}

/** Something that happens to a pull request after it was opened. */
export interface Step {
  /** What a person would say happened. */
  readonly says: string;
  readonly happen: (stage: Stage, pull: PullRequest) => Promise<unknown>;
  /** What the App does about it; not given = it judges again. */
  readonly brings?: 'answer' | 'answer and check';
}

/** One pull request that `npm start` opens, and what is worth seeing in it. */
export interface Scene {
  readonly title: string;
  readonly branch: string;
  readonly author: (sample: Sample) => User;
  readonly body: string;
  readonly files: Readonly<Record<string, string>>;
  /** Conclusion of the check `rollout-gate` once it has been judged; null = in progress. */
  readonly expects: 'success' | 'failure' | null;
  readonly steps: readonly Step[];
}

/** What happens on a pull request that an earlier scene opened. */
export interface Sequel {
  readonly title: string;
  readonly follows: Scene;
  readonly steps: readonly Step[];
}
