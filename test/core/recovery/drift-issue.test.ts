import { describe, expect, test } from 'vitest';
import { DRIFT_GONE, type DriftIssueSeen, type DriftStep, driftSteps } from '../../../src/core/recovery/drift-issue.ts';

/** Which writes make one issue say what is wrong (T40). */
const told: DriftIssueSeen = { number: 5, is_open: true, is_labelled: true, shown: 'aa', word: 'found' };
const over: DriftIssueSeen = { ...told, is_open: false, shown: DRIFT_GONE, word: 'gone' };
const text = (state: 'open' | 'closed'): DriftStep => ({ kind: 'text', number: 5, state });
const word = (said: 'found' | 'gone'): DriftStep => ({ kind: 'word', number: 5, word: said });

describe('an issue of drift', () => {
  test.each<[name: string, seen: readonly DriftIssueSeen[], wanted: string, steps: readonly DriftStep[]]>([
    ['is opened where there is none', [], 'aa', [{ kind: 'open' }]],
    ['is not opened for nothing', [], DRIFT_GONE, []],
    ['that tells it is left alone', [told], 'aa', []],
    ['is rewritten when something else is wrong', [told], 'bb', [text('open')]],
    ['that somebody closed stays closed for the same', [{ ...told, is_open: false }], 'aa', []],
    ['that somebody closed is opened for something else', [{ ...told, is_open: false }], 'bb', [text('open')]],
    ['gets the word that a crash lost', [{ ...told, word: null }], 'aa', [word('found')]],
    ['gets the word of its second time', [{ ...told, word: 'gone' }], 'aa', [word('found')]],
    ['whose text is not ours any more is written anew', [{ ...told, shown: '' }], 'aa', [text('open')]],
    ['is closed with a word', [told], DRIFT_GONE, [word('gone'), text('closed')]],
    ['is closed after a crash behind the word', [{ ...told, word: 'gone' }], DRIFT_GONE, [text('closed')]],
    ['that is over stays so', [over], DRIFT_GONE, []],
    ['that is over and was opened by somebody stays open', [{ ...over, is_open: true }], DRIFT_GONE, []],
    ['is opened again, not a second one', [over], 'aa', [text('open'), word('found')]],
    ['gets its label back', [{ ...told, is_labelled: false }], 'aa', [{ kind: 'label', number: 5 }]],
    [
      'is the oldest of two, and the other is closed',
      [{ ...told, number: 9 }, told, { ...told, number: 8, is_open: false }],
      'aa',
      [{ kind: 'double', number: 9 }],
    ],
  ])('%s', (_name, seen, wanted, steps) => {
    expect(driftSteps(seen, wanted)).toEqual(steps);
  });

  /** Done whole, the steps lead to where nothing is left to do; cut anywhere, the next look does the rest. */
  test.each<[DriftIssueSeen, string]>(
    [told, over, { ...told, word: null }, { ...told, is_open: false }, { ...over, is_open: true }].flatMap(
      (seen): [DriftIssueSeen, string][] => [
        [seen, 'aa'],
        [seen, 'bb'],
        [seen, DRIFT_GONE],
      ],
    ),
  )('from %o to %s comes to rest wherever it was cut', (seen, wanted) => {
    const steps = driftSteps([seen], wanted);
    const words = (done: readonly DriftStep[]) => done.filter(({ kind }) => kind === 'word').length;
    const whole = steps.reduce(after(wanted), seen);
    expect(driftSteps([whole], wanted)).toEqual([]);
    for (let cut = 0; cut < steps.length; cut += 1) {
      const first = steps.slice(0, cut);
      const rest = driftSteps([first.reduce(after(wanted), seen)], wanted);
      expect(rest.reduce(after(wanted), first.reduce(after(wanted), seen))).toEqual(whole);
      expect(words(first) + words(rest)).toBe(words(steps));
    }
  });
});

const after =
  (wanted: string) =>
  (issue: DriftIssueSeen, step: DriftStep): DriftIssueSeen => {
    if (step.kind === 'text') return { ...issue, shown: wanted, is_open: step.state === 'open' };
    if (step.kind === 'label') return { ...issue, is_labelled: true };
    return step.kind === 'word' ? { ...issue, word: step.word } : issue;
  };
