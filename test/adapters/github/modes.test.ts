import { expect, test } from 'vitest';
import { Fault } from '../../../src/adapters/fault.ts';
import { isWithModes, withModes } from '../../../src/adapters/github/modes.ts';
import type { Transport } from '../../../src/adapters/github/transport/transport.ts';
import type { PatchFact } from '../../../src/generated/types.ts';
import { patch, patchFile } from '../../core/change/facts.ts';

const target = { owner: 'acme', repo: 'agents', number: 7 };
const patchOf = (sha: string, count: number): PatchFact =>
  patch(
    sha,
    Array.from({ length: count }, (_, index) => patchFile(`p${index}`, 'h', { head_mode: null })),
  );

/** Tells the mode of each path that is asked; `refuses` counts requests from 1. */
function tellingBy(modeOf: (path: string) => number | null, refuses: readonly number[] = []) {
  let requests = 0;
  const transport: Pick<Transport, 'graphql'> = {
    graphql: (_query, variables) => {
      requests += 1;
      if (refuses.includes(requests)) throw new Fault('github_server_error', { message: 'no' });
      const data: Record<string, Record<string, unknown>> = {};
      for (const [name, value] of Object.entries(variables)) {
        const [, part = '', index] = /^(modes\d+)path(\d+)$/.exec(name) ?? [];
        if (index === undefined) continue;
        const mode = modeOf(String(value));
        data[part] = { ...data[part], [`file${index}`]: mode === null ? null : { mode } };
      }
      return Promise.resolve({ data: { repository: data }, errors: [] });
    },
  };
  return { transport: transport as Transport, requests: () => requests };
}

const modes = (patches: readonly PatchFact[]) => patches.map(({ files }) => files.map(({ head_mode }) => head_mode));

test('modes come as git writes them, 300 files in a request', async () => {
  const { transport, requests } = tellingBy((path) => (path === 'p349' ? 0o120000 : 0o100644));
  const [first, second] = await withModes(transport, target, [patchOf('a', 350), patchOf('b', 3)]);
  expect(requests()).toBe(2);
  expect(first?.files.filter(({ head_mode }) => head_mode === '100644')).toHaveLength(349);
  expect(first?.files.at(-1)?.head_mode).toBe('120000');
  expect(modes(second === undefined ? [] : [second])).toEqual([['100644', '100644', '100644']]);
});

test('nothing is asked where every mode is known', async () => {
  const { transport, requests } = tellingBy(() => 0);
  const known = patch('a', [patchFile('p', 'h', { head_mode: '000000' })]);
  expect(await withModes(transport, target, [known])).toEqual([known]);
  expect([requests(), isWithModes(known)]).toEqual([0, true]);
});

test('what is not told stays untold', async () => {
  const { transport } = tellingBy((path) => (path === 'p1' ? null : 0o100755));
  const [told] = await withModes(transport, target, [patchOf('a', 3)]);
  expect(modes(told === undefined ? [] : [told])).toEqual([['100755', null, '100755']]);
  expect(told === undefined || isWithModes(told)).toBe(false);
  const failing = tellingBy(() => 0o100644, [1]);
  const read = await withModes(failing.transport, target, [patchOf('a', 301)]);
  expect(
    modes(read)
      .flat()
      .filter((mode) => mode !== null),
  ).toHaveLength(1);
});
