import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/adapters/digest/sha256.ts';
import { checkRunDifference, commentDifference } from '../../src/reconcile/difference.ts';
import { tailInPart } from '../../src/reconcile/answer-tail.ts';
import type { CheckRunWrite, Observation, OwnCheck } from '../../src/reconcile/ports.ts';
import type { CheckOutput } from '../../src/report/output.ts';
import { annotation } from '../report/samples/annotation.ts';

const now = new Date('2026-04-20T12:00:00Z');
const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();

const waiting: CheckOutput = {
  name: 'rollout-gate',
  status: 'in_progress',
  conclusion: null,
  title: 'Waiting: safety',
  summary: 's',
  text: '',
  annotations: [],
};
const green: CheckOutput = { ...waiting, status: 'completed', conclusion: 'success', title: 'Go' };
const red: CheckOutput = { ...waiting, status: 'completed', conclusion: 'failure', annotations: [annotation] };

function observation(own_checks: readonly OwnCheck[] = []): Observation {
  return {
    snapshot: null,
    repository_node_id: 'R',
    repository_url: 'https://github.com/acme/agents',
    pull_request_node_id: 'PR',
    head_sha: 'f'.repeat(40),
    head_branch: 'a',
    own_checks,
    sticky_comment: null,
    leans_on_memory: false,
    lookalikes: [],
    answers: null,
    head_since: null,
    pushers_unread: false,
    reviewers: { pending: { users: [], teams: [] }, nodes: { users: new Map(), teams: new Map() } },
  };
}

/** The run as GitHub has it after the output was written. */
function written(output: CheckOutput, over: Partial<OwnCheck> = {}): OwnCheck {
  const [write] = checkRunDifference([output], observation(), now, sha256);
  const { name, external_id, status, conclusion } = write as CheckRunWrite;
  return { node_id: 'CR1', id: 1, name, external_id, status, conclusion, started_at: daysAgo(1), url: null, ...over };
}

const writeOf = (output: CheckOutput, ...own: OwnCheck[]): CheckRunWrite | undefined =>
  checkRunDifference([output], observation(own), now, sha256)[0];

describe('a check run', () => {
  test('that is not there is made', () => {
    expect(writeOf(waiting)).toMatchObject({ node_id: null, name: 'rollout-gate', head_sha: 'f'.repeat(40) });
  });

  test('that shows it already is left alone', () => {
    expect(writeOf(waiting, written(waiting))).toBeUndefined();
    expect(writeOf(green, written(green, { started_at: daysAgo(90) }))).toBeUndefined();
  });

  test('that GitHub marked as stale is made anew, whatever it would say', () => {
    const stale = { status: 'completed', conclusion: 'stale' };
    for (const output of [waiting, green]) {
      expect(writeOf(output, written(output, stale))).toMatchObject({ node_id: null, name: 'rollout-gate' });
    }
  });

  test('that shows something else is brought up to date', () => {
    expect(writeOf(green, written(waiting))).toMatchObject({ node_id: 'CR1', conclusion: 'success' });
    expect(writeOf({ ...green, title: 'Go: 2 reviews' }, written(green))).toMatchObject({ node_id: 'CR1' });
  });

  test('that is over is never opened again: a new run is made', () => {
    expect(writeOf(waiting, written(green))).toMatchObject({ node_id: null, status: 'in_progress' });
  });

  test('that has been open for 13 days is made anew, before GitHub marks it stale', () => {
    expect(writeOf(waiting, written(waiting, { started_at: daysAgo(12.9) }))).toBeUndefined();
    expect(writeOf(waiting, written(waiting, { started_at: daysAgo(13.1) }))).toMatchObject({ node_id: null });
    expect(writeOf(waiting, written(waiting, { started_at: null }))).toMatchObject({ node_id: null });
    expect(writeOf(green, written(waiting, { started_at: daysAgo(13.1) }))).toMatchObject({ node_id: 'CR1' });
  });

  test('without annotations may still get them', () => {
    expect(writeOf(red, written(waiting))).toMatchObject({ node_id: 'CR1', annotations: [annotation] });
  });

  test('with the same annotations is not given them again', () => {
    expect(writeOf({ ...red, title: 'Another' }, written(red))).toMatchObject({ node_id: 'CR1', annotations: [] });
  });

  test('with other annotations is followed by a new run: they can not be taken back', () => {
    const other = { ...red, annotations: [{ ...annotation, start_line: 2, end_line: 2 }] };
    expect(writeOf(other, written(red))).toMatchObject({ node_id: null, annotations: other.annotations });
    expect(writeOf(green, written(red))).toMatchObject({ node_id: null, annotations: [] });
  });

  test('whose annotations were cut off gets the rest of them, and no other set', () => {
    const many = {
      ...red,
      annotations: [1, 2, 3].map((line) => ({ ...annotation, start_line: line, end_line: line })),
    };
    const cut = (output: CheckOutput) => {
      const whole = written(output);
      return { ...whole, external_id: `${whole.external_id}~2` };
    };
    const rest = { node_id: 'CR1', annotations: many.annotations.slice(2), annotations_before: 2 };
    expect(writeOf(many, cut(many))).toMatchObject(rest);
    expect(writeOf({ ...many, title: 'Another' }, cut(many))).toMatchObject(rest);
    expect(writeOf(red, cut(many))).toMatchObject({ node_id: null, annotations: [annotation], annotations_before: 0 });
    expect(writeOf(many, written(many))).toBeUndefined();
  });

  test('that names the newest answer as well is not given the same annotations again', () => {
    const tail = `:7 ${'d'.repeat(64)}`;
    const run = written(red);
    const named = { ...run, external_id: `${run.external_id}${tail}` };
    expect(writeOf({ ...red, title: 'Another' }, named)).toMatchObject({ node_id: 'CR1', annotations: [] });
    expect(tailInPart(named.external_id)).toEqual({ number: 7, digest: 'd'.repeat(64) });
    expect(tailInPart(`${named.external_id}~50`)).toEqual({ number: 7, digest: 'd'.repeat(64) });
  });

  test('is looked for among the newest of its name', () => {
    const older = written(green, { node_id: 'CR1', id: 1 });
    const newer = written(waiting, { node_id: 'CR2', id: 2 });
    expect(writeOf(green, older, newer)).toMatchObject({ node_id: 'CR2' });
    expect(writeOf(green, newer, older)).toMatchObject({ node_id: 'CR2' });
  });
});

describe('the sticky comment', () => {
  const sticky = { node_id: 'IC', id: 1, body: 'says this\n' };

  test.each([
    ['is made', null, 'says this', { kind: 'comment', node_id: null, body: 'says this' }],
    ['is edited', sticky, 'says that', { kind: 'comment', node_id: 'IC', body: 'says that' }],
    ['is left alone when it says so', sticky, 'says this', null],
    ['is left alone where none is wanted', sticky, null, null],
  ])('%s', (_name, sticky_comment, body, expected) => {
    expect(commentDifference(body, { ...observation(), sticky_comment })).toEqual(expected);
  });
});
