import type { Decision, EffectivePolicy, Person, Review, Snapshot } from '../../../generated/types.ts';
import { excludedPeople } from './exclusion.ts';
import { latestOpinions } from './opinion.ts';
import { membershipOf, type People } from './people.ts';
import { resolveRole, type Role } from './role.ts';

/** Whom to ask for one required review. Nobody at all = the role is held by people whom no review request reaches. */
export interface ReviewRequest {
  readonly role: string;
  /** Slugs. */
  readonly teams: readonly string[];
  readonly users: readonly Pick<Person, 'id' | 'login'>[];
  /** Whether a path is the role's: its patch is the one on these paths. */
  readonly inScope: (path: string) => boolean;
}

/**
 * The reviews that are to be asked for now: of a pull request that is ready, on which its author can mend nothing more, by
 * people whose approval would count and who have not spoken on this head (DESIGN 6). Whether they were asked before is not
 * known here.
 */
export function reviewRequests(
  decision: Decision,
  policy: EffectivePolicy,
  snapshot: Snapshot,
): readonly ReviewRequest[] {
  const { state, draft } = snapshot.pull_request;
  const isAuthorsTurn = decision.next_actions.some(({ by }) => by === 'author');
  if (state !== 'open' || draft || isAuthorsTurn || decision.unsatisfiable) return [];
  const isBinding = ({ role }: Review): boolean =>
    decision.reasons.some(
      ({ code, subject, mode }) => roleCodes.includes(code) && subject === `role:${role}` && mode === 'enforce',
    );
  return decision.reviews.filter(isBinding).map((review) => {
    const role = resolveRole(review.role, policy, snapshot);
    const { teams, users } = review.state === 'changes_requested' ? objectors(role, snapshot) : holders(role, review);
    return { role: review.role, teams, users: mayAnswer(users, snapshot), inScope: role.inScope };
  });
}

const roleCodes: readonly string[] = ['review_missing', 'review_changes_requested'];

interface Asked {
  readonly teams: readonly string[];
  readonly users: readonly number[];
}

/** Who asked for changes: nobody else can settle it. */
function objectors({ holders: people }: Role, { reviews, permissions }: Snapshot): Asked {
  const objections = latestOpinions(reviews.list).filter(({ state }) => state === 'changes_requested');
  const users = objections.map(({ person }) => person.id);
  return { teams: [], users: users.filter((id) => membershipOf(id, people, permissions) === 'member') };
}

/** The holders of the role, of those groups alone that nobody has approved for. */
function holders({ groups }: Role, { given }: Review): Asked {
  const isOpen = (people: People): boolean =>
    !given.some(
      ({ person }) => people.users.has(person.id) || people.teams.some(({ acted }) => acted.includes(person.id)),
    );
  const open = groups.map(({ people }) => people).filter((people) => groups.length === 1 || isOpen(people));
  return {
    teams: [...new Set(open.flatMap(({ teams }) => teams.map(({ team }) => team)))].sort(),
    users: [...new Set(open.flatMap(({ users }) => [...users]))],
  };
}

/** GitHub refuses to ask the author, and nobody is asked whose word wouldn't count or who has spoken on this head. */
function mayAnswer(ids: readonly number[], snapshot: Snapshot): ReviewRequest['users'] {
  const excluded = excludedPeople(snapshot);
  const { head_sha } = snapshot.pull_request;
  const spoke = (id: number): boolean =>
    snapshot.reviews.list.some(({ person, commit }) => person?.id === id && commit === head_sha);
  const known = [...snapshot.users, ...snapshot.reviews.list.flatMap(({ person }) => person ?? [])];
  return ids
    .filter((id) => !excluded.has(id) && !spoke(id))
    .flatMap((id) => {
      const login = known.find((user) => user.id === id)?.login;
      return login === undefined ? [] : [{ id, login }];
    })
    .toSorted((a, b) => a.id - b.id);
}
