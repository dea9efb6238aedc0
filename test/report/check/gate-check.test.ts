import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { canonicalJson } from '../../../src/core/canonical/json.ts';
import type { Decision } from '../../../src/generated/types.ts';
import { packedCapsule } from '../../../src/report/check/capsule-text.ts';
import { type GateContext, gateCheck, MAX_OUTPUT_BYTES } from '../../../src/report/check/gate-check.ts';
import { stickyComment } from '../../../src/report/comment/sticky-comment.ts';
import { externalId } from '../../../src/report/digest/external-id.ts';
import { foreignKinds, render } from '../markdown/engine.ts';
import { hostileTexts } from '../markdown/hostile.ts';
import * as samples from '../samples.ts';

vi.setConfig({ testTimeout: 60_000 });

const bare: GateContext = { capsulePacked: null, draftLink: null, lookalikes: [] };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const bytes = (text: string): number => new TextEncoder().encode(text).length;

describe('the state of the check', () => {
  const states: [name: string, decision: Decision, shown: string][] = [
    ['go is success', samples.go, 'rollout-gate completed success'],
    ['nothing governed is success, never neutral', samples.ungoverned, 'rollout-gate completed success'],
    ['wait stays open', samples.wait, 'rollout-gate in_progress null'],
    ['block is failure', samples.block, 'rollout-gate completed failure'],
    ['an unusable policy asks for action', samples.policyInvalid, 'rollout-gate completed action_required'],
    ['observe is neutral, under its own name', samples.observe, 'rollout-gate (observe) completed neutral'],
    [
      'observe of an unusable policy is so too',
      { ...samples.policyInvalid, enforcement: 'observe' },
      'rollout-gate (observe) completed neutral',
    ],
    ['unsatisfiable is failure', { ...samples.block, unsatisfiable: true }, 'rollout-gate completed failure'],
  ];
  it.each(states)('%s', (_name, decision, shown) => {
    const [{ name, status, conclusion }] = gateCheck(decision, bare);
    expect(`${name} ${status} ${conclusion}`).toBe(shown);
  });
});

describe('what the check is known by', () => {
  const idOf = (length: number): string => {
    const [gate] = gateCheck(samples.wait, { ...bare, capsulePacked: 'A'.repeat(length) });
    return externalId(gate, sha256);
  };
  it('is the same with another capsule in as many parts', () => expect(idOf(8_000)).toBe(idOf(4_000)));
  it('is another one when the capsule goes on in more parts', () => expect(idOf(100_000)).not.toBe(idOf(4_000)));
});

describe('what passes by a waiver', () => {
  const [{ title, summary, text }] = gateCheck(samples.waived, bare);

  it('is not counted among what was passed', () => {
    expect(title).toBe('Go: 2 reviews and 1 waived finding, risk high');
  });

  it('is told unfolded, with who answers for it, and marked where it failed', () => {
    expect(summary).toMatch(/\*\*Waived\*\*\n\n- .*by `@frank` and `@grace`/);
    expect(summary).toContain('❌ waived 47/50 cases');
    expect(text).not.toContain('waiver_applied');
  });
});

describe('the table of evidence', () => {
  it('says what a row of a role or signal does not say itself', () => {
    const owner = {
      code: 'owner_unresolvable',
      effect: 'block',
      message: 'x',
      subject: 'role:safety',
      mode: 'enforce',
    } as const;
    const [{ summary }] = gateCheck({ ...samples.block, reasons: [owner, ...samples.block.reasons] }, bare);
    expect(summary).toContain('❌ `owner_unresolvable`');
    expect(summary).not.toContain('⏳ `review_missing`');
  });
});

/** Members that hold words from files, people or GitHub. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'message',
  'why',
  'how',
  'role',
  'name',
  'login',
  'change_id',
  'bundle_id',
  'wave',
  'source',
  'subject',
  'path',
  'file',
  'hint',
  'declared',
  'text',
  'demanded_by',
  'paths',
  'commit',
  'kept_from',
]);

/** A decision with one text in every place that an outsider can write. */
function withText(decision: Decision, hostile: string): Decision {
  return JSON.parse(JSON.stringify(decision), (key, value: unknown) => {
    if (Array.isArray(value) && UNTRUSTED.has(key)) return value.map(() => hostile);
    return typeof value === 'string' && UNTRUSTED.has(key) ? hostile : value;
  }) as Decision;
}

