import { recordPaths } from '../core/change/surfaces/record-paths.ts';
import type { Judgement, ReadPolicy, ReadRecord } from '../core/judgement.ts';
import { type ProblemCode, problems as meanings } from '../generated/codes.ts';
import type {
  ChangeRecord,
  EffectivePolicy,
  PolicySource,
  Problem,
  RolloutRecord,
  Snapshot,
  TextFact,
} from '../generated/types.ts';
import { parseChange } from './change/record.ts';
import { type Blob, memoizeByBlob } from './memo.ts';
import { readPolicy } from './policy/reader.ts';
import type { Parsed } from './problem.ts';
import { parseRollout } from './rollout/record.ts';

/** How texts are read: with a memory (`sharedReaders`) or without (`plainReaders`). */
export interface Readers {
  change(blob: Blob, path: string): Parsed<ChangeRecord>;
  rollout(blob: Blob, path: string): Parsed<RolloutRecord>;
  policy(policy: ReadablePolicy, organization: ReadablePolicy | null): ReadPolicy;
}

type ReadablePolicy = PolicySource & { readonly text: string };

/** Reads every text anew: for snapshots from a file, whose blob ids nobody vouches for. */
export const plainReaders: Readers = {
  change: ({ text }, path) => parseChange(text, path),
  rollout: ({ text }, path) => parseRollout(text, path),
  policy: readPolicySource,
};

/** Remembers what became of a blob: for snapshots read from GitHub, where a blob id stands for its bytes. */
export function rememberingReaders(): Readers {
  const policies = new Map<string, readonly RememberedPolicy[]>();
  let count = 0;
  return {
    change: memoizeByBlob(parseChange),
    rollout: memoizeByBlob(parseRollout),
    policy(policy, organization) {
      const known = policies
        .get(policy.blob)
        ?.find((one) => isSameSource(one.policy, policy) && isSameSource(one.organization, organization));
      if (known !== undefined) return known.read;
      if (count >= MAX_POLICIES) {
        policies.clear();
        count = 0;
      }
      count += 1;
      const read = readPolicySource(policy, organization);
      const found = { policy: nameOf(policy), organization: organization && nameOf(organization), read };
      policies.set(policy.blob, [...(policies.get(policy.blob) ?? []), found]);
      return read;
    },
  };
}

const MAX_POLICIES = 200;

/** What a text is told by: its bytes, and where problems in it are said to be. */
type SourceName = Pick<PolicySource, 'blob' | 'repository' | 'path'>;

interface RememberedPolicy {
  readonly policy: SourceName;
  readonly organization: SourceName | null;
  readonly read: ReadPolicy;
}

function nameOf({ blob, repository, path }: SourceName): SourceName {
  return { blob, repository, path };
}

function isSameSource(a: SourceName | null, b: SourceName | null): boolean {
  if (a === null || b === null) return a === b;
  // Found by the blob: that is the same, the repository mostly isn't.
  return a.repository === b.repository && a.path === b.path && a.blob === b.blob;
}

const sharedReaders = rememberingReaders();

/** Turns the texts of a snapshot into typed values: the input of `decide`. */
export function prepareJudgement(snapshot: Snapshot, readers: Readers = sharedReaders): Judgement {
  const policy = readSnapshotPolicy(snapshot, readers);
  const { isChange, isRollout } = recordPaths(policy?.effective ?? DEFAULT_PATHS);
  const changes: ReadRecord<ChangeRecord>[] = [];
  const rollouts: ReadRecord<RolloutRecord>[] = [];
  for (const fact of snapshot.records) {
    if (isChange(fact.path)) changes.push(readRecord(fact, readers.change));
    else if (isRollout(fact.path)) rollouts.push(readRecord(fact, readers.rollout));
  }
  return { snapshot, policy, changes, rollouts };
}

/** The policy that a file makes, with the organisation's defaults; null = it can't be used. */
export function policyInForce(source: PolicySource, organization: PolicySource | null): EffectivePolicy | null {
  return effectiveOf(source, organization, sharedReaders);
}

/** The same of a text whose blob id isn't known. */
export function policyAsRead(source: PolicySource, organization: PolicySource | null): EffectivePolicy | null {
  return effectiveOf(source, organization, plainReaders);
}

function effectiveOf(
  source: PolicySource,
  organization: PolicySource | null,
  readers: Readers,
): EffectivePolicy | null {
  if (!hasText(source) || (organization !== null && !hasText(organization))) return null;
  return readers.policy(source, organization).effective;
}

/** Where records live unless the policy says otherwise; used also while the policy can't be read. */
const DEFAULT_PATHS = {
  records: {
    change: ['change.yaml', 'changes/*/change.yaml'],
    rollout: ['rollout.yaml', 'changes/*/rollout.yaml'],
  },
};

function readSnapshotPolicy(
  { policy, organization_policy: organization }: Snapshot,
  readers: Readers,
): ReadPolicy | null {
  if (policy === null) return null;
  if (!hasText(policy) || (organization !== null && !hasText(organization))) {
    const unread = [policy, organization].filter((source) => source !== null && source.text === null);
    return {
      effective: null,
      problems: unread.flatMap((source) => (source === null ? [] : [unavailable(sourcePath(source, policy))])),
    };
  }
  return readers.policy(policy, organization);
}

function hasText(source: PolicySource): source is ReadablePolicy {
  return source.text !== null;
}

function readPolicySource(policy: ReadablePolicy, organization: ReadablePolicy | null): ReadPolicy {
  if (organization === null) return readPolicy(policy.text, policy.path);
  const below = { text: organization.text, path: sourcePath(organization, policy) };
  return readPolicy(policy.text, policy.path, { organization: below });
}

/** The organisation's file is in another repository: its name tells its lines from those of this repository. */
function sourcePath(source: PolicySource, policy: PolicySource): string {
  return source.repository === policy.repository ? source.path : `${source.repository}:${source.path}`;
}

function readRecord<T>(fact: TextFact, parse: (blob: Blob, path: string) => Parsed<T>): ReadRecord<T> {
  const { path, at, commit, blob, text } = fact;
  const { record, problems } =
    text === null ? { record: null, problems: [unavailable(path)] } : parse({ sha: blob, text }, path);
  return { path, folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))), at, commit, record, problems };
}

function unavailable(file: string): Problem & { readonly code: ProblemCode } {
  const { means: message, next: hint } = meanings.text_unavailable;
  const where = { file, line: 1, column: 1, end_line: 1, end_column: 1 };
  return { code: 'text_unavailable', pointer: '', severity: 'error', message, hint, where };
}
