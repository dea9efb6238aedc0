import { expect, it } from 'vitest';
import { routeMutations } from '../../campaigns/mutated-webhooks/route.ts';

it('webhooks of GitHub’s descriptions, changed at random, give no fault and no key of a wrong kind', () => {
  const { wrong, payloads, seen } = routeMutations(7, 20);
  expect(wrong).toBeNull();
  expect(payloads).toBeGreaterThan(2_000);
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining(['pull_request', 'commit', 'repository', 'installation', 'default_branch']),
  );
});
