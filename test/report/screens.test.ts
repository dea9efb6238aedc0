import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/generated/types.ts';
import { faultCheck } from '../../src/report/check/fault-check.ts';
import { type GateContext, gateCheck } from '../../src/report/check/gate-check.ts';
import { evalChecks, reviewChecks } from '../../src/report/check/part-checks.ts';
import { stickyComment } from '../../src/report/comment/sticky-comment.ts';
import type { CheckOutput } from '../../src/report/output.ts';
import { jobSummary } from '../../src/report/summary/job-summary.ts';
import { decisionText } from '../../src/report/terminal/decision.ts';
import { plain } from '../../src/report/terminal/paint.ts';
import * as samples from './samples.ts';

const context: GateContext = {
  capsulePacked: 'H4sIAAAAAAAAA6tWKkktLlGyUkpJLEnVUcpNLSpOzEkFsYtSC0tTi0uUrJTS8vOVrJSgXCUrpaTEIiUrpVoAPqK7vTUAAAA=',
  draftLink: ({ path }) => `https://github.com/acme/agents/edit/refund/${path}`,
  lookalikes: [],
};

/** A check run as a page that people can read in a review. */
function page(checks: readonly CheckOutput[]): string {
  return checks
    .map(({ name, status, conclusion, title, summary, text, annotations }) =>
      [
        `# ${name}: ${conclusion ?? status}`,
        `**${title}**`,
        summary,
        ...(text === '' ? [] : ['---', text]),
        ...(annotations.length === 0
          ? []
          : [
              '---',
              'Annotations:',
              `\`\`\`json\n${annotations.map((annotation) => JSON.stringify(annotation)).join('\n')}\n\`\`\``,
            ]),
      ].join('\n\n'),
    )
    .join('\n\n')
    .concat('\n');
}

const fixture = (name: string): string => `../fixtures/report/${name}.md`;

describe('the gate’s check', () => {
  const decisions: [name: string, decision: Decision][] = [
    ['go', samples.go],
    ['waived', samples.waived],
    ['wait', samples.wait],
    ['block', samples.block],
    ['malformed', samples.malformed],
    ['ungoverned', samples.ungoverned],
    ['observe', samples.observe],
    ['policy-invalid', samples.policyInvalid],
  ];
  it.each(decisions)('of a decision "%s" reads as its page', async (name, decision) => {
    await expect(page(gateCheck(decision, context))).toMatchFileSnapshot(fixture(name));
  });

  it('of a fault reads as its page', async () => {
    await expect(page([faultCheck(samples.fault)])).toMatchFileSnapshot(fixture('fault'));
  });
});

it('the checks of reviews and evals read as their page', async () => {
  const own = ['rollout-gate', 'review: legal', 'eval: old_eval', 'review: safety'];
  await expect(page([...reviewChecks(samples.wait, own), ...evalChecks(samples.wait, own)])).toMatchFileSnapshot(
    fixture('parts'),
  );
});

it('the sticky comment reads as its page', async () => {
  const comment = stickyComment(samples.block, {
    checkUrl: 'https://github.com/acme/agents/runs/1',
    draftLink: context.draftLink,
  });
  await expect(`${comment}\n`).toMatchFileSnapshot(fixture('comment'));
});

it('the job summary reads as its page', async () => {
  const outcome = {
    decisions: [samples.wait],
    faults: [samples.fault],
    limits: ['A writer can post a check of any name with the job token.'],
    nothing: null,
  };
  await expect(`${jobSummary(outcome)}\n`).toMatchFileSnapshot(fixture('summary'));
});

it('the terminal reads as its page', async () => {
  await expect(decisionText(samples.block, plain)).toMatchFileSnapshot('../fixtures/report/terminal.txt');
});
