import { expect } from 'vitest';
import type { Issue } from '../../src/sandbox/state/pull-request.ts';
import type { RulesetRule } from '../../src/sandbox/state/repository.ts';
import { type JudgingWorld, openJudgingWorld } from './judging.ts';
import { openRecoveringApp, type RecoveringApp, type RecoveringAppOptions } from './recovering-app.ts';

/** The sample world with an App that has looked at its rules once and found nothing, and what it told since. */
export interface Drifting {
  readonly world: JudgingWorld;
  readonly app: RecoveringApp;
  /** Codes in the order of the log. */
  readonly found: () => readonly string[];
  /** Issues with the label of drift. */
  readonly issues: () => readonly Issue[];
  /** The one issue; throws where there are more or none. */
  readonly issue: () => Issue;
  /** The App's words on the one issue, and what others said as they said it. */
  readonly said: () => readonly string[];
  /** The next look at the rules; what it wrote, but for tokens. GitHub's replicas show by then what the last one wrote. */
  readonly look: () => Promise<readonly string[]>;
}

export async function openDrifting(options: RecoveringAppOptions = {}): Promise<Drifting> {
  const world = await openJudgingWorld({ provoked: ({ status }) => status >= 400 });
  const app = await openRecoveringApp(world, { mints: true, ...options });
  const found = () => app.errors.map((fields) => String(Reflect.get(fields, 'code')));
  const issues = () =>
    [...world.sandbox.world.issues.values()].filter(({ labels }) => labels.includes('rollout-gate-drift'));
  const issue = (): Issue => {
    const [one, ...others] = issues();
    if (one === undefined || others.length > 0) throw new Error(`not one issue, but ${issues().length}`);
    return one;
  };
  await app.sweep('rules');
  expect([found(), issues(), app.faults]).toEqual([[], [], []]);
  return {
    world,
    app,
    found,
    issues,
    issue,
    said: () =>
      [...world.sandbox.world.issueComments.values()]
        .filter(({ issueNumber }) => issueNumber === issue().number)
        .map(({ body }) => /drift-word (\w+) -->/.exec(body)?.[1] ?? body),
    look: async () => {
      app.pass(20_000);
      const requests = await world.requestsOf(() => app.sweep('rules'));
      return requests
        .filter(({ method, path }) => method !== 'GET' && !/access_tokens$|graphql$/.test(path))
        .map(({ method, path }) => `${method} ${path.replace('/repos/acme/agents', '')}`);
    },
  };
}

/** Something that is done to the world, and its mend. */
export interface Drift {
  readonly change: (at: Drifting) => unknown;
  readonly mend: (at: Drifting) => unknown;
}

/** Other rules in the ruleset that requires the gate. */
export function otherRules(rules: readonly RulesetRule[]): Drift {
  let before: readonly RulesetRule[] = [];
  return {
    change: ({ world }) => {
      before = world.ruleset.rules;
      world.sandbox.editRuleset(world.ruleset, { rules });
    },
    mend: ({ world }) => world.sandbox.editRuleset(world.ruleset, { rules: before }),
  };
}

/** A permission that is taken from the installation. */
export function without(name: string): Drift {
  return {
    change: ({ world: { installed } }) => {
      const left = Object.entries(installed.installation.permissions).filter(([other]) => other !== name);
      installed.installation.permissions = Object.fromEntries(left);
    },
    mend: ({ world: { installed } }) => {
      installed.installation.permissions = installed.app.permissions;
    },
  };
}