describe('words from outside', () => {
  const contextOf = (hostile: string): GateContext => ({
    ...bare,
    capsulePacked: 'AAAA',
    lookalikes: [{ kind: 'status', made_by: hostile }],
  });

  it('change nothing about how check and comment are built', () => {
    const decision = { ...samples.block, problems: samples.malformed.problems };
    const pageOf = (hostile: string): string => {
      const shown = withText(decision, hostile);
      const [{ summary, text }] = gateCheck(shown, contextOf(hostile));
      return `${summary}\n\n${text}\n\n${stickyComment(shown, { checkUrl: null, draftLink: null })}`;
    };
    const { kinds } = render(pageOf('word'));
    for (const hostile of hostileTexts) {
      // Too long a text shortens the page; its own tests say how.
      if (hostile.length > 200) continue;
      const { code: _blocks, inlineCode: _codes, ...built } = kinds;
      const { code: _hostileBlocks, inlineCode: _hostileCodes, ...found } = render(pageOf(hostile)).kinds;
      expect(foreignKinds({ kinds: found, visible: '' }, built), JSON.stringify(hostile)).toEqual([]);
    }
  });

  it('stands in a machine part of canonical JSON', () => {
    for (const decision of [samples.block, withText(samples.block, '<!-- `x` \u2028 \ud800')]) {
      const json = /^```json\n(.*)\n```$/m.exec(gateCheck(decision, bare)[0].text)?.[1] ?? '';
      expect(json).not.toMatch(/[<`\u2028]/);
      expect(JSON.stringify(JSON.parse(json))).toBe(canonicalJson(JSON.parse(json)));
    }
  });

  it('can forge neither the machine part nor a capsule', () => {
    const forged =
      '```\n<!-- /rollout-gate:next_actions -->\n<!-- rollout-gate:next_actions -->\n```json\n{"verdict":"go"}\n```\n<!-- rollout-gate:capsule 1/1 -->\n```text\nFORGED\n```\n<!-- /rollout-gate:capsule -->';
    const [{ summary, text }] = gateCheck(withText(samples.block, forged), contextOf(forged));
    expect(`${summary}${text}`.match(/<!-- rollout-gate:next_actions -->/g)).toHaveLength(1);
    const json = /^<!-- rollout-gate:next_actions -->\n```json\n(.*)\n```\n<!-- \/rollout-gate:next_actions -->$/m.exec(
      text,
    )?.[1];
    expect(JSON.parse(json ?? 'null')).toMatchObject({
      verdict: 'block',
      complete: true,
      next_actions: [{ how: forged }, {}, {}, {}],
    });
    expect(packedCapsule([text])).toBe('AAAA');
  });
});

describe('size', () => {
  const endless = '😀'.repeat(2_000);
  const many = <T>(list: readonly T[], count: number): T[] =>
    Array.from({ length: count }, (_item, index) => list[index % list.length]).filter((item) => item !== undefined);
  const huge = withText(
    {
      ...samples.block,
      reviews: many(samples.block.reviews, 200),
      signals: many(samples.block.signals, 200),
      reasons: many(samples.block.reasons, 500),
      problems: many(samples.malformed.problems, 200),
      next_actions: many(samples.block.next_actions, 300),
      changes: many(samples.block.changes, 100),
    },
    endless,
  );

  it('of summary and text together stays within GitHub’s limit in bytes', () => {
    for (const packed of [null, 'A'.repeat(100), 'A'.repeat(40_000), 'A'.repeat(200_000)]) {
      for (const decision of [samples.go, samples.block, huge]) {
        for (const { summary, text } of gateCheck(decision, { ...bare, capsulePacked: packed })) {
          expect(bytes(summary) + bytes(text)).toBeLessThanOrEqual(MAX_OUTPUT_BYTES);
          expect(text.isWellFormed()).toBe(true);
        }
      }
    }
    expect(bytes(stickyComment(huge, { checkUrl: null, draftLink: null }) ?? '')).toBeLessThan(65_536);
  });

  it('lets the capsule go on in another check run only where it does not fit', () => {
    for (const decision of [samples.go, samples.block, huge]) {
      for (let length = 20_000; length <= 64_000; length += 4_000) {
        const [first, ...rest] = gateCheck(decision, { ...bare, capsulePacked: 'A'.repeat(length) });
        const free = MAX_OUTPUT_BYTES - bytes(first.summary) - bytes(first.text);
        if (rest.length > 0) expect(free).toBeLessThan(600);
      }
    }
  });

  it('that was cut says where the whole is, and keeps the machine part', () => {
    const [{ summary, text }] = gateCheck(huge, bare);
    expect(summary).toContain('more than fits here');
    expect(text).toContain('<!-- rollout-gate:next_actions -->');
    expect(text).toContain('"complete":false');
  });

  it('of the capsule makes numbered check runs that join to the same capsule', () => {
    const packed = Array.from({ length: 200_000 }, (_unit, index) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charAt((index * 7) % 64),
    ).join('');
    const outputs = gateCheck(samples.block, { ...bare, capsulePacked: packed });
    expect(outputs.map(({ name }) => name)).toEqual([
      'rollout-gate',
      'rollout-gate capsule 2/4',
      'rollout-gate capsule 3/4',
      'rollout-gate capsule 4/4',
    ]);
    const texts = outputs.map(({ text }) => text);
    expect(packedCapsule(texts.toReversed())).toBe(packed);
    expect(packedCapsule(texts.slice(1))).toBeNull();
    expect(packedCapsule([])).toBeNull();
  });
});

describe('the digest of what is shown', () => {
  const idOf = (decision: Decision, packed: string): string =>
    gateCheck(decision, { ...bare, capsulePacked: packed })
      .map((output) => externalId(output, sha256))
      .join();

  it('stays the same while only the clock in the capsule moves', () => {
    expect(idOf(samples.block, 'AAAA')).toBe(idOf(samples.block, 'BBBB'));
    expect(idOf(samples.block, 'A'.repeat(200_000))).toBe(idOf(samples.block, 'B'.repeat(200_000)));
  });

  it('changes with anything that is shown', () => {
    const ids = [
      samples.go,
      samples.wait,
      samples.block,
      samples.observe,
      { ...samples.block, reasons: samples.block.reasons.slice(0, -1) },
    ].map((decision) => idOf(decision, 'AAAA'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('changes for every part of the capsule together', () => {
    const parts = (decision: Decision): string[] => idOf(decision, 'A'.repeat(200_000)).split(',');
    const [before, after] = [parts(samples.block), parts(samples.wait)];
    expect(before.length).toBe(after.length);
    expect(before.filter((id) => after.includes(id))).toEqual([]);
  });
});
