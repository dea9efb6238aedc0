import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runJobs } from './job-lines.ts';
import { seedSample } from './seed/sample.ts';
import { openSandbox } from './server.ts';

/**
 * `node src/sandbox/main.ts [--port N] [--exchanges FILE] [--policy FILE]`: the sandbox with the sample world, until interrupted,
 * with a policy of your own if you like. People and
 * Apps come by its API; what only GitHub's runners do is told on standard input, a line each (`job-lines.ts`).
 */
const { values } = parseArgs({
  options: { port: { type: 'string' }, exchanges: { type: 'string' }, policy: { type: 'string' } },
});

const sandbox = await openSandbox({
  port: Number(values.port ?? 0),
  ...(values.exchanges === undefined ? {} : { exchangeLog: values.exchanges }),
});
const sample = await seedSample(
  sandbox,
  values.policy === undefined ? {} : { policy: readFileSync(values.policy, 'utf8') },
);
const { installed, people, repository } = sample;

console.log(`sandbox           ${sandbox.url}`);
console.log(`app id            ${installed.app.id}`);
console.log(`installation id   ${installed.installation.id}`);
console.log(`webhook secret    ${installed.webhookSecret}`);
for (const [name, person] of Object.entries(people)) {
  console.log(`${`token of ${name}`.padEnd(17)} ${sandbox.userToken(person)}`);
}
console.log(`private key\n${installed.privateKeyPem}`);

const lines = runJobs(sandbox, repository, process.stdin, (line) => console.log(line));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    lines.close();
    void sandbox.close();
  });
}
