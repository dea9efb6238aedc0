import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../../src/records/policy/reader.ts';
import { processorTime } from '../../support/processor-time.ts';

const SIZE = 64_000;

/** A policy of nearly 64 KiB: a head, and as many lines as fit. */
function policyOf(head: string, line: (index: number) => string, tail = ''): string {
  const lines: string[] = [];
  for (let [index, length] = [0, head.length + tail.length]; length < SIZE; index += 1) {
    const next = line(index);
    length += next.length;
    lines.push(next);
  }
  return `version: 1\n${head}${lines.slice(0, -1).join('')}${tail}`;
}

const shapes: [name: string, text: string][] = [
  ['unknown keys', policyOf('', (index) => `surfacs_${index}: {}\n`)],
  ['unknown keys that look alike', policyOf('', (index) => `k${'a'.repeat(40)}${index}: 1\n`)],
  ['roles', policyOf('roles:\n', (index) => `  r${index}: {}\n`)],
  [
    'roles that nobody defines',
    policyOf('roles: { safety: {} }\nrisk: { low: { reviews: [', (index) => `safty${index},`, 'x] } }\n'),
  ],
  [
    'roles that nobody defines, in small lists',
    policyOf(
      'roles: { safety: {} }\nsurfaces:\n',
      (index) => ` s${index}: {paths: [a], requires: {reviews: [saf${index}]}}\n`,
    ),
  ],
  ['aliases of one word', policyOf('signals:\n', (index) => ` s${index}: {aliases: [a]}\n`)],
  [
    'signals one slip away',
    policyOf('signals: { eval_ok: {} }\nrisk: { low: { evals: [', (index) => `eval_${index},`, 'x] } }\n'),
  ],
  ['users of no kind', policyOf('roles: { a: { users: [', () => '5,', '5] } }\n')],
  ['users that are no logins', policyOf('roles: { a: { users: [', (index) => `"@${index}",`, '5] } }\n')],
  ['one path again and again', policyOf('surfaces: { a: { paths: [', () => 'a,', 'a] } }\n')],
  [
    'one risk again and again',
    policyOf('freeze: { weekly: [{ from: MON 08:00, to: TUE 08:00, except: [', () => 'low,', 'low] }] }\n'),
  ],
  [
    'globs with braces',
    policyOf('surfaces: { a: { paths: [', (index) => `"{a,b}{c,d}{e,f}{g,h}{i,j}{k,l}{m,n}${index}",`, 'a] } }\n'),
  ],
  [
    'rules that do not exist',
    policyOf('enforcement: { rules: {', (index) => `surface_undeclare${index}: observe,`, 'a: observe } }\n'),
  ],
  ['waves', policyOf('waves:\n', () => ' - {name: w, traffic: 1}\n')],
  ['guardrails without a source', policyOf('guardrails:\n', (index) => ` g${index}: {}\n`)],
  ['mappings in mappings', `version: 1\nroles: ${'{a: '.repeat(30)}${'}'.repeat(30)}\n`],
];

describe('a hostile policy of', () => {
  it.each(shapes)('%s is answered at once, with a bounded list', (_name, text) => {
    readPolicy('version: 1\n', 'p.yml');
    let problems: ReturnType<typeof readPolicy>['problems'] = [];
    const took = processorTime(() => {
      ({ problems } = readPolicy(text, 'p.yml', { organization: { text: 'version: 1\n', path: 'o.yml' } }));
    });
    // 250 ms is the rule; three times that leaves room for a slow machine.
    expect(took).toBeLessThan(750);
    expect(problems.length).toBeLessThan(1_000);
  });
});
