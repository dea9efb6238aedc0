import type { InstalledApp } from '../driver/apps.ts';
import type { Sandbox } from '../server.ts';
import type { Organization, Team, User } from '../state/identity.ts';
import type { Repository, Ruleset } from '../state/repository.ts';
import { sampleFiles } from './files.ts';

export type PersonName = 'alice' | 'bob' | 'carol' | 'dan' | 'erin' | 'frank' | 'grace';
export type TeamName = 'engineering' | 'safety-review' | 'platform' | 'release' | 'runtime';

/** The sample world: an organisation `acme` with people, teams, the repository `agents` and the installed App. */
export interface Sample {
  readonly organization: Organization;
  readonly people: Readonly<Record<PersonName, User>>;
  readonly teams: Readonly<Record<TeamName, Team>>;
  readonly repository: Repository;
  readonly installed: InstalledApp;
  /** Requires the check `rollout-gate`, pinned to the installed App; Grace may bypass it. */
  readonly ruleset: Ruleset;
}

export interface SampleOptions {
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
  /** Text of the policy on the default branch. Default: the sample's own. */
  readonly policy?: string;
}

/** No pull requests yet. Alice, Bob and Erin engineer, Carol reviews safety, Dan runs the platform, Frank releases. */
export async function seedSample(sandbox: Sandbox, given: SampleOptions = {}): Promise<Sample> {
  const { policy, ...options } = given;
  const organization = sandbox.createOrganization({ login: 'acme', name: 'Acme' });
  const person = (login: PersonName, name: string): User => {
    const user = sandbox.createUser({ login, name });
    sandbox.addMember(organization, user, login === 'grace' ? 'admin' : 'member');
    return user;
  };
  const people = {
    alice: person('alice', 'Alice Author'),
    bob: person('bob', 'Bob Builder'),
    carol: person('carol', 'Carol Careful'),
    dan: person('dan', 'Dan Deploy'),
    erin: person('erin', 'Erin Engineer'),
    frank: person('frank', 'Frank Freeze'),
    grace: person('grace', 'Grace Guardian'),
  };
  const team = (slug: TeamName, members: readonly User[]): Team => sandbox.createTeam(organization, { slug, members });
  const teams = {
    engineering: team('engineering', [people.alice, people.bob, people.erin]),
    'safety-review': team('safety-review', [people.carol, people.grace]),
    platform: team('platform', [people.dan]),
    release: team('release', [people.frank]),
    runtime: team('runtime', [people.erin, people.dan]),
  };
  const repository = await sandbox.createRepository({
    owner: organization,
    name: 'agents',
    files: { ...sampleFiles, ...(policy === undefined ? {} : { '.github/rollout-gate.yml': policy }) },
  });
  for (const one of Object.values(teams)) sandbox.grantTeam(repository, one, 'write');
  sandbox.grantTeam(repository, teams.release, 'maintain');
  const installed = sandbox.installApp({ owner: organization, slug: 'rollout-gate', ...options });
  const ruleset = sandbox.createRuleset(repository, {
    bypass: [people.grace],
    rules: [
      {
        type: 'required_status_checks',
        parameters: {
          required_status_checks: [{ context: 'rollout-gate', integration_id: installed.app.id }],
          strict_required_status_checks_policy: false,
        },
      },
    ],
  });
  return { organization, people, teams, repository, installed, ruleset };
}
