/**
 * Inputs and outputs of the Action, by name. `schemas/action-keys.json` says what each means; a contract test holds
 * that file, `action.yml`, the documentation and this list equal.
 */
export const inputNames = [
  'command',
  'token',
  'roles-token',
  'pull-request',
  'organization-policy',
  'capsule-dir',
  'report',
  'format',
  'suite',
  'dataset',
  'judge',
  'verifier',
  'release',
  'commit',
  'evidence-path',
] as const;
export type InputName = (typeof inputNames)[number];

export const outputNames = ['decision', 'reason-code', 'result', 'capsule-path', 'evidence-path'] as const;
export type OutputName = (typeof outputNames)[number];
