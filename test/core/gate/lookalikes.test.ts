import { describe, expect, test } from 'vitest';
import { ownApp as own, spoofs } from '../../attacks/on-the-name.ts';
import { lookalikes } from '../../../src/core/gate/lookalikes.ts';
import { check, decisionOf } from '../../support/snapshot.ts';

describe("checks and statuses under the gate's name are findings, never our verdict (T5, github-checked 16)", () => {
  test.each(spoofs)('%s', (_what, found, by) => {
    expect(lookalikes(found, own)).toEqual([
      expect.objectContaining({ code: 'gate_name_taken', effect: 'advise', message: expect.stringContaining(by) }),
    ]);
  });

  test('our own check run and names that are only like it are none', () => {
    const list = [check('rollout-gate', { app_id: own }), check('rollout-gate (observe)'), check('review: safety')];
    const found = { checks: { complete: true, list }, statuses: { complete: true, list: [] } };
    expect(lookalikes(found, own)).toEqual([]);
  });

  test.each(spoofs)('%s changes no verdict', (_what, { checks, statuses }) => {
    const rest = decisionOf({ facts: { checks: { complete: true, list: [] }, reviews: { complete: true, list: [] } } });
    const spoofed = decisionOf({ facts: { checks, statuses, reviews: { complete: true, list: [] } } });
    expect(spoofed).toEqual(rest);
    expect(spoofed.verdict).toBe('wait');
  });
});
