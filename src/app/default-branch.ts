import { packing } from '../adapters/digest/packing.ts';
import { Fault } from '../adapters/fault.ts';
import { GithubDefaultBranchReader } from '../adapters/github/default-branch.ts';
import { GithubIncidents } from '../adapters/github/incidents.ts';
import type { ReadingMemory } from '../adapters/github/memory.ts';
import type { OrganizationPolicy } from '../adapters/github/organization-policy.ts';
import type { Transport } from '../adapters/github/transport/transport.ts';
import { policyInForce } from '../records/judgement.ts';
import { type Detected, detectBypasses } from '../reconcile/detect-bypass.ts';
import { marks } from '../reconcile/marks.ts';
import type { Clock } from '../reconcile/ports.ts';
import type { IncidentWriter, RepositoryKey } from '../reconcile/ports/default-branch.ts';
import type { Inbox } from '../reconcile/ports/inbox.ts';
import { GATE_NAME } from '../report/output.ts';
import { heldTransport } from './held.ts';

export interface DefaultBranchOptions {
  readonly inbox: Pick<Inbox, 'note' | 'keepNote'>;
  readonly memory: ReadingMemory;
  readonly clock: Clock;
  readonly app: number;
  readonly organizationPolicy: OrganizationPolicy | undefined;
}

/** Looks at what came to a default branch, from where the last look ended; a lost note only means to look further back. */
export function defaultBranchWatch({ inbox, memory, clock, app, organizationPolicy }: DefaultBranchOptions) {
  return async (
    key: RepositoryKey,
    transport: Transport,
    isHeld: () => Promise<boolean>,
  ): Promise<readonly Detected[]> => {
    const reader = new GithubDefaultBranchReader({ transport, app, gate: GATE_NAME });
    const name = `default branch ${key.owner}/${key.repo}`.toLowerCase();
    const incidents = new GithubIncidents({ transport: heldTransport(transport, isHeld), memory, app, marks });
    const writer: IncidentWriter = {
      open: async (repository, id, text) => {
        const sent = `${name} ${text.marker}`;
        await seenByReplicas(await inbox.note(sent));
        if (!(await isHeld())) throw lost();
        await inbox.keepNote(sent, String(Date.now()), Date.now());
        return incidents.open(repository, id, text);
      },
      comment: (...given) => incidents.comment(...given),
      mention: (...given) => incidents.mention(...given),
    };
    const parts = {
      reader,
      writer,
      clock,
      gate: { app, name: GATE_NAME },
      sha256: packing.sha256,
      policyOf: async (source: Parameters<typeof policyInForce>[0]) =>
        policyInForce(source, (await organizationPolicy?.()) ?? null),
    };
    const all: Detected[] = [];
    let since = await inbox.note(name);
    for (;;) {
      const detected = await detectBypasses(parts, key, since);
      all.push(detected);
      since = detected.head;
      await inbox.keepNote(name, since, Date.now());
      if (!detected.more) return all;
    }
  };
}

function lost(): Fault {
  return new Fault('lease_lost', { message: 'Another process looks at this default branch.' });
}

/** GitHub's replicas show a write at most 10 seconds late (github-facts F23). */
const lag = 12_000;

/** A process may have ended just after it made the issue: looked for too soon, it would be made again. */
async function seenByReplicas(sentAt: string | null): Promise<void> {
  const wait = Number(sentAt ?? 0) + lag - Date.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
