import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateEffectivePolicy } from '../../../src/generated/validators/effective-policy.js';
import { readPolicy } from '../../../src/records/policy/reader.ts';

const path = '.github/rollout-gate.yml';
const mostParts = readFileSync(new URL('../../fixtures/policy/most-parts.yml', import.meta.url), 'utf8');

/** `line code message`, the way a reader would look for it. */
function found(text: string): string[] {
  return readPolicy(text, path).problems.map(({ where, code }) => `${where.line} ${code}`);
}

describe('the example with most parts', () => {
  const { effective, problems } = readPolicy(mostParts, path);

  it('is accepted, with advice on the three signals that it leaves to jobs of their name', () => {
    expect(problems.map(({ severity, code, where }) => [severity, code, where.line])).toEqual([
      ['warning', 'signal_undefined', 20],
      ['warning', 'signal_undefined', 22],
      ['warning', 'signal_undefined', 24],
    ]);
  });

  it('resolves to a policy that fits the schema of effective policies', () => {
    const value: unknown = effective;
    expect(validateEffectivePolicy(value)).toBe(true);
  });

  it('has durations in seconds and sources by kind', () => {
    expect(effective?.waves[1]).toMatchObject({ name: 'canary', soak_seconds: 14_400, approvals: ['release_manager'] });
    expect(effective?.signals['telemetry_ready']).toMatchObject({
      source: { kind: 'attested_by', role: 'runtime_owner', valid_for_seconds: 604_800 },
      at: 'promote',
      max_age_seconds: 1_209_600,
    });
    expect(effective?.guardrails['drift']).toMatchObject({ kind: 'drift', budget: { critical: 0, high: 2 } });
    expect(effective?.deployer).toMatchObject({ start_within_seconds: 120, deadline_seconds: 900 });
    expect(effective?.waivers).toEqual({
      second_approver: 'safety',
      max_seconds: 1_209_600,
      never: ['critical_regression', 'claim_unbacked'],
    });
  });
});

describe('defaults', () => {
  const { effective, problems } = readPolicy('version: 1\n', path);

  it('make a whole policy of the version alone', () => {
    expect(problems).toEqual([]);
    expect(validateEffectivePolicy(effective as unknown)).toBe(true);
  });

  it('enforce, need records from medium risk, and open three waves with the environments of their names', () => {
    expect(effective?.enforcement).toEqual({ default: 'enforce', by_risk: {}, by_rule: {}, enforce_from: null });
    expect(effective?.records.required_from).toBe('medium');
    expect(effective?.waves.map(({ name, environment, traffic }) => [name, environment, traffic])).toEqual([
      ['canary', 'canary', 5],
      ['broad', 'broad', 50],
      ['full', 'full', 100],
    ]);
    expect(effective?.waivers.max_seconds).toBe(14 * 86_400);
    expect(effective?.release).toEqual({
      publisher: 'action',
      sign: 'ed25519',
      tag: 'rollout-{bundle_id}-{attempt}',
    });
  });

  it('replace aliases by the names that they stand for', () => {
    const text =
      'version: 1\nroles: { safety: { teams: [s], aliases: [safety_owner] } }\nsignals: { eval_ok: { aliases: [eval_pass] } }\nrisk: { high: { reviews: [safety_owner], evals: [eval_pass] } }\n';
    expect(readPolicy(text, path).effective?.risk.high).toEqual({
      plan: null,
      reviews: ['safety'],
      evals: ['eval_ok'],
      signals: [],
    });
  });

  it('let a comparison with the baseline decide where no pass rate is given', () => {
    const report = (more: string) =>
      readPolicy(`version: 1\nsignals: { s: { report: { workflow: w, artifact: a${more} } } }\n`, path).effective
        ?.signals['s']?.source;
    expect(report('')).toMatchObject({ min_pass_rate: 1, compare: null, min_cases: 1 });
    expect(report(', compare: baseline')).toMatchObject({ min_pass_rate: 0, compare: 'baseline' });
  });
});

