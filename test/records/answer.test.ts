import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnswerEntry } from '../../src/generated/types.ts';
import { answerComment, isAnswerComment, readAnswerComment } from '../../src/records/answer.ts';
import { block, empty, entryOf } from '../core/command/chains.ts';
import { render } from '../report/markdown/engine.ts';

const entry = entryOf({ effect: block }, empty, 1009);
const body = answerComment('`@bob`: done', entry);

function withReason(reason: string): AnswerEntry {
  return { ...entry, effect: { kind: 'block', reason } };
}

test('the machine part is hidden, on the last line', () => {
  expect(render(body).visible).toBe('@bob: done');
  expect(isAnswerComment(body)).toBe(true);
  expect(readAnswerComment(body)).toEqual(entry);
  expect(readAnswerComment(`${body}\r\n`)).toEqual(entry);
});

test('whatever a reason says, it comes back, and nothing of it is seen or ends the hidden part', () => {
  const reason = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc
      .array(fc.constantFrom('-->', '--!>', '<!--', '--', '>', '<', '\n', ' -->\n\n@erin', '\u202E', '"', '\\', 'x'), {
        minLength: 1,
        maxLength: 12,
      })
      .map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(reason, (text) => {
      const written = answerComment('words', withReason(text));
      expect(readAnswerComment(written)).toEqual(withReason(text.toWellFormed()));
      expect(render(written).visible).toBe('words');
      // GitHub ends the comment at the first of these, wherever its line ends.
      expect(written.slice('words\n\n<'.length, -'>'.length)).not.toMatch(/[<>]/);
    }),
    { numRuns: 300 },
  );
});

describe('no entry is read', () => {
  const json = body.slice(body.indexOf('{'), -' -->'.length);
  const marked = (text: string): string => `<!-- rollout-gate:answer ${text} -->`;
  test.each([
    ['from words after it', `${body}\nthanks`],
    ['from a quote', body.replaceAll('\n', '\n> ')],
    ['from the middle of a line', `x ${marked(json)}`],
    ['where it has no end', `<!-- rollout-gate:answer ${json}`],
    ['from no JSON', marked('{')],
    ['from a member too many', marked(json.replace('{', '{"a":1,'))],
    ['from a member too few', marked(json.replace('"version":1', '"x":1'))],
    [
      'from another order of members',
      marked(JSON.stringify(JSON.parse(`{"version":1,${json.slice(1)}`)).replace(/"code":"done",/, '')),
    ],
    ['from blank space', marked(json.replace('{', '{ '))],
    ['from a member that stands there twice', marked(json.replace('"version":1', '"version":1,"version":1'))],
    ['from a number that is none of a chain', marked(json.replace('"number":1', '"number":0'))],
    ['from a reason that is too long', answerComment('x', withReason('x'.repeat(501)))],
    ['from more than fits', marked(`{"a":"${'x'.repeat(70_000)}"}`)],
    ['from nothing', ''],
  ])('%s', (_name, text) => expect(readAnswerComment(text)).toBeNull());
});
