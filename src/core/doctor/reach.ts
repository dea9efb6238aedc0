import type { Finding } from './facts.ts';
import { finding } from './finding.ts';

/** An archived repository: nothing can be written or merged there. `name`: `OWNER/REPO`. */
export function archivedFinding(name: string): Finding {
  return finding('repository_archived', `${name} is archived: nothing is judged there, and nothing can be merged.`);
}

/** A repository that the App reached and reaches no more. `name`: `OWNER/REPO`, as it was. */
export function goneFinding(name: string): Finding {
  const how = 'it was taken from the installation, transferred or deleted';
  return finding('app_not_installed', `The App no longer reaches ${name}: ${how}.`);
}

/** An installation that was there and is no more. */
export function uninstalledFinding(id: number): Finding {
  return finding('app_not_installed', `The installation ${id} is gone: the App was uninstalled.`);
}