const bad: [name: string, lines: string, problems: string[]][] = [
  ['an empty file', '', ['1 not_a_mapping']],
  ['a list', '- version', ['1 not_a_mapping']],
  ['no version', 'roles: {}', ['1 policy_key_missing']],
  ['another version', 'version: 2', ['1 policy_value']],
  ['a misspelt key', 'version: 1\nsurfacs: {}', ['2 policy_key_unknown']],
  ['an anchor', 'version: 1\nroles: &r {}', ['2 yaml_alias']],
  ['a word that is no mode', 'version: 1\nenforcement: observed', ['2 policy_value']],
  ['a bad mode inside the mapping', 'version: 1\nenforcement: { high: enforced }', ['2 policy_value']],
  ['a rule that does not exist', 'version: 1\nenforcement: { rules: { no_such_rule: observe } }', ['2 rule_unknown']],
  ['a day that does not exist', 'version: 1\nenforcement: { enforce_from: 2026-02-31 }', ['2 time_invalid']],
  ['a time without its zone', 'version: 1\nenforcement: { enforce_from: "2026-02-01 10:00" }', ['2 policy_value']],
  [
    'an unknown role in every place that names one',
    `version: 1
roles: { safety: { teams: [safety] } }
surfaces: { s: { paths: [s], requires: { reviews: [ghost1] } } }
change_types: { c: { requires: { reviews: [ghost2] } } }
signals:
  a: { attested_by: ghost3 }
  b: { trusted_reviewer: ghost4 }
risk: { low: { reviews: [ghost5] } }
waves: [{ name: canary, traffic: 5, approvals: [ghost6] }]
commands: { promote: [ghost7] }
waivers: { second_approver: ghost8 }`,
    [3, 4, 6, 7, 8, 9, 10, 11].map((line) => `${line} role_undefined`),
  ],
  ['roles that nobody defines, where no roles are given', 'version: 1\nrisk: { low: { reviews: [anyone] } }', []],
  [
    'a signal one slip away from a defined one',
    'version: 1\nsignals: { offline_eval_passed: {} }\nrisk: { low: { evals: [ofline_eval_passed] } }',
    ['3 signal_misspelt'],
  ],
  [
    'a signal one slip away from an alias',
    'version: 1\nsignals: { a_b: { aliases: [eval_ok] } }\nrisk: { low: { evals: [Eval-OK] } }',
    ['3 signal_misspelt'],
  ],
  [
    'names that the contract keeps apart',
    'version: 1\nsignals: { offline_eval_passed: {} }\nrisk: { low: { evals: [offline_eval_pass] } }',
    ['3 signal_undefined'],
  ],
  ['an unknown surface', 'version: 1\nsignals: { a: { covers: [b] } }', ['2 surface_undefined']],
  [
    'an unknown guardrail',
    'version: 1\nwaves: [{ name: canary, traffic: 5, guardrails: [drift] }]',
    ['2 guardrail_undefined'],
  ],
  [
    'an environment that no wave has',
    'version: 1\nwaves: [{ name: canary, traffic: 5 }]\nrehearsal: { within: 30d, environment: shadow }',
    ['3 wave_undefined'],
  ],
  [
    'a wave twice, and traffic that falls',
    'version: 1\nwaves:\n  - { name: canary, traffic: 50 }\n  - { name: canary, traffic: 5 }',
    ['4 wave_duplicate', '4 wave_traffic'],
  ],
  ['traffic above all of it', 'version: 1\nwaves: [{ name: canary, traffic: 500 }]', ['2 policy_value']],
  ['a guardrail without a source', 'version: 1\nguardrails: { g: { on_breach: hold } }', ['2 guardrail_source']],
  ['a guardrail with two', 'version: 1\nguardrails: { g: { budget: {}, sample: s, max: 1 } }', ['2 guardrail_source']],
  ['a sample without a bound', 'version: 1\nguardrails: { g: { sample: s } }', ['2 guardrail_source']],
  [
    'a guardrail on a bound that is no number',
    'version: 1\nguardrails: { g: { sample: s, max: .nan } }',
    ['2 policy_value'],
  ],
  [
    'a guardrail on a signal without a report',
    'version: 1\nsignals: { s: {} }\nguardrails: { g: { eval: s } }',
    ['3 guardrail_source'],
  ],
  [
    'a report without its workflow',
    'version: 1\nsignals: { s: { report: { artifact: a } } }',
    ['2 policy_key_missing'],
  ],
  ['a signal with two sources', 'version: 1\nsignals: { s: { job: {}, file: f } }', ['2 signal_source']],
  ['an alias of two signals', 'version: 1\nsignals: { a: { aliases: [x] }, b: { aliases: [x] } }', ['2 alias_clash']],
  ['an alias that is a role', 'version: 1\nroles: { a: { aliases: [b] }, b: {} }', ['2 alias_clash']],
  ['a surface without paths', 'version: 1\nsurfaces: { s: { risk: high } }', ['2 policy_key_missing']],
  ['a surface with no path in its list', 'version: 1\nsurfaces: { s: { paths: [] } }', ['2 policy_value']],
  ['a path twice', 'version: 1\nsurfaces: { s: { paths: [a, a] } }', ['2 list_entry_duplicate']],
  ...['a/../b', './a', 'a\\b', 'a//b', '!a', 'a[bc]', '{a,b', 'a**', ' a'].map((glob): [string, string, string[]] => [
    `the glob ${glob}`,
    `version: 1\nsurfaces: { s: { paths: [${JSON.stringify(glob)}] } }`,
    ['2 policy_glob'],
  ]),
  ...['a@example.org', '@erin', 'dependabot[bot]', 'a b'].map((user): [string, string, string[]] => [
    `the user ${user}`,
    `version: 1\nroles: { r: { users: [${JSON.stringify(user)}] } }`,
    ['2 user_invalid'],
  ]),
  ['a deployer that anybody could be', 'version: 1\ndeployer: { app: github-actions }', ['2 deployer_source']],
  ['a deployer that is nobody', 'version: 1\ndeployer: { deadline: 5m }', ['2 deployer_source']],
  ['the address of a webhook', 'version: 1\nnotify: { webhook: "https://example.org/h" }', ['2 policy_value']],
  [
    'a time zone that does not exist',
    'version: 1\nfreeze: { weekly: [{ from: "FRI 15:00", to: "MON 08:00", timezone: Europe/Berlinn }] }',
    ['2 time_invalid'],
  ],
  ['a duration without its unit', 'version: 1\nwaivers: { max: 14 }', ['2 policy_value']],
  ['a command that does not exist', 'version: 1\ncommands: { promot: [x] }', ['2 policy_key_unknown']],
  ['a tag that two releases would share', 'version: 1\nrelease: { tag: "r-{bundle_id}" }', ['2 policy_value']],
];

