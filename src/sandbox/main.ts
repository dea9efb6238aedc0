import { parseArgs } from 'node:util';
import { seedSample } from './seed/sample.ts';
import { openSandbox } from './server.ts';

/** `node src/sandbox/main.ts [--port N] [--exchanges FILE]`: the sandbox with the sample world, until interrupted. */
const { values } = parseArgs({ options: { port: { type: 'string' }, exchanges: { type: 'string' } } });

const sandbox = await openSandbox({
  port: Number(values.port ?? 0),
  ...(values.exchanges === undefined ? {} : { exchangeLog: values.exchanges }),
});
const { installed, people } = await seedSample(sandbox);

console.log(`sandbox           ${sandbox.url}`);
console.log(`app id            ${installed.app.id}`);
console.log(`installation id   ${installed.installation.id}`);
console.log(`webhook secret    ${installed.webhookSecret}`);
console.log(`token of alice    ${sandbox.userToken(people.alice)}`);
console.log(`private key\n${installed.privateKeyPem}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
