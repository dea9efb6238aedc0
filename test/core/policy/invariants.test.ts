import { describe, expect, it } from 'vitest';
import { looseningsOf } from '../../../src/core/policy/invariants.ts';
import { looseningCodes } from '../../../src/core/policy/loosening.ts';
import type { EffectivePolicy } from '../../../src/generated/types.ts';
import { readPolicy } from '../../../src/records/policy/reader.ts';

function policy(text: string): EffectivePolicy {
  const { effective, problems } = readPolicy(`version: 1\n${text}`, 'p.yml');
  if (effective === null) throw new Error(JSON.stringify(problems));
  return effective;
}

const roles = 'roles: { engineering: { teams: [eng] }, safety: { teams: [safe] }, legal: { teams: [law] } }\n';

const report = (more: string) =>
  `signals: { s: { report: { workflow: .github/workflows/e.yml, artifact: evals${more} } } }\n`;

/** Each with its counterexample, as people read it. */
const table: readonly (readonly [string, string, string])[] = [
  [
    `${roles}risk: { medium: { reviews: [engineering, safety] } }`,
    `${roles}risk: { medium: { reviews: [engineering] } }`,
    'review_lost: A medium change: safety was asked for, now engineering.',
  ],
  [
    `${roles}risk: { high: { reviews: [engineering] } }`,
    roles,
    'review_lost: A high change: engineering was asked for, now nobody.',
  ],
  ['risk: { low: { evals: [a] } }', 'version: 1', 'eval_lost: A low change: a was asked for, now nothing.'],
  [
    'risk: { low: { signals: [a, b] } }',
    'risk: { low: { signals: [b] } }',
    'signal_lost: A low change: a was asked for, now b.',
  ],
  [
    'risk: { high: { plan: commands } }',
    'risk: { high: {} }',
    'plan_lost: A high change: each wave was opened by a person, now waves with `promote: auto` open by themselves.',
  ],
  [
    `${roles}change_types: { swap: { requires: { reviews: [legal] } } }`,
    roles,
    'review_lost: A change of type swap: legal was asked for, now nobody.',
  ],
  [
    `${roles}surfaces: { prompts: { paths: ["prompts/**"], requires: { reviews: [legal] } } }`,
    `${roles}surfaces: { prompts: { paths: ["prompts/**"] } }`,
    'review_lost: A change of prompts/XXXXX (prompts): legal was asked for, now nobody.',
  ],
  [
    'surfaces: { prompts: { paths: ["prompts/**"], risk: high } }',
    'surfaces: { prompts: { paths: ["prompts/**"], risk: low } }',
    'risk_lowered: A change of prompts/XXXXX (prompts) had at least high risk, now low.',
  ],
  [
    'surfaces: { prompts: { paths: ["prompts/**"] }, tools: { paths: ["tools/**"] } }',
    'surfaces: { tools: { paths: ["tools/**"] } }',
    'surface_lost: A change of prompts/XXXXX was prompts, now it is not governed.',
  ],
  [
    'surfaces: { prompts: { paths: ["prompts/**"] } }',
    'surfaces: { prompts: { paths: ["prompts/X*", "prompts/x"] } }',
    'surface_lost: A change of prompts/YYYYY was prompts, now it is not governed.',
  ],
  [
    'surfaces: { prompts: { paths: ["prompts/**"] } }',
    'surfaces: { prompts: { paths: ["prompts/*"] } }',
    'surface_lost: A change of prompts/XXXXX/XXXXX/XXXXX was prompts, now it is not governed.',
  ],
  [
    'surfaces: { prompts: { paths: ["{a,b}/p.md"] } }',
    'surfaces: { prompts: { paths: ["a/p.md"] } }',
    'surface_lost: A change of b/p.md was prompts, now it is not governed.',
  ],
  [
    'surfaces: { prompts: { paths: ["prompts/**"] } }',
    'surfaces: { words: { paths: ["prompts/**"] } }',
    'surface_lost: A change of prompts/XXXXX was prompts, now it is words.',
  ],
  [
    'records: { required_from: low }',
    'records: { required_from: high }',
    'record_lost: A low change needed a record, now only from high risk on.',
  ],
  [
    'enforcement: enforce',
    'enforcement: { low: observe }',
    'enforcement_weakened: A low change without its reviews was blocked, now it is only reported.',
  ],
  [
    'enforcement: enforce',
    'enforcement: { rules: { change_type_unknown: observe } }',
    'enforcement_weakened: A low change with change_type_unknown was stopped, now it is only reported, so that what nobody declared passes.',
  ],
  [
    'enforcement: { default: observe, rules: { claim_unbacked: enforce } }',
    'enforcement: { default: observe }',
    'enforcement_weakened: A low change with claim_unbacked was stopped, now it is only reported.',
  ],
  [
    'enforcement: { default: observe, enforce_from: 2027-01-01 }',
    'enforcement: { default: observe, enforce_from: 2027-06-01 }',
    'enforcement_weakened: On 2027-01-01 everything was to be enforced, now on 2027-06-01.',
  ],
  [
    'roles: { engineering: { teams: [eng] } }',
    'roles: { engineering: { teams: [eng, contractors], users: [mallory] } }',
    'role_widened: An approval by the team contractors and @mallory did not count for engineering, now it does.',
  ],
  [
    'roles: { engineering: { users: [{ login: alice, id: 7 }] } }',
    'roles: { engineering: { users: [alice] } }',
    'role_widened: An approval by @alice did not count for engineering, now it does.',
  ],
  [
    'roles: { engineering: { teams: [eng] }, safety: { teams: [safe] } }',
    'roles: { engineering: { teams: [eng] } }',
    'role_widened: safety was the team safe, now it is the team of that name.',
  ],
  [
    'roles: { engineering: { teams: [eng], approvals: 2 } }',
    'roles: { engineering: { teams: [eng] } }',
    'role_weakened: engineering took 2 people, now 1.',
  ],
  [
    'roles: { engineering: { teams: [eng], permission: maintain } }',
    'roles: { engineering: { teams: [eng], permission: write } }',
    'role_weakened: An approval for engineering took maintain permission, now write.',
  ],
  [
    `${roles}commands: { waive: [safety] }`,
    `${roles}commands: { waive: [safety, engineering] }`,
    'command_widened: /waive by engineering was refused, now it is taken.',
  ],
  [
    'waivers: { max: 7d }',
    'waivers: { max: 30d }',
    'waiver_widened: A waiver of 30 days was refused beyond 7 days, now it is taken.',
  ],
  [
    'waivers: { never: [signal_false, review_missing] }',
    'waivers: { never: [review_missing] }',
    'waiver_widened: signal_false could not be waived, now it can.',
  ],
  [
    `${roles}waivers: { second_approver: safety }`,
    roles,
    'waiver_widened: A waiver needed safety to agree, now nobody.',
  ],
  [
    report(', min_pass_rate: 0.9'),
    report(', min_pass_rate: 0.5'),
    'signal_weakened: s: a report with a pass rate of 0.5 was false below 0.9, now it is true.',
  ],
  [report(', min_cases: 50'), report(', min_cases: 5'), 'signal_weakened: s took 50 cases, now 5.'],
  [
    report(', compare: baseline, min_pass_rate: 0.5'),
    report(', min_pass_rate: 0.5'),
    'signal_weakened: s was compared with the baseline, now it is not.',
  ],
  [
    report(''),
    'signals: { s: { file: ok.txt } }',
    'signal_weakened: s was the report evals of .github/workflows/e.yml, now it is the file ok.txt.',
  ],
  [
    report(''),
    'version: 1',
    'signal_weakened: s was the report evals of .github/workflows/e.yml, now it is the job s of any workflow.',
  ],
  [
    'signals: { s: { file: a.md, min_length: 200 } }',
    'signals: { s: { file: a.md } }',
    'signal_weakened: s took a file of 200 characters, now of 1.',
  ],
  [
    `${roles}signals: { s: { attested_by: safety, valid_for: 1h } }`,
    `${roles}signals: { s: { attested_by: safety } }`,
    'signal_weakened: A word for s held 1 hours, now without end.',
  ],
  [
    'signals: { s: { job: { name: e }, trusted_paths: ["evals/**"] } }',
    'signals: { s: { job: { name: e } } }',
    'signal_weakened: A change of evals/** could not vouch for s, now it can.',
  ],
  [
    `${roles}signals: { s: { job: { name: e } } }`,
    `${roles}signals: { s: { job: { name: e }, trusted_reviewer: legal } }`,
    'signal_weakened: A review by legal did not vouch for s, now it does.',
  ],
  [
    'signals: { s: { file: a.md } }',
    'signals: { s: { file: a.md, at: promote } }',
    'signal_weakened: s had to be true before the merge, now only at promotion.',
  ],
  [
    'signals: { s: { file: a.md } }',
    'signals: { s: { file: a.md, max_age: 30d } }',
    'signal_weakened: Evidence of s that is 720 hours old was too old at promotion, now it counts.',
  ],
  [
    'findings: { issues: { label: stop } }',
    'version: 1',
    'finding_lost: An open issue labelled stop blocked, now it does not.',
  ],
  [
    'findings: { code_scanning: { min_severity: low } }',
    'findings: { code_scanning: { min_severity: high } }',
    'finding_lost: An open code-scanning alert of low severity blocked, now it does not.',
  ],
  [
    'waves: [{ name: canary, traffic: 5 }, { name: full, traffic: 100 }]',
    'waves: [{ name: full, traffic: 100 }]',
    'exposure_raised: Step 1 opened canary at 5 %, now full at 100 %.',
  ],
  [
    'waves: [{ name: canary, traffic: 5, soak: 1h }]',
    'waves: [{ name: canary, traffic: 5 }]',
    'wave_weakened: Canary had to stay healthy for 3600 s, now for 0 s.',
  ],
  [
    `${roles}waves: [{ name: canary, traffic: 5, approvals: [safety] }]`,
    `${roles}waves: [{ name: canary, traffic: 5 }]`,
    'wave_weakened: Opening canary took safety, now nobody.',
  ],
  [
    'waves: [{ name: canary, traffic: 5, promote: command }]',
    'waves: [{ name: canary, traffic: 5, promote: auto }]',
    'wave_weakened: A person opened canary, now it opens by itself.',
  ],
  [
    'guardrails: { d: { budget: {} } }\nwaves: [{ name: canary, traffic: 5, guardrails: [d] }]',
    'guardrails: { d: { budget: {} } }\nwaves: [{ name: canary, traffic: 5 }]',
    'wave_weakened: Canary was watched by d, now by nothing.',
  ],
  [
    'guardrails: { d: { budget: { high: 2 } } }',
    'guardrails: { d: { budget: { high: 9 } } }',
    'guardrail_weakened: d tolerated 0 critical and 2 high, now 0 critical and 9 high.',
  ],
  [
    'guardrails: { d: { sample: errors, max: 0.02 } }',
    'guardrails: { d: { sample: errors, max: 0.2 } }',
    'guardrail_weakened: d was breached above 0.02, now above 0.2.',
  ],
  [
    'guardrails: { d: { sample: errors, max: 0.02 } }',
    'guardrails: { d: { sample: errors, max: 0.02, on_breach: hold } }',
    'guardrail_weakened: A breach of d rolled back, now it holds.',
  ],
];

