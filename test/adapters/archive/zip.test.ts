import { describe, expect, test } from 'vitest';
import { Fault } from '../../../src/adapters/fault.ts';
import { readZip } from '../../../src/adapters/archive/zip.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const bounds = { entries: 3, bytes: 10_000, ratio: 50 };

async function refusal(archive: Uint8Array): Promise<string> {
  try {
    await readZip(archive, bounds);
  } catch (error) {
    if (error instanceof Fault && error.code === 'archive_unsafe') return error.message;
    throw error;
  }
  return 'read';
}

describe('an archive', () => {
  test('gives its files, and nothing for its folders', async () => {
    const files = await readZip(
      zipArchive([
        { name: 'reports/', text: '' },
        { name: 'reports/offline.json', text: '{"a":1}' },
      ]),
    );
    expect(files.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([['reports/offline.json', '{"a":1}']]);
  });

  test.each([
    ['a way up', zipArchive([{ name: '../evil', text: 'x' }])],
    ['a way up inside', zipArchive([{ name: 'a/../../evil', text: 'x' }])],
    ['an absolute name', zipArchive([{ name: '/etc/passwd', text: 'x' }])],
    ['a drive', zipArchive([{ name: 'C:evil', text: 'x' }])],
    ['a backslash', zipArchive([{ name: 'a\\b', text: 'x' }])],
    ['a NUL in a name', zipArchive([{ name: 'a\0b', text: 'x' }])],
    ['a name of 300 characters', zipArchive([{ name: 'a'.repeat(300), text: 'x' }])],
    ['a symbolic link', zipArchive([{ name: 'link', text: '/etc/passwd', mode: 0o120777 }])],
    ['an encrypted entry', zipArchive([{ name: 'a', text: 'x', flags: 1 }])],
    ['too many entries', zipArchive(['a', 'b', 'c', 'd'].map((name) => ({ name, text: 'x' })))],
    ['one entry that is too large', zipArchive([{ name: 'a', text: 'x'.repeat(10_001) }])],
    ['entries that are too large together', zipArchive(['a', 'b'].map((name) => ({ name, text: 'x'.repeat(6_000) })))],
    ['an entry packed too densely', zipArchive([{ name: 'a', text: 'x'.repeat(9_000), deflate: true }])],
    [
      'an entry that lies about its size',
      zipArchive([{ name: 'a', text: 'x'.repeat(5_000), deflate: true, claims: 10 }]),
    ],
    ['no archive at all', new TextEncoder().encode('not a zip')],
    ['nothing', new Uint8Array()],
    ['half an archive', zipArchive([{ name: 'a', text: 'x'.repeat(500) }]).subarray(0, 200)],
  ])('with %s is refused', async (_name, archive) => {
    expect(await refusal(archive)).toMatch(/^The archive is not safe to read: /);
  });
});
