import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/generated/types.ts';
import type { Checkout } from '../support/checkout.ts';
import { agentsRepository, change, rollout } from './agents-repository.ts';
import { ran } from './terminal.ts';

const open: Checkout[] = [];
afterEach(() => open.splice(0).forEach((checkout) => checkout.remove()));

function repository(files: Readonly<Record<string, string>> = {}): Checkout {
  const checkout = agentsRepository(files);
  open.push(checkout);
  return checkout;
}

const records = { 'changes/refund/change.yaml': change, 'changes/refund/rollout.yaml': rollout };
const textOf = (checkout: Checkout, path: string) => readFileSync(join(checkout.folder, path), 'utf8');

async function codes(checkout: Checkout): Promise<readonly string[]> {
  const { out } = await ran(['check', '--base', 'main', '--head', 'HEAD', '--json'], { cwd: checkout.folder });
  return (JSON.parse(out) as Decision).reasons.map(({ code }) => code);
}

/** Codes that a complete pair of records never has. */
const answered = [
  'record_missing',
  'change_record_missing',
  'rollout_record_missing',
  'record_malformed',
  'surface_undeclared',
  'risk_understated',
  'change_id_mismatch',
];

describe('draft --write', () => {
  it.each<readonly [name: string, files: Readonly<Record<string, string>>]>([
    ['one surface and no record', {}],
    ['several surfaces and no record', { 'policies/tools.yml': 'allow: [x]\n' }],
    ['a record that declares too little', { ...records, 'policies/tools.yml': 'allow: [x]\n' }],
    ['a change record without a rollout record', { 'changes/refund/change.yaml': change }],
    ['a rollout record without a change record', { 'changes/refund/rollout.yaml': rollout }],
    ['a change of the policy', { '.github/rollout-gate.yml': 'version: 1\n' }],
  ])('for %s writes records that validate and cover every detected surface', async (_name, files) => {
    const checkout = repository(files);
    const before = await codes(checkout);
    expect(before.some((code) => answered.includes(code))).toBe(true);
    expect(await ran(['draft', '--write'], { cwd: checkout.folder })).toMatchObject({ status: 0, err: '' });
    expect(await ran(['validate'], { cwd: checkout.folder })).toMatchObject({ status: 0 });
    checkout.commit({});
    expect((await codes(checkout)).filter((code) => answered.includes(code))).toEqual([]);
    expect(await ran(['draft', '--write'], { cwd: checkout.folder })).toMatchObject({
      status: 0,
      out: '',
      err: 'Nothing to draft: the records say all that this difference needs.\n',
    });
  });

  it('adds to a record and keeps its comments', async () => {
    const commented = change.replace('risk_level: medium', 'risk_level: medium # agreed with @ada');
    const files = { ...records, 'changes/refund/change.yaml': `# Why: refunds\n${commented}` };
    const checkout = repository({ ...files, 'policies/tools.yml': 'allow: [x]\n' });
    const { out } = await ran(['draft', '--write'], { cwd: checkout.folder });
    expect(out).toContain('edited   changes/refund/change.yaml');
    const text = textOf(checkout, 'changes/refund/change.yaml');
    expect(text).toContain('# Why: refunds\n');
    expect(text).toContain('# agreed with @ada');
    expect(text).toContain('policy_bundle');
  });

  it('overwrites nothing that it did not read', async () => {
    const checkout = repository({ ...records, 'policies/tools.yml': 'allow: [x]\n' });
    const mine = `${change}# not committed\n`;
    checkout.write({ 'changes/refund/change.yaml': mine });
    const { status, err } = await ran(['draft', '--write'], { cwd: checkout.folder });
    expect(err).toContain('it differs from the commit; commit or remove it first');
    expect(status).toBe(1);
    expect(textOf(checkout, 'changes/refund/change.yaml')).toBe(mine);
  });

  it('follows no link out of the checkout', async () => {
    const outside = repository();
    const checkout = repository();
    symlinkSync(outside.folder, join(checkout.folder, 'changes'));
    checkout.commit({});
    const { status, err } = await ran(['draft', '--write'], { cwd: checkout.folder });
    expect(err).toContain('would lie outside of the checkout');
    expect(status).toBe(3);
    expect(existsSync(join(outside.folder, 'refund'))).toBe(false);
  });

  it('takes another name where an older change has that of the branch', async () => {
    const checkout = repository();
    checkout.git('switch', '--quiet', 'main');
    checkout.commit(records);
    checkout.git('switch', '--quiet', '--create', 'again');
    checkout.git('branch', '--quiet', '--move', '--force', 'refund');
    checkout.commit({ 'prompts/refund.md': 'Refund up to 90 EUR.\n' });
    const { out } = await ran(['draft', '--write'], { cwd: checkout.folder });
    expect(out).toContain('changes/refund-2/change.yaml');
    expect(textOf(checkout, 'changes/refund-2/change.yaml')).toContain('change_id: refund-2\n');
    expect(textOf(checkout, 'changes/refund/change.yaml')).toBe(change);
  });

  it('says the same a second time', async () => {
    const checkout = repository();
    await ran(['draft', '--write'], { cwd: checkout.folder });
    const { out, status } = await ran(['draft', '--write'], { cwd: checkout.folder });
    expect(out).toContain('it says so already');
    expect(status).toBe(0);
  });

  it('writes at the top of the checkout from any folder of it', async () => {
    const checkout = repository();
    await ran(['draft', '--write'], { cwd: join(checkout.folder, 'prompts') });
    expect(existsSync(join(checkout.folder, 'changes/refund/change.yaml'))).toBe(true);
  });
});

describe('draft', () => {
  it('prints the files and writes none', async () => {
    const checkout = repository();
    const { out, status } = await ran(['draft'], { cwd: checkout.folder });
    expect(out).toMatchSnapshot();
    expect(status).toBe(0);
    expect(existsSync(join(checkout.folder, 'changes'))).toBe(false);
  });

  it('prints the files as JSON for programs', async () => {
    const { out } = await ran(['draft', '--json'], { cwd: repository().folder });
    const { files } = JSON.parse(out) as { files: { path: string; replaces: boolean }[] };
    expect(files.map(({ path, replaces }) => [path, replaces])).toEqual([
      ['changes/refund/change.yaml', false],
      ['changes/refund/rollout.yaml', false],
    ]);
  });

  it.each([
    ['Feature/Refund_Prompt', 'changes/feature-refund-prompt/'],
    ['---', 'changes/change-'],
    ['refs-ünïcode', 'changes/refs-n-code/'],
  ])('names the change after the branch %j', async (branch, path) => {
    const checkout = repository();
    if (branch === '---') checkout.git('switch', '--quiet', '--detach');
    else checkout.git('branch', '--quiet', '--move', branch);
    expect((await ran(['draft'], { cwd: checkout.folder })).out).toContain(`# ${path}`);
  });

  it('sends the author of a malformed record to validate', async () => {
    const checkout = repository({ 'changes/refund/change.yaml': 'change: {}\n' });
    const { status, err } = await ran(['draft'], { cwd: checkout.folder });
    expect(err).toContain('`rollout-gate validate` shows them');
    expect(status).toBe(2);
  });

  it('says that there is no policy to draft by', async () => {
    const checkout = repository();
    checkout.git('switch', '--quiet', 'main');
    checkout.git('rm', '--quiet', '.github/rollout-gate.yml');
    checkout.commit({});
    const { status, err } = await ran(['draft', '--base', 'main', '--head', 'refund'], { cwd: checkout.folder });
    expect(err).toContain('policy_missing');
    expect(status).toBe(2);
  });
});
