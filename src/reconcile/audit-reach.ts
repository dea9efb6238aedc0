import type { Finding } from '../core/doctor/facts.ts';
import { archivedFinding, goneFinding, uninstalledFinding } from '../core/doctor/reach.ts';

/** A repository of an installation, as GitHub lists it. */
export interface ReachedRepository {
  readonly id: number;
  readonly owner: string;
  readonly repo: string;
  readonly archived: boolean;
}

/** What the App reached at the last look and reaches no more: told once, since the note to keep has it no longer. */
export interface LostReach {
  readonly findings: readonly Finding[];
  readonly note: string;
}

/** Under what the ids of all installations are kept. */
export const installationsNote = 'audit installations';

/** Under what the ids of an installation's repositories that can be worked on are kept. */
export function repositoriesNote(installation: number): string {
  return `audit repositories ${installation}`;
}

/** Under what the name of a repository is kept whose policy enforced at the last look; empty = it did not. */
export function enforcedNote(repository: number): string {
  return `audit enforced ${repository}`;
}

/** Installations that are gone (github-facts F22). Ids are the keys: a renamed account is the same one. */
export function lostInstallations(note: string | null, installations: readonly { readonly id: number }[]): LostReach {
  const ids = installations.map(({ id }) => id);
  const gone = idsIn(note).filter((id) => !ids.includes(id));
  return { findings: gone.map(uninstalledFinding), note: JSON.stringify(ids) };
}

/**
 * Repositories whose policy enforced and where nothing can be judged any more: archived, taken from the installation,
 * transferred or deleted (github-facts F22). Of others nothing is said: the App is silent until a policy enforces.
 */
export async function lostRepositories(
  note: string | null,
  repositories: readonly ReachedRepository[],
  enforced: (id: number) => Promise<string | null>,
): Promise<LostReach> {
  const all = new Map(repositories.map((one) => [one.id, one]));
  const findings: Finding[] = [];
  for (const id of idsIn(note)) {
    const now = all.get(id);
    if (now !== undefined && !now.archived) continue;
    const name = await enforced(id);
    if (name === null || name === '') continue;
    findings.push(now === undefined ? goneFinding(name) : archivedFinding(`${now.owner}/${now.repo}`));
  }
  const usable = repositories.filter(({ archived }) => !archived);
  return { findings, note: JSON.stringify(usable.map(({ id }) => id)) };
}

function idsIn(note: string | null): readonly number[] {
  return note === null ? [] : (JSON.parse(note) as readonly number[]);
}
