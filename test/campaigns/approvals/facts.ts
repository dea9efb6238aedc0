import type { PatchFact, Person, ReviewFact, Snapshot } from '../../../src/generated/types.ts';
import { commit, filesOf, patch, patchFile, people, policyOf, role, snapshotOf } from '../../core/change/facts.ts';
import type { Step } from './history.ts';
import type { NaiveRole } from './model.ts';

const { ann, bob, carol, dan, erin, frank } = people;
const byId = new Map([ann, bob, carol, dan, erin, frank].map((person) => [person.id, person]));
export const actors = [...byId.keys()];
export const author = ann.id;

/** The same four roles for the model and for the policy. */
export const roles: readonly NaiveRole[] = [
  {
    name: 'safety',
    members: [carol.id, dan.id, erin.id],
    needed: 1,
    onlyRuntime: false,
    ownersOfRuntime: [],
    closed: false,
  },
  {
    name: 'security',
    members: [dan.id, erin.id, frank.id],
    needed: 2,
    onlyRuntime: false,
    ownersOfRuntime: [],
    closed: false,
  },
  { name: 'runtime', members: [bob.id, erin.id], needed: 1, onlyRuntime: true, ownersOfRuntime: [], closed: true },
  {
    name: 'owners',
    members: [carol.id, frank.id],
    needed: 1,
    onlyRuntime: false,
    ownersOfRuntime: [bob.id, erin.id],
    closed: true,
  },
];
export const policy = policyOf({
  roles: {
    safety: role({ teams: ['safety'] }),
    security: role({ teams: ['security'], approvals: 2 }),
    runtime: role({ codeowners: ['runtime/**'] }),
    owners: role({ codeowners: ['prompts/**', 'runtime/**'] }),
  },
});
export const demands = roles.map(({ name }) => ({ role: name, demanded_by: ['record'] }));

/** The facts as GitHub shows them when a history is over. */
export function factsOf(steps: readonly Step[]): Snapshot {
  const reviews: ReviewFact[] = [];
  const pushed = [{ sha: shaOf(0), prompts: 1, runtime: 0, runs: false }];
  const makers: Person[] = [];
  const pushers: Person[] = [ann];
  const baseChanges: string[] = [];
  let head = pushed[0] ?? { sha: shaOf(0), prompts: 1, runtime: 0, runs: false };
  steps.forEach((step, index) => {
    const at = new Date(Date.UTC(2026, 3, 7, 11, index)).toISOString();
    const who = 'who' in step ? byId.get(step.who) : undefined;
    switch (step.act) {
      case 'push':
      case 'force_push': {
        const earlier = step.act === 'force_push' ? (pushed[step.to % pushed.length] ?? head) : step;
        const isOld = step.act === 'force_push' && step.sameCommit && 'sha' in earlier;
        const sha = isOld ? earlier.sha : shaOf(pushed.length);
        const { runs } = step.act === 'force_push' && 'runs' in earlier ? earlier : head;
        head = { sha, prompts: earlier.prompts, runtime: earlier.runtime, runs };
        pushed.push(head);
        if (who !== undefined) pushers.push(who);
        break;
      }
      case 'turn':
      case 'bring': {
        const sha = shaOf(pushed.length);
        if (step.act === 'turn') head = { ...head, sha, runs: !head.runs };
        else head = { sha, prompts: step.prompts, runtime: step.runtime, runs: head.runs };
        pushed.push(head);
        if (who !== undefined) pushers.push(who);
        const maker = step.act === 'bring' ? byId.get(step.maker) : undefined;
        if (maker !== undefined) makers.push(maker);
        break;
      }
      case 'retarget':
        baseChanges.push(at);
        break;
      case 'dismiss': {
        const last = reviews.findLastIndex(
          ({ person, state }) => person?.id === step.who && (state === 'approved' || state === 'changes_requested'),
        );
        // GitHub dismisses every review of a person whose last word is taken back by hand, one press each.
        for (let at = last; at >= 0; at -= 1) {
          const found = reviews[at];
          if (found?.person?.id === step.who && found.state !== 'commented')
            reviews[at] = { ...found, state: 'dismissed' };
        }
        break;
      }
      default: {
        const state = ({ approve: 'approved', object: 'changes_requested', comment: 'commented' } as const)[step.act];
        reviews.push({ id: index + 1, person: who ?? null, state, commit: head.sha, submitted_at: at });
      }
    }
  });
  const paths = head.runtime > 0 ? ['prompts/a', 'runtime/x'] : ['prompts/a'];
  return snapshotOf({
    pull_request: { ...snapshotOf().pull_request, head_sha: head.sha },
    files: filesOf(...paths),
    codeowners: {
      path: 'CODEOWNERS',
      blob: '1',
      text: '/runtime/ @bob @erin\n/prompts/ @carol @frank\n',
      error_lines: [],
    },
    users: [bob, erin, carol, frank].map(({ login, id }) => ({ login, id })),
    teams: [
      { team: 'safety', readable: true, size: 20, acted: [carol.id, dan.id, erin.id] },
      { team: 'security', readable: true, size: 20, acted: [dan.id, erin.id, frank.id] },
    ],
    commits: { complete: true, list: [commit(ann, { sha: head.sha }), ...makers.map((maker) => commit(maker))] },
    pushers: { known: true, list: pushers },
    reviews: { complete: true, list: reviews },
    base_changes: baseChanges,
    patches: patchesOf(pushed),
  });
}

function patchesOf(
  pushed: readonly {
    readonly sha: string;
    readonly prompts: number;
    readonly runtime: number;
    readonly runs: boolean;
  }[],
) {
  const bySha = new Map<string, PatchFact>();
  for (const { sha, prompts, runtime, runs } of pushed) {
    const files = [patchFile('prompts/a', `prompts ${prompts}`, { head_mode: runs ? '100755' : '100644' })];
    if (runtime > 0) files.push(patchFile('runtime/x', `runtime ${runtime}`));
    bySha.set(sha, patch(sha, files));
  }
  return [...bySha.values()];
}

const shaOf = (index: number): string => (index + 16).toString(16).padStart(40, '0');
