import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readTextFile, readTextFileIfAny, writeTextFile } from '../../../src/adapters/files/text-file.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'text-file-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('a text file', () => {
  test('is written whole and read back, and leaves nothing beside it', async () => {
    const path = join(folder, 'a.json');
    await writeTextFile(path, 'ü');
    expect(await readTextFile(path)).toBe('ü');
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  test('that is not there is a fault, or nothing where that is allowed', async () => {
    const path = join(folder, 'none');
    await expect(readTextFile(path)).rejects.toMatchObject({ code: 'file_unreadable' });
    expect(await readTextFileIfAny(path)).toBeNull();
  });

  test('that is a folder or no UTF-8 is a fault either way', async () => {
    await writeFile(join(folder, 'binary'), Buffer.from([0xff, 0xfe, 0x00]));
    await expect(readTextFile(join(folder, 'binary'))).rejects.toMatchObject({ code: 'file_unreadable' });
    await expect(readTextFileIfAny(folder)).rejects.toMatchObject({ code: 'file_unreadable' });
  });

  test('that can not be written is a fault', async () => {
    await expect(writeTextFile(join(folder, 'no', 'where'), 'x')).rejects.toMatchObject({ code: 'file_unwritable' });
  });
});
