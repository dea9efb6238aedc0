import { Fault } from '../../src/adapters/fault.ts';
import { readZip } from '../../src/adapters/archive/zip.ts';
import { readYaml } from '../../src/records/yaml/reader.ts';
import { zipArchive } from '../support/zip-archive.ts';
import { TRICKY_FILES } from '../records/yaml/tricky-files.ts';
import type { Attack } from './attack.ts';

const threatOf = (code: string): Attack['threat'] =>
  code === 'yaml_key_forbidden' ? 'T24' : code === 'yaml_too_deep' || code === 'yaml_alias' ? 'T22' : 'T23';

/** YAML that means something else, to another reader or to the language (T22, T23, T24); plain mistakes are no attacks. */
const yaml: readonly Attack[] = [
  ...TRICKY_FILES.flatMap(([text, verdict]) =>
    'refused' in verdict && verdict.refused !== 'yaml_syntax' ? [[text, verdict.refused] as const] : [],
  ),
  ['a: ['.repeat(3_000), 'yaml_too_deep'] as const,
  [`${'x'.repeat(70_000)}: 1\n`, 'yaml_too_large'] as const,
  [
    Array.from({ length: 9_000 }, (_, index) => `k${index}: v`)
      .join('\n')
      .slice(0, 65_000),
    'yaml_too_many_tokens',
  ] as const,
].map(([text, refusedWith]) => ({
  threat: threatOf(refusedWith),
  name: `a file that begins ${JSON.stringify(text.slice(0, 40))}`,
  refusedWith,
  attempt: () => {
    const { root, problems } = readYaml(text, 'change.yaml');
    const codes = problems.map(({ code }) => code);
    return { codes, through: root !== null && codes.length === 0 };
  },
}));

const bounds = { entries: 3, bytes: 10_000, ratio: 50 };
const archives: readonly (readonly [name: string, archive: Uint8Array])[] = [
  ['a way up', zipArchive([{ name: '../evil', text: 'x' }])],
  ['a way up inside', zipArchive([{ name: 'a/../../evil', text: 'x' }])],
  ['an absolute name', zipArchive([{ name: '/etc/passwd', text: 'x' }])],
  ['a drive', zipArchive([{ name: 'C:evil', text: 'x' }])],
  ['a backslash', zipArchive([{ name: 'a\\b', text: 'x' }])],
  ['a NUL in a name', zipArchive([{ name: 'a\0b', text: 'x' }])],
  ['a symbolic link', zipArchive([{ name: 'link', text: '/etc/passwd', mode: 0o120777 }])],
  ['an encrypted entry', zipArchive([{ name: 'a', text: 'x', flags: 1 }])],
  ['too many entries', zipArchive(['a', 'b', 'c', 'd'].map((name) => ({ name, text: 'x' })))],
  ['an entry that is too large', zipArchive([{ name: 'a', text: 'x'.repeat(10_001) }])],
  ['an entry packed too densely', zipArchive([{ name: 'a', text: 'x'.repeat(9_000), deflate: true }])],
  [
    'an entry that lies about its size',
    zipArchive([{ name: 'a', text: 'x'.repeat(5_000), deflate: true, claims: 10 }]),
  ],
];

/** Artifacts of a run that a stranger's code made (T7). */
const artifacts: readonly Attack[] = archives.map(([name, archive]) => ({
  threat: 'T7',
  name: `an artifact with ${name}`,
  refusedWith: 'archive_unsafe',
  attempt: async () => {
    try {
      await readZip(archive, bounds);
      return { codes: [], through: true };
    } catch (error) {
      if (error instanceof Fault) return { codes: [error.code], through: false };
      throw error;
    }
  },
}));

export const attacksByFiles: readonly Attack[] = [...yaml, ...artifacts];
