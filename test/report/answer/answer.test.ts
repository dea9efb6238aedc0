import { describe, expect, test } from 'vitest';
import { sayingOf } from '../../../src/core/command/answer.ts';
import type { Situation } from '../../../src/core/command/situation.ts';
import type { Person } from '../../../src/generated/types.ts';
import { codeTexts } from '../../../src/records/code-texts.ts';
import { answerWords } from '../../../src/report/answer/answer.ts';
import { agree, attest, block, bypass, commentsOf, waive } from '../../core/command/chains.ts';
import { failing, givenOf, situationOf } from '../../core/command/situations.ts';
import { people } from '../../support/snapshot.ts';
import { render } from '../markdown/engine.ts';
import { hostileTexts } from '../markdown/hostile.ts';

const { bob, carol, dan, erin } = people;

function words(line: string, person: Person, situation: Situation = situationOf(), at?: string): string {
  const given = givenOf(line, person, at);
  const saying = sayingOf(given, situation);
  if (saying === null) throw new Error(`${line} was not answered`);
  return answerWords(given, saying, situation, codeTexts);
}

const line = '/waive signal_false until 2026-04-10 because known';
const all = commentsOf([
  { effect: block },
  { effect: waive(2) },
  { effect: waive(3) },
  { effect: waive(4), by: dan },
  { effect: agree('w3'), by: carol },
  { effect: attest, by: carol },
]);
const gap = commentsOf([{ effect: null }, { effect: block }]).slice(1);
const incident = situationOf(commentsOf([{ effect: bypass }]), { place: 'incident', decision: null, head: null });

const screens: readonly (readonly [string, string])[] = [
  ['refused', words('/unblock', dan, situationOf(commentsOf([{ effect: block }])))],
  ['refused, roles', words(line, dan)],
  ['refused, unreadable', words('/attest drilled', erin, unreadable())],
  ['expired', words('/unblock', erin, situationOf(), '2026-04-07T12:00:00Z')],
  ['malformed', words('/waive x until tomorrow', bob)],
  ['not yet', words('/rollback', dan)],
  ['too long', words('/waive signal_false until 2026-12-31 because x', bob)],
  ['elsewhere', words('/resume because x', erin, situationOf([], { incidents: [12, 14] }))],
  ['broken', words('/unblock', erin, situationOf(gap))],
  ['recheck', words('/recheck', dan)],
  ['block', words('/block the *pager* is on fire @erin', dan)],
  ['block, already', words('/block not yet', bob, situationOf(commentsOf([{ effect: block }])))],
  ['unblock', words('/unblock', erin, situationOf(commentsOf([{ effect: block }])))],
  ['attest', words('/attest drilled', carol)],
  ['waive', words(line, bob)],
  ['agree', words(line, carol, situationOf(commentsOf([{ effect: waive(1) }])))],
  ['revoke', words('/waive revoke w1', bob, situationOf(commentsOf([{ effect: waive(1) }])))],
  ['dry run', words(`${line} --dry-run`, bob)],
  ['restart', words('/resume because dan did it', erin, situationOf(gap))],
  ['resume', words('/resume because it is fine', erin, incident)],
  ['help', words('/help', dan)],
  ['help on an incident', words('/help', erin, incident)],
  ['status', words('/status', dan, situationOf(all))],
  ['status, nothing', words('/status', dan)],
  ['status, broken', words('/status', dan, situationOf(gap))],
  ['explain', words('/explain', dan, situationOf(all))],
  ['explain a signal', words('/explain offline_eval_passed', dan)],
  ['explain another code', words('/explain review_missing', dan)],
  ['explain nonsense', words('/explain constructor', dan)],
];

function unreadable(): Situation {
  const situation = situationOf();
  const { roles } = situation.facts;
  return {
    ...situation,
    facts: { ...situation.facts, roles: { ...roles, users: roles.users.filter(({ login }) => login !== 'carol') } },
  };
}

test('the words of every answer', async () => {
  const page = screens.map(([name, markdown]) => `## ${name}\n${markdown}\n`).join('\n');
  await expect(page).toMatchFileSnapshot('answers.md');
});

/** What a template may make of itself; data may make nothing. */
const ours: ReadonlySet<string> = new Set([
  ...[
    'root',
    'paragraph',
    'text',
    'inlineCode',
    'strong',
    'emphasis',
    'list',
    'listItem',
    'table',
    'tableRow',
    'tableCell',
    'code',
  ],
]);

test.each(screens)('%s: no mention, reference, link or image comes to life', (_name, markdown) => {
  const foreign = Object.keys(render(markdown).kinds).filter((kind) => !ours.has(kind));
  expect(foreign).toEqual([]);
});

describe('hostile words in reasons, findings and faults stay words', () => {
  const plain = render(words('/status', dan, hostile('x'))).kinds;
  test.each(hostileTexts.map((text) => [text.replaceAll(/\s+/g, ' ').slice(0, 400)] as const))('%j', (text) => {
    const { kinds } = render(words('/status', dan, hostile(text)));
    expect({ ...kinds, text: 0, inlineCode: 0 }).toEqual({ ...plain, text: 0, inlineCode: 0 });
  });

  function hostile(text: string): Situation {
    const said = commentsOf([
      { effect: { kind: 'block', reason: text } },
      { effect: { ...waive(2), kind: 'waive', finding: text, reason: text } as never },
      { effect: { kind: 'attest', signal: text, commit: text } },
    ]);
    const situation = situationOf(said);
    return { ...situation, chain: { ...situation.chain, fault: text } };
  }
});

test('only people whom the policy or the answer itself names are shown', () => {
  // ada wrote the pull request, and erin maintains: neither is named by the policy, and neither spoke.
  for (const [name, markdown] of screens) {
    if (
      name.startsWith('explain') ||
      ['block', 'expired', 'broken', 'restart', 'resume', 'elsewhere', 'unblock'].includes(name)
    )
      continue;
    if (name.includes('unreadable') || name.includes('incident')) continue;
    expect(render(markdown).visible, name).not.toMatch(/@(?:ada|erin)/);
  }
});

test('a page of everything stays below what a comment holds', () => {
  const many = commentsOf(
    Array.from(
      { length: 120 },
      (_one, index) =>
        ({ effect: index % 2 === 0 ? { kind: 'block', reason: '<'.repeat(500) } : waive(index + 1) }) as const,
    ),
  );
  expect(words('/status', dan, situationOf(many)).length).toBeLessThan(40_000);
  expect(words('/explain', dan, situationOf(many, {}, failing)).length).toBeLessThan(42_000);
});
