import type { Inbox } from '../reconcile/ports/inbox.ts';

/** Changes of what installations grant, told to every process on the store. */
export interface GrantChanges {
  /** A delivery tells of one: kept before anything is done for it. */
  readonly tell: (installationId: number, delivery: string) => Promise<void>;
  /** Whether one was told of since this process asked last. */
  readonly isNew: (installationId: number) => Promise<boolean>;
}

export function grantChanges(inbox: Pick<Inbox, 'note' | 'keepNote'>): GrantChanges {
  const name = (installationId: number): string => `grants of installation ${installationId}`;
  const known = new Map<number, string | null>();
  return {
    tell: (installationId, delivery) => inbox.keepNote(name(installationId), delivery, Date.now()),
    isNew: async (installationId) => {
      const note = await inbox.note(name(installationId));
      const before = known.get(installationId);
      known.set(installationId, note);
      // Who asks for the first time has kept nothing yet.
      return before !== undefined && before !== note;
    },
  };
}
