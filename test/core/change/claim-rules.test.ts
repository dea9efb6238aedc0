import { describe, expect, test } from 'vitest';
import { approved, claims, noReviews } from '../../attacks/by-claims.ts';
import { bindingCodes, changeText, codesOf, decisionOf, rolloutText } from '../../support/snapshot.ts';

describe('a claim is held against the facts: contradicted blocks, not backed yet waits (contract 0.6)', () => {
  test.each(claims)('%s: %s', (_claim, code, scene) => {
    const decision = decisionOf(scene);
    expect(bindingCodes(decision)).toContain(code);
    expect(decision.verdict).toBe(code === 'claim_pending' ? 'wait' : 'block');
    const reason = decision.reasons.find((found) => found.code === code);
    expect(reason?.where?.file).toMatch(/^changes\/one\//);
  });

  test('claims that the facts back let the change go', () => {
    const both = {
      change: `${changeText}status: approved\n`,
      rollout: `${rolloutText}decision: go\ndecided_by: [engineering, safety]\n`,
    };
    expect(decisionOf(both)).toMatchObject({ verdict: 'go', reasons: [] });
  });

  test('words that claim nothing say nothing; unknown words are advised on', () => {
    expect(decisionOf({ change: `${changeText}status: proposed\n` }).reasons).toEqual([]);
    const odd = decisionOf({ change: `${changeText}status: splendid\n` });
    expect(codesOf(odd)).toEqual(['claim_unknown']);
    expect(odd.verdict).toBe('go');
  });

  test('a claim never turns into an approval', () => {
    const claimed = decisionOf({ ...approved, ...noReviews });
    expect(claimed.reviews.map(({ state }) => state)).toEqual(['missing', 'missing']);
  });
});
