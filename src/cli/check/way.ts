import type { PolicyLocation } from '../../settings/policy-location.ts';
import { organizationNamed } from '../organization-option.ts';
import { UsageError } from '../terminal.ts';

/** The three ways to say what is to be judged. */
export type Way =
  | { readonly kind: 'capsule'; readonly file: string }
  | {
      readonly kind: 'pull_request';
      readonly owner: string;
      readonly repo: string;
      readonly number: number;
      /** The organisation's defaults; null = there are none. */
      readonly organization: PolicyLocation | null;
    }
  | { readonly kind: 'checkout'; readonly base: string; readonly head: string; readonly evidence: string | null };

/** The options of `check` that name what is judged, as given. */
export interface WayWords {
  readonly capsule: string | undefined;
  readonly pr: string | undefined;
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly evidence: string | undefined;
  readonly organizationPolicy: string | undefined;
}

/** Exactly one way, or UsageError. */
export function wayOf({ capsule, pr, base, head, evidence, organizationPolicy }: WayWords): Way {
  const isLocal = base !== undefined || head !== undefined;
  const given = [capsule !== undefined && '--capsule', pr !== undefined && '--pr', isLocal && '--base and --head'];
  const ways = given.filter((one) => one !== false);
  if (ways.length !== 1) {
    const said = ways.length === 0 ? 'none was given' : `${ways.join(' with ')} was given`;
    throw new UsageError(`Say what to judge by one of --capsule, --pr, or --base and --head; ${said}.`);
  }
  if (evidence !== undefined && !isLocal) throw new UsageError('--evidence goes with --base and --head only.');
  if (organizationPolicy !== undefined && pr === undefined) {
    throw new UsageError('--organization-policy goes with --pr only.');
  }
  if (capsule !== undefined) return { kind: 'capsule', file: capsule };
  if (pr !== undefined) return { ...pullRequest(pr), organization: organizationNamed(organizationPolicy) };
  if (base === undefined || head === undefined) throw new UsageError('--base and --head go together.');
  return { kind: 'checkout', base, head, evidence: evidence ?? null };
}

function pullRequest(text: string): Omit<Extract<Way, { kind: 'pull_request' }>, 'organization'> {
  const [, owner, repo, number] = /^([A-Za-z0-9-]{1,39})\/([\w.-]{1,100})#([1-9]\d{0,9})$/.exec(text) ?? [];
  if (owner === undefined || repo === undefined || number === undefined) {
    throw new UsageError(`--pr takes OWNER/REPO#N, and ${JSON.stringify(text)} is not of that form.`);
  }
  return { kind: 'pull_request', owner, repo, number: Number(number) };
}
