import { describe, expect, test } from 'vitest';
import { modeOf, sorted, verdictOf } from '../../../src/core/gate/enforcement.ts';
import type { Enforcement, Reason } from '../../../src/generated/types.ts';
import { changeText, decisionOf, policyText, type Scene } from '../../support/snapshot.ts';

const usual: Enforcement = { default: 'observe', by_risk: {}, by_rule: {}, enforce_from: null };
const now = '2026-04-07T16:05:00Z';

describe('the mode of a pull request', () => {
  test.each([
    ['the default', usual, 'high', 'observe'],
    ['enforced by default', { ...usual, default: 'enforce' }, 'low', 'enforce'],
    ['enforced for its risk', { ...usual, by_risk: { high: 'enforce' } }, 'high', 'enforce'],
    ['enforced for another risk', { ...usual, by_risk: { high: 'enforce' } }, 'medium', 'observe'],
    ['observed for its risk', { ...usual, default: 'enforce', by_risk: { low: 'observe' } }, 'low', 'observe'],
    ['before the date', { ...usual, enforce_from: '2026-04-08' }, 'high', 'observe'],
    ['on the date', { ...usual, enforce_from: '2026-04-07' }, 'high', 'enforce'],
    ['a second before the time', { ...usual, enforce_from: '2026-04-07T16:05:01Z' }, 'high', 'observe'],
    [
      'at the time, also where the risk says observe',
      { ...usual, by_risk: { high: 'observe' }, enforce_from: now },
      'high',
      'enforce',
    ],
  ] as const)('%s', (_what, enforcement, risk, mode) => {
    expect(modeOf(enforcement, risk, now)).toBe(mode);
  });
});

describe('the verdict of reasons', () => {
  const reason = (effect: Reason['effect'], mode: Reason['mode']): Reason => {
    return { code: 'x', effect, mode, message: '', subject: '' };
  };
  test.each([
    [[], 'go', 'go'],
    [[reason('advise', 'enforce')], 'go', 'go'],
    [[reason('wait', 'enforce'), reason('advise', 'enforce')], 'wait', 'wait'],
    [[reason('wait', 'enforce'), reason('block', 'enforce')], 'block', 'block'],
    [[reason('block', 'observe')], 'go', 'block'],
    [[reason('block', 'observe'), reason('wait', 'enforce')], 'wait', 'block'],
  ] as const)('%#: enforced %s, observed %s', (reasons, enforced, all) => {
    expect(verdictOf(reasons, false)).toBe(enforced);
    expect(verdictOf(reasons, true)).toBe(all);
  });
});

test('a reason is told once, blocks first; one of another code, subject or message is another', () => {
  const reason: Reason = { code: 'a', effect: 'wait', mode: 'enforce', message: 'm', subject: 's' };
  const others = [
    { ...reason, code: 'b' },
    { ...reason, message: 'n' },
    { ...reason, subject: 't' },
  ];
  const block: Reason = { ...reason, code: 'c', effect: 'block' };
  expect(sorted([reason, ...others, reason, block])).toEqual([block, reason, ...others]);
});

describe('what is observed is told and never blocks', () => {
  const undeclared: Scene = { change: changeText.replace('prompt_bundle', 'policy_bundle') };
  const judged = (enforcement: string) =>
    decisionOf({ ...undeclared, policy: policyText.replace('version: 1', `version: 1\nenforcement: ${enforcement}`) });

  test('observe lets go and says what it would have said', () => {
    expect(judged('observe')).toMatchObject({ verdict: 'go', observed_verdict: 'block', enforcement: 'observe' });
    expect(judged('observe').reasons.map(({ mode }) => mode)).toEqual(['observe']);
    expect(judged('observe').changes[0]?.verdict).toBe('go');
  });

  test('by risk, by rule and by date', () => {
    expect(judged('{ default: observe, high: enforce }').verdict).toBe('block');
    expect(judged('{ default: observe, low: enforce }').verdict).toBe('go');
    expect(judged('{ default: observe, rules: { surface_undeclared: enforce } }')).toMatchObject({
      verdict: 'block',
      enforcement: 'enforce',
    });
    expect(judged('{ default: enforce, rules: { surface_undeclared: observe } }')).toMatchObject({
      verdict: 'go',
      observed_verdict: 'block',
    });
    expect(
      judged('{ default: observe, rules: { surface_undeclared: observe }, enforce_from: 2026-04-01 }').verdict,
    ).toBe('block');
    expect(judged('{ default: observe, enforce_from: 2026-05-01 }').verdict).toBe('go');
  });
});
