import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../src/sandbox/main.ts');

it('starts with the sample world, says where, and ends cleanly when told to', async () => {
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const said = new Map<string, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name = '', value = ''] = /^(.+?) {2,}(\S.*)$/.exec(line) ?? [];
    said.set(name, value);
    if (name === 'token of alice') break;
  }
  const headers = { authorization: `Bearer ${said.get('token of alice')}` };
  const answer = await fetch(`${said.get('sandbox')}/repos/acme/agents`, { headers });
  expect(await answer.json()).toMatchObject({ full_name: 'acme/agents', permissions: { push: true } });
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});
