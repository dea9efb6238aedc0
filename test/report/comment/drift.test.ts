import { expect, test } from 'vitest';
import { doctor } from '../../../src/generated/codes.ts';
import {
  DRIFT_TITLE,
  driftBody,
  driftDoubleBody,
  driftGoneBody,
  driftWord,
} from '../../../src/report/comment/drift.ts';
import { foreignKinds, render } from '../markdown/engine.ts';
import { hostileTexts } from '../markdown/hostile.ts';

/** What the repository's people read of drift; branch names and what GitHub says are data. */
const one = (message: string) => ({ code: 'gate_not_required', message, next: doctor.gate_not_required.next });

test('says each finding in one line with its mend, behind a hidden line', () => {
  const [marker, ...rest] = driftBody([one('No rule of main requires it.')], '0123').split('\n');
  expect(marker).toBe('<!-- rollout-gate:drift 0123 -->');
  expect(rest).toContain(`- No rule of main requires it. ${doctor.gate_not_required.next} (\`gate_not_required\`)`);
  expect(render(rest.join('\n')).visible).toContain('Nothing is on hold because of it.');
});

test.each(hostileTexts)('nothing of %j comes to life', (text) => {
  const found = foreignKinds(render(driftBody([one(text)], 'aa')), { html: 1, strong: 1, list: 1, listItem: 1 });
  expect(found).toEqual([]);
});

test('every text begins with a marker of ours, and a comment with another than the issue', () => {
  const texts = [driftBody([], 'aa'), driftGoneBody(), driftDoubleBody(3), driftWord('found'), driftWord('gone')];
  expect(texts.map((text) => text.split('\n')[0])).toEqual([
    '<!-- rollout-gate:drift aa -->',
    '<!-- rollout-gate:drift gone -->',
    '<!-- rollout-gate:drift gone -->',
    '<!-- rollout-gate:drift-word found -->',
    '<!-- rollout-gate:drift-word gone -->',
  ]);
  expect(DRIFT_TITLE).not.toMatch(/[`@#<]/);
});

test('every mend of a finding is plain Markdown of ours', () => {
  for (const { next } of Object.values(doctor)) {
    expect(foreignKinds(render(`- ${next}`), { list: 1, listItem: 1 })).toEqual([]);
  }
});
