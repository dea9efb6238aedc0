import { describe, expect, it } from 'vitest';
import { BOMBS } from '../campaigns/mutated-yaml/bombs.ts';
import { MAX_MILLISECONDS, runCampaign } from '../campaigns/mutated-yaml/campaign.ts';

describe('mutated YAML files', () => {
  it('are all survived: no exception, none over the time limit, Object.prototype unchanged (the campaign does 100,000)', {
    timeout: 120_000,
  }, () => {
    const report = runCampaign(2000, 7);
    expect(report.failures).toEqual([]);
    expect(report.slowest.milliseconds).toBeLessThan(MAX_MILLISECONDS);
    expect(report.records).toBeGreaterThan(20);
    expect(report.refused).toBeGreaterThan(2000);
  });

  it('begin with every named bomb, at most 64 KiB each', () => {
    for (const [name, text] of Object.entries(BOMBS))
      expect(Buffer.byteLength(text), name).toBeLessThanOrEqual(64 * 1024);
    expect(Object.keys(BOMBS).length).toBeGreaterThan(50);
  });
});
