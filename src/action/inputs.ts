import { policyLocation, policyLocationForm } from '../settings/policy-location.ts';
import { type InputName, inputNames } from './keys.ts';

export const commands = ['check', 'record-eval'] as const;
export const formats = ['auto', 'json', 'junit'] as const;

/** The inputs of one run, trimmed; an input that was not given is the empty string. */
export interface Inputs {
  readonly command: (typeof commands)[number];
  readonly format: (typeof formats)[number];
  /** Number of the one pull request to judge; null = the event says which. */
  readonly pullRequest: number | null;
  /** Every other input as text. */
  readonly text: Readonly<Record<Exclude<InputName, 'command' | 'format' | 'pull-request'>, string>>;
}

/**
 * Reads the inputs as the runner hands them over: `INPUT_<NAME>` with the name in upper case.
 * Answers all mistakes at once, one sentence each (fault code `input_invalid`).
 */
export function readInputs(environment: Readonly<Record<string, string | undefined>>): Inputs | readonly string[] {
  const given = (name: InputName) => (environment[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const mistakes: string[] = [];
  const oneOf = <T extends string>(name: InputName, allowed: readonly [T, ...T[]]): T => {
    const value = given(name) || allowed[0];
    const found = allowed.find((word) => word === value);
    if (found === undefined)
      mistakes.push(`input ${name}: expected ${allowed.join(' or ')}, got ${JSON.stringify(value)}`);
    return found ?? allowed[0];
  };
  const command = oneOf('command', commands);
  const format = oneOf('format', formats);
  const number = given('pull-request');
  if (number !== '' && !/^[1-9][0-9]{0,9}$/.test(number)) {
    mistakes.push(`input pull-request: expected the number of a pull request, got ${JSON.stringify(number)}`);
  }
  const commit = given('commit');
  if (commit !== '' && !/^[0-9a-f]{40}$/.test(commit)) {
    mistakes.push(`input commit: expected a full SHA of 40 lower-case hex digits, got ${JSON.stringify(commit)}`);
  }
  const organization = given('organization-policy');
  if (organization !== '' && policyLocation(organization) === null) {
    mistakes.push(`input organization-policy: expected ${policyLocationForm}, got ${JSON.stringify(organization)}`);
  }
  if (command === 'check' && given('token') === '') {
    mistakes.push('input token: it is empty, and nothing can be read without a token');
  }
  if (command === 'record-eval' && given('report') === '') {
    mistakes.push('input report: record-eval needs the path of the result file');
  }
  if (mistakes.length > 0) return mistakes;
  const rest = inputNames.filter((name) => name !== 'command' && name !== 'format' && name !== 'pull-request');
  return {
    command,
    format,
    pullRequest: number === '' ? null : Number(number),
    text: Object.fromEntries(rest.map((name) => [name, given(name)])) as Inputs['text'],
  };
}
