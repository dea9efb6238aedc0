import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCheckout } from '../../../src/adapters/checkout/checkout-reader.ts';
import { sha256 } from '../../../src/adapters/digest/sha256.ts';
import type { Snapshot } from '../../../src/generated/types.ts';
import { validateSnapshot } from '../../../src/generated/validators/snapshot.js';
import { type Needs, noNeeds } from '../../../src/reconcile/ports/needs.ts';
import { Checkout } from '../../support/checkout.ts';

let checkout: Checkout;
let [base, head] = ['', ''];
const now = new Date('2026-04-07T16:05:00.500Z');

beforeAll(() => {
  checkout = new Checkout();
  checkout.commit({ '.github/rollout-gate.yml': 'version: 1\n', 'change.yaml': 'old\n', 'prompts/a.md': 'a\n' });
  checkout.branch('work');
  head = checkout.commit({
    '.github/rollout-gate.yml': 'version: 1\nenforcement: observe\n',
    'change.yaml': 'new\n',
    'changes/x/ROLLBACK.md': '  é👍 \n',
    'big.md': 'x'.repeat(600_000),
    'binary.md': 'a\0b',
  });
  checkout.git('switch', '--quiet', 'main');
  base = checkout.commit({ 'docs/CODEOWNERS': '* @acme/eng\n', 'prompts/b.md': 'b\n' });
});
afterAll(() => checkout.remove());

const wanted: Needs = {
  ...noNeeds,
  governed: true,
  teams: ['engineering'],
  records: ['change.yaml', 'rollout.yaml'],
  files: [
    { path: 'changes/x/ROLLBACK.md', text: true },
    { path: 'big.md', text: true },
    { path: 'binary.md', text: true },
    { path: 'absent.md', text: true },
    { path: 'prompts/a.md', text: false },
  ],
  issues_label: 'blocker',
  codeowners: true,
  change_ids: ['chg-1'],
};

function read(needs: Needs = wanted): Promise<Snapshot> {
  const options = { folder: `${checkout.folder}/prompts`, base: 'main', head: 'work', sha256 };
  const surfaces = new Map([['prompt_bundle', ['prompts/**']]]);
  return readCheckout({ ...options, needsOf: () => needs, surfacesOf: () => surfaces }, now);
}

describe('the snapshot of a checkout', () => {
  it('fits the schema of snapshots, from any folder of the checkout', async () => {
    const snapshot = await read();
    expect(validateSnapshot(snapshot), JSON.stringify(validateSnapshot.errors)).toBe(true);
    expect(snapshot).toMatchObject({
      now: '2026-04-07T16:05:00Z',
      repository: { id: 0, full_name: 'acme/agents', default_branch: 'main' },
      pull_request: { number: 0, base_ref: 'main', base_sha: base, head_sha: head, author: null },
    });
  });

  it('has policy and CODEOWNERS of the base, not of the head', async () => {
    const { policy, codeowners } = await read();
    expect(policy).toMatchObject({ path: '.github/rollout-gate.yml', commit: base, text: 'version: 1\n' });
    expect(codeowners).toMatchObject({ path: 'docs/CODEOWNERS', text: '* @acme/eng\n', error_lines: [] });
    expect((await read({ ...wanted, codeowners: false })).codeowners).toBeNull();
  });

  it('has the files since the head left the base, not what the base got meanwhile', async () => {
    const { files } = await read();
    expect(files.list.map(({ path }) => path)).toEqual([
      '.github/rollout-gate.yml',
      'big.md',
      'binary.md',
      'change.yaml',
      'changes/x/ROLLBACK.md',
    ]);
    expect(files).toMatchObject({ complete: true, total: 5 });
  });

  it('has the records that are needed, at head and base, and no others', async () => {
    const { records } = await read();
    expect(records.map(({ path, at, commit, text }) => [path, at, commit, text])).toEqual([
      ['change.yaml', 'head', head, 'new\n'],
      ['change.yaml', 'base', base, 'old\n'],
    ]);
  });

  it('measures files of signals in characters, and says where it can not', async () => {
    const { signal_files } = await read();
    expect(signal_files).toEqual([
      { path: 'absent.md', exists: false, length: null },
      { path: 'big.md', exists: true, length: null },
      { path: 'binary.md', exists: true, length: null },
      { path: 'changes/x/ROLLBACK.md', exists: true, length: 2 },
      { path: 'prompts/a.md', exists: true, length: null },
    ]);
  });

  it('has the digest of every surface at both commits', async () => {
    const { surface_digests, trees } = await read();
    expect(surface_digests.map(({ commit, surface }) => [commit, surface])).toEqual([
      [base, 'prompt_bundle'],
      [head, 'prompt_bundle'],
    ]);
    expect(new Set(surface_digests.map(({ digest }) => digest)).size).toBe(2);
    expect(trees.map(({ commit }) => commit)).toEqual([base, head]);
  });

  it('never claims to know what only GitHub knows', async () => {
    const snapshot = await read();
    expect(snapshot).toMatchObject({
      teams: [{ team: 'engineering', readable: false }],
      issues: { complete: false, open: [] },
      id_uses: { complete: false, list: [] },
      reviews: { list: [] },
      checks: { list: [] },
      reports: [],
      attestations: [],
      human_attestations: [],
      waivers: [],
    });
    expect(snapshot.commits.list.every(({ author }) => author.person === null)).toBe(true);
  });

  it('has no policy where the base has none', async () => {
    const bare = new Checkout();
    bare.commit({ a: '1' });
    bare.branch('work').commit({ a: '2' });
    const options = { folder: bare.folder, base: 'main', head: 'HEAD', sha256 };
    const snapshot = await readCheckout({ ...options, needsOf: () => noNeeds, surfacesOf: () => new Map() }, now);
    expect(snapshot.policy).toBeNull();
    bare.remove();
  });
});
