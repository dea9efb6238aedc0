/** Why an answer of ours differs from the reference's on purpose. */
export type Why = 'yaml_1.2' | 'refused' | 'syntax';

const REQUIRED_STRINGS = { error: 'required_signals entries must be strings' };

function changeOutput(required: string[], missing: string[]) {
  return {
    output: {
      change_id: 'chg-2026-04-07-support-runtime',
      ready: missing.length === 0,
      required_signals: required,
      approval_roles: ['platform-owner', 'security-reviewer'],
      missing_signals: missing,
      failed_run_signals: [],
      missing_failed_run_signals: [],
      support_duplicate_signals: [],
      missing_support_duplicate_signals: [],
      support_duplicate_signals_ready: true,
      rollout_strategy: 'staged_canary',
      risk_level: 'high',
    },
  };
}

/** Rows of the reference whose answer is ours on purpose (contract section 0 points 3 and 5). */
export const OURS_DIFFERS: ReadonlyMap<string, { why: Why; answer: object }> = new Map([
  // YAML 1.2 reads an unquoted yes as text; the author gets the warning yaml_boolean_word.
  ['cc-yaml11-entry-non-string-yes', { why: 'yaml_1.2', answer: changeOutput(['design_review_passed', 'yes'], []) }],
  // 1e3 and 0o17 are numbers in YAML 1.2, text in 1.1.
  ['cc-yaml11-entry-string-exp-no-dot', { why: 'yaml_1.2', answer: REQUIRED_STRINGS }],
  ['cc-yaml11-entry-string-octal-1.2', { why: 'yaml_1.2', answer: REQUIRED_STRINGS }],
  // Point 5 refuses duplicate keys and anchors.
  [
    'cc-yaml11-duplicate-key-last-wins',
    { why: 'refused', answer: { error: 'Key "change_id" stands twice in this mapping' } },
  ],
  ['cc-yaml11-alias-list', { why: 'refused', answer: { error: 'Anchor &s is not allowed in a record' } }],
]);

/** One scalar that the two versions of YAML read differently, in a list of strings and under rollout_mode. */
export interface ScalarDifference {
  written: string;
  /** What the reference (PyYAML, YAML 1.1) makes of it: text under rollout_mode, or `error`. */
  reference: { entry: string; mode: string };
  ours: { entry: string; mode: string };
}

const same = (text: string) => ({ entry: text, mode: text });
const number = (mode: string) => ({ entry: 'error', mode });

/** Every class of plain scalar that YAML 1.1 and 1.2 resolve differently; answers of the reference were taken from PyYAML 6. */
export const SCALAR_DIFFERENCES: ScalarDifference[] = [
  ...['yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((written) => ({
    written,
    reference: number('True'),
    ours: same(written),
  })),
  ...['no', 'No', 'NO', 'off', 'Off', 'OFF'].map((written) => ({
    written,
    reference: number('False'),
    ours: same(written),
  })),
  // Exponents: 1.1 wants a dot and a sign.
  { written: '1e3', reference: same('1e3'), ours: number('1000.0') },
  { written: '1e+3', reference: same('1e+3'), ours: number('1000.0') },
  { written: '1.0e3', reference: same('1.0e3'), ours: number('1000.0') },
  { written: '1e-5', reference: same('1e-5'), ours: number('1e-05') },
  // Octal, binary, signs, underscores, base 60.
  { written: '0o17', reference: same('0o17'), ours: number('15') },
  { written: '017', reference: number('15'), ours: number('17') },
  { written: '08', reference: same('08'), ours: number('8') },
  { written: '0b11', reference: number('3'), ours: same('0b11') },
  { written: '-0x1F', reference: number('-31'), ours: same('-0x1F') },
  { written: '-.5', reference: same('-.5'), ours: number('-0.5') },
  { written: '1_000', reference: number('1000'), ours: same('1_000') },
  { written: '1_0.5', reference: number('10.5'), ours: same('1_0.5') },
  { written: '1:30', reference: number('90'), ours: same('1:30') },
  { written: '1:30.5', reference: number('90.5'), ours: same('1:30.5') },
  // Dates are dates in 1.1, neither strings nor scalars for the reference.
  { written: '2026-04-07', reference: { entry: 'error', mode: 'error' }, ours: same('2026-04-07') },
  {
    written: '2001-12-14t21:59:43.10-05:00',
    reference: { entry: 'error', mode: 'error' },
    ours: same('2001-12-14t21:59:43.10-05:00'),
  },
  // Merge and default keys are special in 1.1 wherever they stand.
  { written: '<<', reference: { entry: 'error', mode: 'error' }, ours: same('<<') },
  { written: '=', reference: { entry: 'error', mode: 'error' }, ours: same('=') },
];

/** Files whose syntax the two readers take differently; not part of the contract, named so that nobody is surprised. */
export const SYNTAX_DIFFERENCES: { why: string; text: string; ours: object }[] = [
  {
    why: 'a lone dash in a flow list is text for PyYAML, not for YAML 1.2',
    text: 'rollout: {require: [a, -]}\n',
    ours: { error: 'Block collections are not allowed within flow collections' },
  },
  {
    why: 'a question mark begins a key in flow lists of PyYAML, in YAML 1.2 only before a space',
    text: 'rollout: {require: [?x]}\n',
    ours: { required_checks: ['?x'] },
  },
  {
    why: 'continuation lines of quoted text must be indented in YAML 1.2',
    text: 'rollout:\n  require:\n      - "one\n      two"\n',
    ours: { error: 'Missing closing "quote' },
  },
];
