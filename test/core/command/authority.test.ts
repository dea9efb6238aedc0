import { describe, expect, test } from 'vitest';
import { type About, authorityOf, takesOf } from '../../../src/core/command/authority.ts';
import { type StandingFacts, standingOf } from '../../../src/core/command/standing.ts';
import { type Verb, verbs } from '../../../src/core/command/verb.ts';
import type { EffectivePolicy, Permission, Person } from '../../../src/generated/types.ts';
import { earlier, judgementOf, people, snapshotOf } from '../../support/snapshot.ts';

const policyOf = (more = ''): EffectivePolicy => {
  const text = `version: 1
roles:
  engineering: { teams: [engineering] }
  safety: { teams: [safety-review], aliases: [safety_owner] }
  platform: { users: [erin] }
  release: { teams: [safety-review], permission: maintain }
signals:
  drilled: { attested_by: safety }
${more}`;
  const effective = judgementOf({ policy: text }).policy?.effective;
  if (effective === null || effective === undefined) throw new Error('the policy of the test has errors');
  return effective;
};

/** Everything that somebody may be here, one at a time. */
interface Relation {
  readonly permission?: Permission | 'none' | null;
  readonly teams?: readonly string[];
  readonly is_author?: boolean;
  readonly blocked?: readonly Person[];
  readonly person?: Person;
  readonly about?: Partial<About>;
  readonly unreadable?: readonly string[];
}

const dan = people.dan;

const relations = {
  stranger: { permission: 'none' },
  'nobody whose permission was read': { permission: null },
  reader: { permission: 'read' },
  triager: { permission: 'triage' },
  author: { permission: 'read', is_author: true },
  writer: { permission: 'write' },
  'writer who blocked it': { permission: 'write', blocked: [dan] },
  'writer who blocked it with another': { permission: 'write', blocked: [dan, people.bob] },
  'writer whose waiver it is': { permission: 'write', about: { is_own_waiver: true } },
  maintainer: { permission: 'maintain' },
  admin: { permission: 'admin' },
  'holder of safety': { permission: 'read', teams: ['safety-review'] },
  'holder of engineering': { permission: 'none', teams: ['engineering'] },
  'holder by name': { permission: 'read', person: people.erin },
  'holder of a role that nobody can read': { permission: 'none', unreadable: ['safety-review'] },
  'writer beside roles that nobody can read': { permission: 'write', unreadable: ['safety-review'] },
  bot: { permission: 'admin', person: { ...dan, type: 'Bot' }, teams: ['safety-review'] },
} as const satisfies Record<string, Relation>;

type RelationName = keyof typeof relations;

function factsOf(
  { permission = 'none', teams: held = [], is_author = false, blocked = [], unreadable = [] }: Relation,
  person: Person,
): StandingFacts {
  const snapshot = snapshotOf();
  const known = ['engineering', 'safety-review', 'release'];
  return {
    roles: {
      ...snapshot,
      teams: known.map((team) => ({
        team,
        readable: !unreadable.includes(team),
        size: 3,
        acted: held.includes(team) ? [person.id] : [],
      })),
      permissions: permission === null ? [] : [{ person: person.id, permission }],
    },
    author: is_author ? person : people.ada,
    blocks: blocked.map((by, index) => ({ entry: index + 1, person: by, reason: 'x', at: earlier })),
  };
}

function answerTo(verb: Verb, name: RelationName, policy: EffectivePolicy): string {
  const relation: Relation = relations[name];
  const person = relation.person ?? dan;
  const standing = standingOf(person, factsOf(relation, person), policy);
  const about = { attester: 'safety', is_second: false, is_own_waiver: false, ...relation.about };
  return authorityOf(verb, standing, policy, about).kind;
}

/** Letters by verb, in the order of `order`: `+` may, `-` is refused, `.` hears nothing. */
const order = Object.keys(verbs) as Verb[];
const marks: Readonly<Record<string, string>> = { may: '+', refused: '-', silent: '.' };

function rowsOf(policy: EffectivePolicy): Record<string, string> {
  const names = Object.keys(relations) as RelationName[];
  return Object.fromEntries(
    names.map((name) => [name, order.map((verb) => marks[answerTo(verb, name, policy)]).join(' ')]),
  );
}