describe('globs', () => {
  it.each(['/a', 'a/', 'a/**', '**/a.md', 'a/{b,c}/*.md', 'a/?', 'app/\\[id\\]/page.ts'])('may be %s', (glob) => {
    expect(found(`version: 1\nsurfaces: { s: { paths: [${JSON.stringify(glob)}] } }`)).toEqual([]);
  });
});

describe('a policy with', () => {
  it.each(bad)('%s', (_name, text, problems) => {
    expect(found(text)).toEqual(problems);
  });

  it('an error is not used at all', () => {
    const { effective, problems } = readPolicy('version: 1\nsurfacs: {}', path);
    expect(effective).toBeNull();
    expect(problems[0]).toMatchObject({
      message: 'surfacs is no key of the policy',
      hint: 'Did you mean surfaces?',
      pointer: '/surfacs',
      where: { file: path, line: 2, column: 1, end_line: 2, end_column: 8 },
    });
  });

  it('faults of form and of reference shows both at once', () => {
    const text =
      'version: 1\nroles: { safety: { teams: ["@acme/safety"] } }\nrisk: { high: { reviews: [safty], plan: comands } }\n';
    expect(found(text)).toEqual(['2 policy_value', '3 role_undefined', '3 policy_value']);
    expect(
      readPolicy(text, path)
        .problems.map(({ hint }) => hint)
        .slice(1),
    ).toEqual(['Did you mean safety?', 'Did you mean commands?']);
  });
});
