import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChangeDecision } from '../../src/generated/types.ts';
import { usesIn, usesLine } from '../../src/reconcile/marks.ts';

const change = (
  change_id: string,
  bundle_id: string | null,
  record: string | null = 'change.yaml',
): ChangeDecision => ({
  change_id,
  folder: '',
  record,
  rollout_record: null,
  bundle_id,
  wave: null,
  traffic: null,
  change_type: '',
  verdict: 'wait',
});

describe('the hidden line of used ids', () => {
  test('says what a summary with it is read as', () => {
    const line = usesLine([change('chg-1', 'b-1'), change('chg-2', null), change('chg-3', 'chg-3@0123456789ab')]);
    expect(usesIn(`${line}\n\n**Blocked**`)).toEqual([
      { change_id: 'chg-1', bundle_id: 'b-1' },
      { change_id: 'chg-2', bundle_id: null },
      { change_id: 'chg-3', bundle_id: 'chg-3@0123456789ab' },
    ]);
  });

  test('is found behind others that look like it', () => {
    const decoys = ['x <!-- rollout-gate:uses chg-1 -->', '<!-- rollout-gate:uses chg-2 --> x'];
    expect(
      usesIn([...decoys, '<!-- rollout-gate:uses chg-3 -->', '<!-- rollout-gate:uses chg-4 -->'].join('\n')),
    ).toEqual([{ change_id: 'chg-3', bundle_id: null }]);
  });

  test('is not there when no record names an id', () => {
    expect(usesLine([change('pr-7', null, null)])).toBe('');
    expect(usesIn('nothing of the kind')).toEqual([]);
  });

  test('can not be left by an id, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (change_id, bundle_id) => {
        const line = usesLine([change(change_id, bundle_id)]);
        return line === '' || /^<!-- rollout-gate:uses [A-Za-z0-9._@=-]+ -->$/.test(line);
      }),
    );
  });

  test.each([
    '<!-- rollout-gate:uses chg-1=b=c -->x',
    'x <!-- rollout-gate:uses chg-1 -->',
    '<!-- rollout-gate:uses <script> -->',
    '<!-- rollout-gate:uses  -->',
  ])('is not read from %s', (summary) => expect(usesIn(summary)).toEqual([]));
});
