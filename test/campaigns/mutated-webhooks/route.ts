import { keysOf } from '../../../src/core/route/event.ts';
import { type Key, keyText } from '../../../src/core/route/key.ts';
import { examples } from './example.ts';
import { dice, mutated } from './mutation.ts';

/** What an event may come down to; what isn't named, to nothing. */
const kinds: Readonly<Record<string, readonly Key['kind'][]>> = {
  pull_request: ['pull_request', 'default_branch'],
  pull_request_review: ['pull_request'],
  issue_comment: ['pull_request', 'command', 'incident'],
  issues: ['repository', 'incident'],
  check_run: ['pull_request', 'commit', 'command'],
  check_suite: ['pull_request', 'commit'],
  workflow_run: ['pull_request', 'commit'],
  status: ['commit'],
  push: ['repository', 'default_branch'],
  merge_group: ['merge_group'],
  code_scanning_alert: ['pull_request', 'commit', 'repository'],
  repository: ['repository'],
  member: ['repository'],
  team: ['repository', 'installation'],
  membership: ['repository', 'installation'],
  organization: ['repository', 'installation'],
  installation: ['installation'],
  installation_repositories: ['installation'],
};

export interface Outcome {
  readonly payloads: number;
  readonly keys: number;
  /** Kinds seen, with how often. */
  readonly seen: ReadonlyMap<string, number>;
  /** The first payload that went wrong. */
  readonly wrong: string | null;
}

const name = /^[A-Za-z0-9._-]{1,100}$/;

function fault(event: string, key: Key): string | null {
  if (!(kinds[event] ?? []).includes(key.kind)) return `a key of kind ${key.kind}`;
  if (key.kind === 'sweep' || key.kind === 'installation_sweep') return 'a key of the schedule';
  if (key.kind === 'installation') return Number.isSafeInteger(key.id) && key.id > 0 ? null : 'a bad id';
  if (!name.test(key.owner) || !name.test(key.repo) || ['.', '..'].includes(key.repo)) return 'a bad name';
  if (key.kind === 'pull_request' && !(key.number > 0)) return 'a bad number';
  return keyText(key) === '' ? 'no text' : null;
}

/** Every example, changed that many times each, through the router. */
export function routeMutations(seed: number, times: number): Outcome {
  const roll = dice(seed);
  const seen = new Map<string, number>();
  let payloads = 0;
  let keys = 0;
  for (const { event, action, payload } of examples()) {
    for (let count = 0; count < times; count += 1) {
      const changed = count === 0 ? payload : mutated(payload, roll);
      payloads += 1;
      try {
        for (const key of keysOf(event, changed, 7)) {
          keys += 1;
          seen.set(key.kind, (seen.get(key.kind) ?? 0) + 1);
          const wrong = fault(event, key);
          if (wrong !== null) return { payloads, keys, seen, wrong: `${event}.${action} #${count}: ${wrong}` };
        }
      } catch (error) {
        return { payloads, keys, seen, wrong: `${event}.${action} #${count}: ${String(error)}` };
      }
    }
  }
  return { payloads, keys, seen, wrong: null };
}