const first = (text: string): string => (text === 'version: 1' ? '' : text);

describe('an edit that loosens the policy', () => {
  it.each(table)('from %j to %j', (before, after, wanted) => {
    const found = looseningsOf(policy(first(before)), policy(first(after)));
    expect(found.map(({ code, message }) => `${code}: ${message}`)).toContain(wanted);
  });

  it('has a counterexample of every kind in the table', () => {
    const codes = new Set(table.map(([, , wanted]) => wanted.split(':')[0]));
    expect(looseningCodes.filter((code) => !codes.has(code))).toEqual([]);
  });

  it.each(table)('says nothing the other way or without an edit: %j', (before, after, wanted) => {
    const [then, now] = [policy(first(before)), policy(first(after))];
    expect(looseningsOf(then, then)).toEqual([]);
    expect(looseningsOf(now, now)).toEqual([]);
    const back = looseningsOf(now, then).map(({ code }) => code);
    // What is swapped is neither stricter nor looser: both ways are told.
    const isSwap = /is words|is the file|of any workflow|is the team of that name|@alice|signal_lost|x: /.test(wanted);
    if (!isSwap) expect(back.filter((code) => wanted.startsWith(`${code}:`))).toEqual([]);
  });

  it('tells a rule once where its risk as a whole is told', () => {
    const found = looseningsOf(
      policy('enforcement: enforce'),
      policy('enforcement: { low: observe, rules: { claim_unbacked: observe, wave_unknown: enforce } }'),
    );
    expect(found.map(({ message }) => message)).toEqual([
      'A low change without its reviews was blocked, now it is only reported.',
      'A medium change with claim_unbacked was stopped, now it is only reported.',
    ]);
  });

  it('takes a role or signal under its alias for the same', () => {
    const before = policy(`${roles}risk: { low: { reviews: [safety], evals: [e] } }`);
    const after = policy(
      'roles: { engineering: { teams: [eng] }, guardians: { teams: [safe], aliases: [safety] }, legal: { teams: [law] } }\n' +
        'signals: { evals: { job: { name: e }, aliases: [e] } }\nrisk: { low: { reviews: [guardians], evals: [evals] } }',
    );
    expect(looseningsOf(before, after)).toEqual([]);
  });
});
