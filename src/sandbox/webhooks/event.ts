import type { Organization, User } from '../state/identity.ts';
import type { Repository } from '../state/repository.ts';

/** Something that happened, before it is known which Apps hear of it. */
export interface HookEvent {
  readonly event: string;
  readonly action: string | null;
  /** null for events of an installation or organisation itself. */
  readonly repository: Repository | null;
  readonly sender: User;
  /** What is special to the event; action, repository, sender, organization, installation are added. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Of an event about an organisation: whose installations hear of it. */
  readonly organization?: Organization;
  readonly onlyInstallationId?: number;
  /** Only this App hears of it (its own check suites, its own installation). */
  readonly onlyAppId?: number;
}