describe('the table of who may do what: every verb x everything that somebody may be', () => {
  test('the verbs, in order', () => {
    expect(order.join(' ')).toBe('recheck explain status help block unblock attest waive revoke resume resolve');
  });

  test('without a word of the policy', () => {
    //                                            re ex st he bl un at wa re re re
    expect(rowsOf(policyOf())).toEqual({
      stranger: '. . . . . . . . . . .',
      'nobody whose permission was read': '. . . . . . . . . . .',
      reader: '. . . . . . . . . . .',
      triager: '. . . . . . . . . . .',
      author: '+ + + + - - - - - - -',
      writer: '+ + + + + - - - - - -',
      'writer who blocked it': '+ + + + + + - - - - -',
      'writer who blocked it with another': '+ + + + + - - - - - -',
      'writer whose waiver it is': '+ + + + + - - - + - -',
      maintainer: '+ + + + + + - + + + +',
      admin: '+ + + + + + - + + + +',
      'holder of safety': '+ + + + - - + - - - -',
      'holder of engineering': '+ + + + - - - - - - -',
      'holder by name': '+ + + + - - - - - - -',
      'holder of a role that nobody can read': '. . . . . . . . . . .',
      'writer beside roles that nobody can read': '+ + + + + - - - - - -',
      bot: '. . . . . . . . . . .',
    });
  });

  test('with roles for everything', () => {
    const policy = policyOf(
      'commands: { block: [safety], unblock: [safety], attest: [platform], waive: [platform], resume: [safety], resolve: [engineering], override: [platform] }',
    );
    expect(rowsOf(policy)).toEqual({
      stranger: '. . . . . . . . . . .',
      'nobody whose permission was read': '. . . . . . . . . . .',
      reader: '. . . . . . . . . . .',
      triager: '. . . . . . . . . . .',
      author: '+ + + + - - - - - - -',
      writer: '+ + + + - - - - - - -',
      'writer who blocked it': '+ + + + - - - - - - -',
      'writer who blocked it with another': '+ + + + - - - - - - -',
      'writer whose waiver it is': '+ + + + - - - - + - -',
      maintainer: '+ + + + - - - - - - -',
      admin: '+ + + + - - - - - - -',
      'holder of safety': '+ + + + + + + - - + -',
      'holder of engineering': '+ + + + - - - - - - +',
      'holder by name': '+ + + + - - + + + - -',
      'holder of a role that nobody can read': '. . . . . . . . . . .',
      'writer beside roles that nobody can read': '+ + + + - - - - - - -',
      bot: '. . . . . . . . . . .',
    });
  });

  test('with a role to override alone', () => {
    expect(rowsOf(policyOf('commands: { override: [platform] }'))).toMatchObject({
      maintainer: '+ + + + + - - + + - -',
      'writer who blocked it': '+ + + + + + - - - - -',
      'holder by name': '+ + + + - + - - - + +',
    });
  });
});

test.each<readonly [Verb, string, object]>([
  ['block', '', { roles: [], permission: 'write', also: [] }],
  ['unblock', '', { roles: [], permission: 'maintain', also: ['blocker'] }],
  ['unblock', 'commands: { override: [platform] }', { roles: ['platform'], permission: null, also: ['blocker'] }],
  ['unblock', 'commands: { unblock: [], override: [platform] }', { roles: [], permission: null, also: [] }],
  ['waive', 'commands: { waive: [safety_owner] }', { roles: ['safety'], permission: null, also: [] }],
  ['resume', 'commands: { override: [platform] }', { roles: ['platform'], permission: null, also: [] }],
])('/%s with %j takes %j', (verb, commands, takes) => expect(takesOf(verb, policyOf(commands))).toEqual(takes));

test('whoever may agree to a waiver that waits may give the same command', () => {
  const policy = policyOf('waivers: { second_approver: safety }');
  const relation: Relation = relations['holder of safety'];
  const standing = standingOf(dan, factsOf(relation, dan), policy);
  const about = { attester: null, is_own_waiver: false };
  expect(authorityOf('waive', standing, policy, { ...about, is_second: true }).kind).toBe('may');
  expect(authorityOf('waive', standing, policy, { ...about, is_second: false }).kind).toBe('refused');
});

test('a refusal names the roles that could not be read', () => {
  const policy = policyOf('commands: { waive: [safety, platform] }');
  const relation: Relation = relations['writer beside roles that nobody can read'];
  expect(authorityOf('waive', standingOf(dan, factsOf(relation, dan), policy), policy)).toEqual({
    kind: 'refused',
    takes: { roles: ['safety', 'platform'], permission: null, also: [] },
    unreadable: ['safety'],
  });
});

test('a floor of permission binds on top of the membership', () => {
  const policy = policyOf('commands: { waive: [release] }');
  const table: readonly (readonly [Permission, string])[] = [
    ['write', 'refused'],
    ['maintain', 'may'],
  ];
  for (const [permission, kind] of table) {
    const facts = factsOf({ permission, teams: ['safety-review'] }, dan);
    expect(authorityOf('waive', standingOf(dan, facts, policy), policy).kind).toBe(kind);
  }
});

test('a login that changed hands authorises nobody (github-facts T13)', () => {
  const base = policyOf();
  const pinned: EffectivePolicy = {
    ...base,
    commands: { waive: ['pinned'] },
    roles: {
      ...base.roles,
      pinned: {
        users: [{ login: 'dan', id: 999 }],
        teams: [],
        codeowners: [],
        permission: null,
        approvals: 1,
        aliases: [],
        implicit: false,
      },
    },
  };
  const facts = factsOf({ permission: 'write' }, dan);
  expect(authorityOf('waive', standingOf(dan, facts, pinned), pinned).kind).toBe('refused');
});
