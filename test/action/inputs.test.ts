import { describe, expect, it } from 'vitest';
import { readInputs } from '../../src/action/inputs.ts';

const sound = { INPUT_TOKEN: 'ghs_x' };

describe('the inputs of the Action', () => {
  it('reads what the runner hands over, trimmed, with the defaults filled in', () => {
    expect(readInputs({ ...sound, 'INPUT_ROLES-TOKEN': ' t \n', 'INPUT_PULL-REQUEST': '12' })).toMatchObject({
      command: 'check',
      format: 'auto',
      pullRequest: 12,
      text: { token: 'ghs_x', 'roles-token': 't', suite: '' },
    });
  });

  it.each([
    [
      'an unknown command',
      { ...sound, INPUT_COMMAND: 'chek' },
      'input command: expected check or record-eval, got "chek"',
    ],
    ['an unknown format', { ...sound, INPUT_FORMAT: 'xml' }, 'input format: expected auto or json or junit, got "xml"'],
    [
      'a pull request that is no number',
      { ...sound, 'INPUT_PULL-REQUEST': '1 2' },
      'input pull-request: expected the number of a pull request, got "1 2"',
    ],
    [
      'a short commit',
      { ...sound, INPUT_COMMIT: '4f2c9d1' },
      'input commit: expected a full SHA of 40 lower-case hex digits, got "4f2c9d1"',
    ],
    ['no token', {}, 'input token: it is empty, and nothing can be read without a token'],
    [
      'record-eval without a report',
      { INPUT_COMMAND: 'record-eval' },
      'input report: record-eval needs the path of the result file',
    ],
  ])('refuses %s', (_sentence, environment, sentence) => {
    expect(readInputs(environment)).toEqual([sentence]);
  });

  it('tells all mistakes at once', () => {
    expect(readInputs({ INPUT_COMMAND: 'x', INPUT_FORMAT: 'y', 'INPUT_PULL-REQUEST': '-1' })).toHaveLength(4);
  });
});
