import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packing, unpack } from '../../../src/adapters/digest/packing.ts';

describe('packing', () => {
  test('gives back any text', () => {
    const same = fc.property(fc.string({ unit: 'binary' }), (text) => unpack(packing.pack(text)) === text);
    fc.assert(same);
    expect(unpack(packing.pack(''))).toBe('');
    expect(unpack(packing.pack('\uFEFFbegins with a mark'))).toBe('\uFEFFbegins with a mark');
  });

  test('has a header without time and machine, so that equal texts give equal letters', () => {
    const bytes = Buffer.from(packing.pack('the same'), 'base64');
    expect([...bytes.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    expect(packing.pack('the same')).toBe(packing.pack('the same'));
  });

  test.each([
    ['as it is', 'stored', 'x'.repeat(12 * 1024)],
    ['as it is, in UTF-8', 'stored', 'ü'.repeat(6 * 1024)],
    ['smaller', 'deflated', 'x'.repeat(12 * 1024 + 1)],
    ['smaller, in UTF-8', 'deflated', 'ü'.repeat(6 * 1024 + 1)],
  ])('keeps a text %s (%s)', (_name, how, text) => {
    const bytes = Buffer.from(packing.pack(text), 'base64');
    // One block, the last one, of stored bytes (RFC 1951 section 3.2.4).
    expect(bytes[10] === 1).toBe(how === 'stored');
    expect(bytes.length < 1_000).toBe(how === 'deflated');
    expect(unpack(bytes.toString('base64'))).toBe(text);
  });

  test('leaves nothing of a longer text behind a shorter one', () => {
    const letters = packing.pack('short');
    packing.pack('something longer');
    expect(packing.pack('short')).toBe(letters);
    expect(unpack(letters)).toBe('short');
  });

  test.each([
    ['a changed letter', (bytes: Buffer) => bytes.fill('y', 20, 21)],
    ['another length', (bytes: Buffer) => bytes.fill(0, bytes.length - 4)],
  ])('is refused with %s', (_name, change) => {
    const bytes = Buffer.from(packing.pack('a text of some letters'), 'base64');
    expect(() => unpack(change(bytes).toString('base64'))).toThrow(
      expect.objectContaining({ code: 'capsule_invalid' }),
    );
  });

  test.each([
    ['no base64', 'ä'],
    ['no gzip', Buffer.from('plain').toString('base64')],
    ['half a text', packing.pack('a longer text than nothing').slice(0, 24)],
    [
      'no UTF-8',
      Buffer.from(process.getBuiltinModule('node:zlib').gzipSync(Buffer.from([0xff, 0xfe]))).toString('base64'),
    ],
  ])('that is %s is the fault capsule_invalid', (_name, packed) => {
    expect(() => unpack(packed)).toThrow(expect.objectContaining({ code: 'capsule_invalid' }));
  });

  test('that unpacks to more than 64 MB is refused', () => {
    const bomb = process
      .getBuiltinModule('node:zlib')
      .gzipSync(Buffer.alloc(65 * 1024 * 1024))
      .toString('base64');
    expect(() => unpack(bomb)).toThrow(expect.objectContaining({ code: 'capsule_invalid' }));
  });

  test('digests UTF-8 bytes', () => {
    expect(packing.sha256('ü')).toBe(
      createHash('sha256')
        .update(Buffer.from([0xc3, 0xbc]))
        .digest('hex'),
    );
  });
});
