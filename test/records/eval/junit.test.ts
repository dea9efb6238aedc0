import { describe, expect, it } from 'vitest';
import { validateEvalReport } from '../../../src/generated/validators/eval-report.js';
import { type JunitContext, readJunit } from '../../../src/records/eval/junit.ts';
import { processorTime } from '../../support/processor-time.ts';

const context: JunitContext = {
  suite: null,
  commit: '4f2c9d1aa0b1c2d3e4f5061728394a5b6c7d8e9f',
  measured_at: '2026-04-07T15:58:00Z',
  release: {},
  dataset: { name: 'tickets', version: '7' },
  judge: { name: 'pytest' },
  verifier: { id: 'pytest', contract_version: '8' },
};

const pytest = `<?xml version="1.0" encoding="utf-8"?>
<testsuites>
  <testsuite name="duplicate_ticket" errors="1" failures="1" skipped="1" tests="4" time="2.1">
    <testcase classname="evals.tickets" name="test_timeout" time="0.1">
      <properties><property name="trace_id" value="t-1"/><property name="side_effects" value="one"/></properties>
    </testcase>
    <testcase classname="evals.tickets" name="test_retry[a&lt;b]"><failure message="two &quot;tickets&quot;&#10;found">Traceback</failure></testcase>
    <testcase classname="evals.tickets" name="test_boom"><error><![CDATA[<!DOCTYPE html> & more]]></error></testcase>
    <testcase classname="evals.tickets" name="test_later"><skipped/></testcase>
  </testsuite>
</testsuites>`;

describe('JUnit XML', () => {
  it('becomes one report for each outermost suite', () => {
    const { reports, problems } = readJunit(pytest, context);
    expect(problems).toEqual([]);
    expect(reports).toHaveLength(1);
    expect(validateEvalReport(reports?.[0] as unknown)).toBe(true);
    expect(reports?.[0]).toMatchObject({
      suite: 'duplicate_ticket',
      cases: [
        { id: 'evals.tickets.test_timeout', outcome: 'passed', trace_id: 't-1', side_effects: 'one' },
        { id: 'evals.tickets.test_retry[a<b]', outcome: 'failed', failure_reason: 'two "tickets" found' },
        { id: 'evals.tickets.test_boom', outcome: 'error', failure_reason: '<!DOCTYPE html> & more' },
        { id: 'evals.tickets.test_later', outcome: 'skipped' },
      ],
    });
  });

  it('becomes one report when a suite is named', () => {
    const two =
      '<testsuites><testsuite name="a"><testcase name="x"/></testsuite><testsuite name="b"><testcase name="x"/></testsuite></testsuites>';
    const { reports } = readJunit(two, { ...context, suite: 'all' });
    expect(reports?.map(({ suite, cases }) => [suite, cases.map(({ id }) => id)])).toEqual([['all', ['x', 'x #2']]]);
    expect(readJunit(two, context).reports?.map(({ suite }) => suite)).toEqual(['a', 'b']);
  });

  it('keeps the cases of suites inside suites', () => {
    const nested =
      '<testsuite name="out"><testsuite name="in"><testcase name="x"><failure/></testcase></testsuite></testsuite>';
    expect(readJunit(nested, context).reports?.[0]?.cases).toEqual([{ id: 'x', outcome: 'failed' }]);
  });

  it('bounds names and reasons', () => {
    const long = `<testsuite name="${'s'.repeat(5_000)}"><testcase name="${'n'.repeat(5_000)}"><failure message="${'😀'.repeat(5_000)}"/></testcase></testsuite>`;
    const [report] = readJunit(long, context).reports ?? [];
    expect(report?.suite).toHaveLength(300);
    expect(report?.cases[0]?.id).toHaveLength(300);
    expect(report?.cases[0]?.failure_reason?.length).toBeLessThanOrEqual(1_000);
    expect(report?.cases[0]?.failure_reason?.isWellFormed()).toBe(true);
  });

  const refused: [name: string, xml: string, code: string][] = [
    [
      'a DOCTYPE',
      '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&x;"/></testsuite>',
      'xml_doctype',
    ],
    [
      'a DOCTYPE in small letters after the declaration',
      '<?xml version="1.0"?><!doctype t><testsuite/>',
      'xml_doctype',
    ],
    ['elements without end', '<a>'.repeat(100_000), 'json_too_deep'],
    ['a tag that isn’t closed', '<testsuite><testcase></testsuite>', 'xml_syntax'],
    ['a comment that isn’t closed', '<testsuite><!-- <testcase></testsuite>', 'xml_syntax'],
    ['no XML', 'passed: 50', 'xml_syntax'],
    ['nothing', '', 'xml_syntax'],
    ['another root', '<html></html>', 'xml_syntax'],
    [
      'fewer failures than it counts',
      '<testsuite failures="1" tests="1"><testcase name="x"/></testsuite>',
      'xml_syntax',
    ],
    ['fewer tests than it counts', '<testsuite tests="2"><testcase name="x"/></testsuite>', 'xml_syntax'],
    ['more than 5 MB', `<testsuite>${' '.repeat(6_000_000)}</testsuite>`, 'json_too_large'],
  ];
  it.each(refused)('with %s is refused', (_name, xml, code) => {
    const { reports, problems } = readJunit(xml, context);
    expect(reports).toBeNull();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('never reaches a prototype through names of elements or attributes', () => {
    const xml =
      '<testsuite __proto__="x" constructor="y"><__proto__><testcase name="z"/></__proto__><testcase name="ok"/></testsuite>';
    const { reports } = readJunit(xml, context);
    expect(reports?.[0]?.cases.map(({ id }) => id) ?? ['ok']).toEqual(['ok']);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('is read or refused within two seconds, however it is made', () => {
    for (const part of [
      '<a b="',
      '&amp;',
      '<testcase name="x"/>',
      '<![CDATA[x]]>',
      '<?x?>',
      'a="1" ',
      '<a',
      '-->',
      '\n',
    ]) {
      const text = `<testsuite>${part.repeat(Math.floor(1_000_000 / part.length))}</testsuite>`;
      expect(
        processorTime(() => void readJunit(text, context)),
        part,
      ).toBeLessThan(2_000);
    }
  });
});
