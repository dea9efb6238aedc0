import { entryAt } from '../git/tree.ts';
import { organizationByLogin, roleOf, teamBySlug, userByLogin } from '../state/queries.ts';
import { notFound } from '../state/refusal.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import type { Schemas } from '../views/schema.ts';

const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

type CodeownersError = Schemas['codeowners-errors']['errors'][number];

/** An owner is a user with write access, a team of the organisation with write access, or an e-mail address. */
function knownOwner(world: World, repository: Repository, owner: string): boolean {
  if (!owner.startsWith('@')) return /^[^@\s]+@[^@\s]+$/.test(owner);
  const [login, slug] = owner.slice(1).split('/');
  if (slug === undefined) {
    const user = userByLogin(world, login ?? '');
    return user !== undefined && ['write', 'maintain', 'admin'].includes(roleOf(world, repository, user.id));
  }
  const organization = organizationByLogin(world, login ?? '');
  const team = organization === undefined ? undefined : teamBySlug(world, organization.id, slug);
  return team !== undefined && ['write', 'maintain', 'admin'].includes(repository.teams.get(team.id) ?? 'none');
}

/** Errors of the CODEOWNERS file at a commit, as GitHub lists them; 404 without a file. */
export function codeownersErrors(world: World, repository: Repository, sha: string): CodeownersError[] {
  const { git } = repository;
  const tree = git.commit(sha)?.tree ?? '';
  const path = places.find((place) => entryAt(git, tree, place) !== undefined);
  if (path === undefined) throw notFound();
  const text = new TextDecoder().decode(git.blob(entryAt(git, tree, path)?.sha ?? ''));
  return text.split('\n').flatMap((source, index): CodeownersError[] => {
    const rule = source.replace(/(^|\s)#.*$/, '').trim();
    if (rule === '') return [];
    const [pattern = '', ...owners] = rule.split(/\s+/);
    const at = (kind: string, token: string, suggestion: string): CodeownersError => ({
      line: index + 1,
      column: source.indexOf(token) + 1,
      kind,
      source,
      suggestion,
      message: `${kind} on line ${index + 1}: ${suggestion}\n\n  ${source}\n  ${' '.repeat(source.indexOf(token))}^`,
      path,
    });
    // documented: `!` and `[ ]` of gitignore do not work here
    if (/^!|[[\]]/.test(pattern)) return [at('Invalid pattern', pattern, 'Did you mean a pattern without ! or [ ]?')];
    return owners
      .filter((owner) => !knownOwner(world, repository, owner))
      .map((owner) => at('Unknown owner', owner, `make sure ${owner} exists and has write access to the repository`));
  });
}
