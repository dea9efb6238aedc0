import { matterOf, type Matter } from '../core/change/matter.ts';
import { countedRecords, type Proposal, proposalsOf } from '../core/change/proposal.ts';
import { fileCandidates, isGlob } from '../core/evidence/file.ts';
import { signalPolicy } from '../core/evidence/signal.ts';
import type { Judgement } from '../core/judgement.ts';
import { keptFor } from '../core/kept.ts';
import type { EffectivePolicy, Person, SignalSource, Snapshot } from '../generated/types.ts';
import { prepareJudgement } from '../records/judgement.ts';
import { unique } from './once.ts';
import { ownersOf, usesCodeowners } from './owner-needs.ts';
import { acted, distinct, olderWords, waiving } from './people-needs.ts';
import { type Needs, noNeeds } from './ports/needs.ts';
import { type RoleSources, roleSources } from './role-sources.ts';

/**
 * What the judgement of a snapshot needs besides what every pull request has. It asks for all that the policy's roles are
 * made of rather than only for the demanded ones: most records then cost no further request. `asking` are people whose
 * standing is wanted whatever the pull request is: who gives a command on it.
 */
export function needsOf(snapshot: Snapshot, asking: readonly Person[] = []): Needs {
  const judgement = prepareJudgement(snapshot);
  const policy = judgement.policy?.effective ?? null;
  // Who gives a command is asked about all the same: a stop is heard whatever the policy is.
  if (policy === null) return { ...noNeeds, permissions: distinct(asking) };
  const matter = matterOf(snapshot, policy);
  const beside = asking.length === 0 ? noNeeds : standingOf(asking, judgement, matter);
  if (snapshot.pull_request.state !== 'open') return beside;
  const records = [...matter.records].sort();
  if (matter.detection.known && matter.detection.detected.length === 0 && records.length === 0) return beside;
  const proposals = proposalsOf(judgement, countedRecords(judgement, matter), matter);
  const sources = signalSources(proposals, policy);
  const roles = rolesOf(proposals, judgement, matter);
  return {
    governed: true,
    ...holdersOf(roles, matter),
    permissions: distinct([...(roles.permission ? acted(snapshot) : []), ...waiving(snapshot), ...asking]),
    records,
    reviewed: olderWords(snapshot),
    files: filesOf(proposals, records, matter),
    checks: unique(sources.flatMap(({ name, source }) => (source.kind === 'job' ? [source.name, name] : []))),
    statuses: unique(sources.flatMap(({ source }) => (source.kind === 'status' ? source.context : []))),
    reports: reportsOf(sources),
    issues_label: policy.findings.issues?.label ?? null,
    code_scanning:
      policy.findings.code_scanning !== null || sources.some(({ source }) => source.kind === 'code_scanning'),
    codeowners: usesCodeowners(policy),
    change_ids: unique(recorded(proposals).map(({ change_id }) => change_id)),
    bundle_ids: unique(recorded(proposals).flatMap(({ bundle_id }) => bundle_id ?? [])),
  };
}

/** Both lists as one, each name once and in order, as each of them is already. */
function together(some: readonly string[], others: readonly string[]): readonly string[] {
  return others.length === 0 ? some : unique([...some, ...others]);
}

/** Whether people hold a role or a permission, and nothing else. */
function standingOf(asking: readonly Person[], judgement: Judgement, matter: Matter): Needs {
  const roles = rolesOf([], judgement, matter);
  return {
    ...noNeeds,
    ...holdersOf(roles, matter),
    permissions: distinct(asking),
    codeowners: usesCodeowners(matter.policy),
  };
}

/** Teams and accounts that hold roles, by name or by CODEOWNERS. */
function holdersOf(roles: RoleSources, matter: Matter): Pick<Needs, 'teams' | 'users'> {
  const { teams, users } = ownersOf(matter);
  return {
    teams: matter.snapshot.repository.owner_type === 'User' ? [] : together(roles.teams, teams),
    users: together(roles.users, users),
  };
}

/** Proposals that stand in records: one made from the diff uses no id of anybody's. */
function recorded(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.filter(({ change, rollout }) => change !== null || rollout !== null);
}

interface NamedSource {
  readonly name: string;
  readonly source: SignalSource;
}

function signalSources(proposals: readonly Proposal[], policy: EffectivePolicy): readonly NamedSource[] {
  const names = new Set<string>();
  for (const { demands } of proposals) {
    for (const { name } of demands.signals) names.add(name);
    for (const { name } of demands.blockers) names.add(name);
  }
  return [...names].sort().map((name) => ({ name, source: signalPolicy(name, policy).source }));
}

/** The policy's roles, and the teams behind names that records use and the policy doesn't define. */
function rolesOf(proposals: readonly Proposal[], judgement: Judgement, { policy, snapshot }: Matter): RoleSources {
  const named = new Set<string>();
  for (const { demands } of proposals) for (const { role } of demands.reviews) named.add(role);
  for (const { record } of judgement.changes) {
    for (const name of [record?.owner, record?.session_control_owner, record?.emergency_freeze_owner]) {
      if (typeof name === 'string') named.add(name);
    }
  }
  for (const { record } of judgement.rollouts) for (const name of record?.decided_by ?? []) named.add(name);
  return roleSources(policy, snapshot.repository, named);
}

/**
 * Artifacts of records that the diff says nothing about, and files that are signals: those of all signals in the policy,
 * because asking with the records costs nothing, and asking after them a request.
 */
function filesOf(proposals: readonly Proposal[], records: readonly string[], matter: Matter): Needs['files'] {
  const { list } = matter.snapshot.files;
  const artifacts = proposals
    .flatMap(({ change }) => change?.artifacts ?? [])
    .filter((artifact) => !list.some(({ path }) => path === artifact));
  const { plain, patterns } = filesNamed(matter.policy);
  if (artifacts.length + plain.length + patterns.length === 0) return [];
  const folders = unique([
    ...records.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))),
    ...proposals.map(({ folder }) => folder),
  ]);
  const found = patterns.flatMap((pattern) => fileCandidates(pattern, folders, matter).slice(0, mostCandidates));
  return [
    ...unique(artifacts).map((path) => ({ path, text: false })),
    ...unique([...plain, ...found]).map((path) => ({ path, text: true })),
  ];
}

/** What the policy's signals name as files. */
const filesNamed = keptFor(({ signals }: EffectivePolicy) => {
  const paths = Object.values(signals).flatMap(({ source }) => (source.kind === 'file' ? source.path : []));
  return { plain: paths.filter((path) => !isGlob(path)), patterns: paths.filter(isGlob) };
});

/** More files than this that one signal could mean are not looked at: it then waits unless one of them settles it. */
const mostCandidates = 20;

function reportsOf(sources: readonly NamedSource[]): Needs['reports'] {
  const reports = sources.flatMap(({ source }) =>
    source.kind === 'report'
      ? [{ workflow: source.workflow, artifact: source.artifact, baseline: source.compare !== null }]
      : [],
  );
  const withBaseline = reports.toSorted((a, b) => Number(b.baseline) - Number(a.baseline));
  return withBaseline.filter(
    (report, index) =>
      withBaseline.findIndex((one) => one.workflow === report.workflow && one.artifact === report.artifact) === index,
  );
}
