import { Fault } from '../fault.ts';
import { git, gitIfAny } from './git.ts';

/** The commit that a name, tag or SHA means, 40 or 64 hex digits. Throws the fault `git_failed`. */
export async function commitOf(folder: string, name: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const sha = await lineOf(folder, args);
  if (sha !== null && /^[0-9a-f]{40,64}$/.test(sha)) return sha;
  throw new Fault('git_failed', { message: `There is no commit ${JSON.stringify(name)} in this checkout.` });
}

/** Where the head left the base. Throws the fault `git_failed` where the two have no common past here. */
export async function mergeBaseOf(folder: string, base: string, head: string): Promise<string> {
  const sha = await lineOf(folder, ['merge-base', base, head]);
  if (sha !== null) return sha;
  const message = `${base.slice(0, 7)} and ${head.slice(0, 7)} have no common past here; a shallow checkout needs \`git fetch --unshallow\`.`;
  throw new Fault('git_failed', { message });
}

/** The tree of a commit. */
export async function treeOf(folder: string, commit: string): Promise<string> {
  return (await git({ folder, args: ['rev-parse', '--verify', `${commit}^{tree}`] })).toString('utf8').trim();
}

/** The branch behind a name: `main` for `main`, `origin/main` and `origin/HEAD`; the name itself for a SHA or tag. */
export async function branchOf(folder: string, name: string): Promise<string> {
  const args = ['rev-parse', '--symbolic-full-name', '--verify', '--quiet', '--end-of-options', name];
  const full = (await lineOf(folder, args))?.split('\n').at(-1) ?? '';
  return /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(full)?.[1] ?? name;
}

/** The branch to compare with when nobody names one: the remote's default branch, else main or master. */
export async function likelyBase(folder: string): Promise<string> {
  for (const name of ['refs/remotes/origin/HEAD', 'refs/heads/main', 'refs/heads/master']) {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    if ((await gitIfAny({ folder, args })) !== null) return name;
  }
  const message = 'There is neither origin/HEAD nor main nor master here: name the branch to merge into with --base.';
  throw new Fault('git_failed', { message });
}

/** The first folder above that holds the checkout. Throws the fault `git_failed`. */
export async function topFolder(folder: string): Promise<string> {
  const path = await gitIfAny({ folder, args: ['rev-parse', '--show-toplevel'] });
  if (path === null) throw new Fault('git_failed', { message: `${folder} is no git checkout.` });
  return path.toString('utf8').replace(/\r?\n$/, '');
}

/** What the checkout says of its repository. */
export interface LocalRepository {
  /** Owner and name as `origin` has them; `local/<folder>` without one. */
  readonly full_name: string;
  /** null = the remote's default branch is not known here. */
  readonly default_branch: string | null;
}

export async function repositoryOf(folder: string): Promise<LocalRepository> {
  const url = (await lineOf(folder, ['config', '--get', 'remote.origin.url'])) ?? '';
  // `https://host/owner/name.git`, `git@host:owner/name`: the last two parts, never what may stand before the host.
  const named = /[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(url);
  const remote = /^(?:https?|ssh|git):\/\/|^[\w.-]+@[\w.-]+:/.test(url) ? named : null;
  const last = folder.replaceAll('\\', '/').split('/').at(-1) ?? '';
  const head = await lineOf(folder, ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD']);
  return {
    full_name: remote === null ? `local/${last === '' ? 'checkout' : last}` : `${remote[1]}/${remote[2]}`,
    default_branch: head?.replace('refs/remotes/origin/', '') ?? null,
  };
}

async function lineOf(folder: string, args: readonly string[]): Promise<string | null> {
  const answer = (await gitIfAny({ folder, args }))?.toString('utf8').trim() ?? '';
  return answer === '' ? null : answer;
}
