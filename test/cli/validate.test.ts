import { join } from 'node:path';
import published from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workflowCommandLine } from '../../src/cli/workflow-command.ts';
import { Checkout } from '../support/checkout.ts';
import { change, rollout } from './agents-repository.ts';
import { ran } from './terminal.ts';

const twice = change.replace('[offline_eval_passed]', '[offline_eval_passed, offline_eval_passed]');
const misspelt = change.replace('approval_roles', 'aproval_roles');
const gate = `kind: rollout_gate_record
gate_id: gate-1
change_id: chg-other
bundle_id: bundle-1
rollout_wave: canary
traffic_scope: 5%
required_checks: [offline_eval_passed]
blocking_findings: []
`;

/** The schema that Microsoft publishes with its matchers; draft 4, of which the id is all that today's validators refuse. */
function sarifValidator() {
  const { id: _id, $schema: _draft, ...schema } = published;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  return ajv.compile(schema);
}

let checkout: Checkout;
beforeAll(() => {
  checkout = new Checkout().write({
    'changes/twice/change.yaml': twice,
    'changes/misspelt/change.yaml': misspelt,
    'changes/apart/change.yaml': change,
    'changes/apart/rollout.yaml': gate,
    'changes/alone/rollout.yaml': rollout,
    'changes/a,b:c%0A::error::x/change.yaml': '- \u00e4\n',
    'node_modules/x/change.yaml': 'not read',
    'other/record.yaml': change,
  });
});
afterAll(() => checkout.remove());

const validate = (...words: readonly string[]) => ran(['validate', ...words], { cwd: checkout.folder });

describe('validate', () => {
  it('shows every problem at its line like a compiler, and counts them', async () => {
    expect(await validate()).toMatchSnapshot();
  });

  it('prints the same as JSON', async () => {
    const { status, out } = await validate('--format', 'json');
    expect({ status, ...(JSON.parse(out) as object) }).toMatchSnapshot();
  });

  it('prints annotations whose text can neither end a line nor begin a command', async () => {
    const { out } = await validate('--format', 'github');
    expect(out).toMatchSnapshot();
    expect(
      out
        .trimEnd()
        .split('\n')
        .every((line) => /^::(error|warning) file=[^,:]*,line=\d+,/.test(line)),
    ).toBe(true);
  });

  it('prints SARIF that the published schema accepts', async () => {
    const accepts = sarifValidator();
    const { status, out } = await validate('--format', 'sarif');
    const log: unknown = JSON.parse(out);
    expect(accepts(log), JSON.stringify(accepts.errors)).toBe(true);
    expect(accepts({ ...(log as object), version: '2.0.0' })).toBe(false);
    expect(status).toBe(1);
    expect(log).toMatchSnapshot();
  });

  it('ends with status 0 when there are warnings alone', async () => {
    const { status, out } = await validate('changes/misspelt/change.yaml');
    expect(out).toContain('1 problem (0 errors, 1 warning) in 1 of 1 file');
    expect(status).toBe(0);
  });

  it('knows a record by what stands in it when its name says nothing', async () => {
    expect(await validate('other/record.yaml')).toMatchObject({ status: 0, out: 'no problem in 1 file\n' });
  });

  it('reads the change record beside a named rollout record without telling its problems', async () => {
    const { status, out } = await validate('changes/apart/rollout.yaml');
    expect(out).toContain('change_id_mismatch');
    expect(status).toBe(1);
    expect((await validate('changes/alone/rollout.yaml')).out).toContain('change_record_missing');
  });

  it('reads a file once however often it is named', async () => {
    const { out } = await validate('other/record.yaml', './other/record.yaml');
    expect(out).toBe('no problem in 1 file\n');
  });

  it('paints on a terminal only', async () => {
    const words = ['validate', 'changes/twice/change.yaml'];
    expect((await ran(words, { cwd: checkout.folder, colour: true })).out).toContain('\u001b[31m');
    expect((await ran(words, { cwd: checkout.folder })).out).not.toContain('\u001b');
  });

  it('says that there is nothing to read, and is content', async () => {
    const { status, out, err } = await ran(['validate'], { cwd: join(checkout.folder, 'other') });
    expect({ status, out }).toEqual({ status: 0, out: 'no problem in 0 files\n' });
    expect(err).toBe('There is neither a policy nor a record below this folder.\n');
  });
});

describe('a workflow command', () => {
  it.each([
    ['a\nb', '::error title=t::a%0Ab\n'],
    ['a\r\n::stop-commands::x', '::error title=t::a%0D%0A::stop-commands::x\n'],
    ['100%', '::error title=t::100%25\n'],
    ['%0A::set-output', '::error title=t::%250A::set-output\n'],
  ])('with the message %j is one line', (message, line) => {
    const properties = { title: 't' } as never;
    expect(workflowCommandLine({ command: 'error', properties, message })).toBe(line);
  });

  it('escapes the separators of properties', () => {
    const properties = { file: 'a,b:c%\n', line: 1, endLine: 1, col: 1, endColumn: 1, title: 't' };
    expect(workflowCommandLine({ command: 'warning', properties, message: 'm' })).toBe(
      '::warning file=a%2Cb%3Ac%25%0A,line=1,endLine=1,col=1,endColumn=1,title=t::m\n',
    );
  });
});
