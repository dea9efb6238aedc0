import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkout } from '../support/checkout.ts';
import { agentsRepository, change, rollout } from './agents-repository.ts';
import { ran } from './terminal.ts';

let checkout: Checkout;
beforeAll(() => {
  checkout = agentsRepository({
    'changes/refund/change.yaml': change,
    'changes/refund/rollout.yaml': rollout,
    'notes.yaml': 'a: 1\n',
  });
});
afterAll(() => checkout.remove());

/** What a person types, the status, and a part of what is printed; an empty text must be all of it. */
const lines: readonly (readonly [words: string, status: number, out: string, err: string])[] = [
  ['', 2, '', 'Give a command. `rollout-gate --help` shows the form.'],
  ['--help', 0, 'rollout-gate COMMAND [OPTIONS]', ''],
  ['--version', 0, '0.1.0', ''],
  ['valdate', 2, '', 'There is no command "valdate"; did you mean `validate`?'],
  ['frobnicate', 2, '', '`rollout-gate --help` lists them'],
  ['--frobnicate', 2, '', 'Give a command'],
  ['validate --frobnicate', 2, '', '`rollout-gate validate --help` shows the form'],
  ['validate', 0, 'no problem in 3 files', ''],
  ['validate --format xml', 2, '', '--format takes one of "text", "json", "github", "sarif"'],
  ['validate --format text --format json', 2, '', '--format is given more than once'],
  ['validate notes.yaml', 2, '', 'Neither a policy nor a change or rollout record: notes.yaml.'],
  ['validate absent.yaml', 3, '', 'file_unreadable'],
  ['check', 2, '', 'none was given'],
  ['check --capsule a --pr b/c#1', 2, '', '--capsule with --pr was given'],
  ['check --capsule a --base b --head c', 2, '', '--capsule with --base and --head was given'],
  ['check --base main', 2, '', '--base and --head go together'],
  ['check --pr 12', 2, '', 'OWNER/REPO#N'],
  ['check --pr a/b#0', 2, '', 'OWNER/REPO#N'],
  ['check --pr a/b#1 --evidence e.json', 2, '', '--evidence goes with --base and --head only'],
  ['check --pr a/b#1', 3, '', 'A token is needed in GITHUB_TOKEN or GH_TOKEN.'],
  ['check --capsule absent.json', 3, '', 'file_unreadable'],
  ['check --base main --head nowhere', 3, '', 'There is no commit "nowhere" in this checkout.'],
  ['check --base --output=x --head HEAD', 2, '', 'Unknown argument: output'],
  ['check --base=--output=x --head HEAD', 3, '', 'There is no commit "--output=x" in this checkout.'],
  ['check --base main --head main', 0, 'Not governed', ''],
  ['check --base main --head refund', 1, 'Waiting', ''],
  ['draft --base main', 0, '', 'Nothing to draft'],
  ['explain surface_undeclared', 0, 'surface_undeclared (a reason of a decision: blocks)', ''],
  ['explain surface_undeclare', 2, '', 'did you mean surface_undeclared?'],
  ['explain', 0, 'record_malformed', ''],
  ['schema', 0, 'change\n', ''],
  ['schema change', 0, '"$schema"', ''],
  ['schema ../package', 2, '', 'There is no schema'],
  ['schema chnage', 2, '', 'did you mean change?'],
  ['policy', 0, '.github/rollout-gate.yml can be used.', ''],
  ['policy --effective', 0, '"prompt_bundle"', ''],
  ['policy absent.yml', 3, '', 'absent.yml can not be read: there is no such file. Check the path'],
  ['policy changes/refund/change.yaml', 2, '', 'policy_key_unknown'],
  ['replay', 2, '', '`replay` takes a capsule file, and none was given. `rollout-gate replay --help` shows the form'],
  ['simulate', 2, '', '`simulate` takes OWNER/REPO, and none was given'],
  ['replay notes.yaml', 2, '', 'json_syntax'],
  ['init', 2, '', '--template is missing'],
  ['init --template huge', 2, '', '--template takes one of "solo", "oss", "team", and "huge" is none'],
  ['sweep agents', 2, '', 'is not of that form'],
  ['sweep', 3, '', 'settings_invalid'],
  ['doctor', 2, '', 'Name a repository as OWNER/REPO'],
  ['doctor acme', 2, '', 'is not of that form'],
  ['doctor acme/..', 2, '', 'is not of that form'],
  ['doctor acme/agents', 3, '', 'A token is needed'],
  ['explain gate_not_pinned', 0, 'gate_not_pinned (what doctor says: problem)', ''],
  ['app-manifest', 0, '"active": false', ''],
  ['app-manifest --with code-scanning,attestations,administration', 0, '"security_events": "read"', ''],
  ['app-manifest --with everything', 2, '', 'there are code-scanning, attestations'],
  ['app-manifest --url http://gate.example', 2, '', '--url takes an address'],
  ['app-manifest --url https://a:b@gate.example', 2, '', '--url takes an address'],
  ['app-manifest --name=', 2, '', '--name takes 1 to 34 characters'],
  ['check-change changes/refund/change.yaml', 1, 'offline_eval_passed', ''],
  ['check-change changes/refund/change.yaml --config-dir changes', 2, '', 'mutually exclusive'],
  ['check-change --config-dir changes/refund --assume-present', 0, 'ready', ''],
  ['check-change', 3, '', 'file_unreadable'],
  ['check-rollout --config changes/refund/rollout.yaml --signal offline_eval_passed=true', 0, 'ready', ''],
  ['completion', 0, 'rollout-gate', ''],
];

describe('a command line', () => {
  it.each(lines)('`rollout-gate %s` ends with status %i', async (words, status, out, err) => {
    const result = await ran(words === '' ? [] : words.split(' '), { cwd: checkout.folder });
    expect(result).toMatchObject({ status });
    for (const [said, expected] of [
      [result.out, out],
      [result.err, err],
    ] as const) {
      if (expected === '') expect(said).toBe('');
      else expect(said).toContain(expected);
    }
  });

  it('has a manual for every command, with usage, an example, the exit statuses and where to read on', async () => {
    const { out } = await ran(['--help']);
    const names = [...out.matchAll(/^ {2}rollout-gate ([a-z-]+)/gm)].flatMap(([, name = '']) => [name]);
    expect(names).toEqual(expect.arrayContaining(['validate', 'check', 'draft', 'check-change', 'completion']));
    for (const name of new Set(names.filter((one) => one !== 'completion'))) {
      const help = await ran([name, '--help']);
      expect(help.status).toBe(0);
      for (const part of [`rollout-gate ${name}`, 'Examples:', 'Exit status:', 'Read more:'])
        expect(help.out).toContain(part);
    }
  });

  it('shows no control character of a word in what it prints', async () => {
    const { err } = await ran(['\u001b[31mred\u202e']);
    expect(err).not.toMatch(/[\u001b\u202e]/);
  });

  it('offers commands and options to the shell', async () => {
    const { out } = await ran(['--get-yargs-completions', 'rollout-gate', 'v']);
    expect(out).toContain('validate');
  });
});
