import { describe, expect, it } from 'vitest';
import { policyLocation } from '../../src/settings/policy-location.ts';

const commit = 'a1'.repeat(20);

describe("where an organisation's defaults are", () => {
  it('is a file of a repository at a commit', () => {
    const place = { owner: 'acme', repo: 'policies', commit };
    expect(policyLocation(`acme/policies@${commit}`)).toEqual({ ...place, path: '.github/rollout-gate.yml' });
    expect(policyLocation(`acme/policies@${commit}:base/gate.yml`)).toEqual({ ...place, path: 'base/gate.yml' });
    expect(policyLocation(`acme_corp/.github@${commit}`)).toMatchObject({ owner: 'acme_corp', repo: '.github' });
  });

  it.each([
    'acme/policies',
    'acme/policies@main',
    `acme/policies@${commit.slice(0, 7)}`,
    `acme/policies@${commit.toUpperCase()}`,
    `acme/policies@${commit}0`,
    `policies@${commit}`,
    `acme/..@${commit}`,
    `acme/policies@${commit}:`,
    `acme/policies@${commit}:/etc/passwd`,
    `acme/policies@${commit}:a/../b`,
    `acme/policies@${commit}:a//b`,
    `acme/policies@${commit}:a b`,
    `acme/policies@${commit}\n`,
    ` acme/policies@${commit}`,
    `https://github.com/acme/policies@${commit}`,
  ])('is not %j', (text) => {
    expect(policyLocation(text)).toBeNull();
  });
});
