import { parseArgs } from 'node:util';
import { openSandbox } from '../sandbox/server.ts';
import { seedSample } from '../sandbox/seed/sample.ts';
import { startApp } from './app-process.ts';
import { play, playSequel } from './play.ts';
import { playBypass } from './scenes/bypassed.ts';
import { commanded } from './scenes/commanded.ts';
import { malformed } from './scenes/malformed.ts';
import { playQueue } from './scenes/queued.ts';
import type { Scene, Stage } from './scenes/scene.ts';
import { underDeclared } from './scenes/under-declared.ts';
import { ungoverned } from './scenes/ungoverned.ts';
import { waived } from './scenes/waived.ts';
import { waiting } from './scenes/waiting.ts';
import type { Say } from './tell.ts';

const usage = `npm start [-- --once] [-- --port N] [-- --exchanges FILE]

Opens an embedded GitHub on this machine, connects the real App to it, and plays a tour in eight parts: pull requests, commands,
a waiver, a merge queue, and a push past the gate.
--once       end after the tour with status 0 (1 when something went other than expected, 3 when it could not be played; 2 = these words are wrong)
--port N     port of the embedded GitHub, 0 to 65535; 0 (the default) is any free one
--exchanges  append every request to the embedded GitHub and its answer to FILE, one JSON object a line
`;

/** One part of the tour; the answer is whether it went as expected. */
type Part = (stage: Stage, place: string, say: Say) => Promise<boolean>;

const opening =
  (scene: Scene): Part =>
  (stage, place, say) =>
    play(stage, scene, place, say);

const parts: readonly Part[] = [
  ...[underDeclared, waiting, malformed, ungoverned].map(opening),
  (stage, place, say) => playSequel(stage, commanded, place, say),
  opening(waived),
  playQueue,
  playBypass,
];

interface Options {
  readonly once: boolean;
  readonly port: number;
  readonly exchanges: string | undefined;
  readonly help: boolean;
}

/** What the words of the command line ask for, or what is wrong with them. */
function optionsOf(words: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        once: { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
        exchanges: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : -1;
    if (port < 0 || port > 65_535) return `--port takes a number from 0 to 65535, and "${values.port}" is none.`;
    return { once: values.once, port, exchanges: values.exchanges, help: values.help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `npm start`: the answer is the exit status. */
async function main(words: readonly string[]): Promise<number> {
  const values = optionsOf(words);
  if (typeof values === 'string') {
    process.stderr.write(`${values}\n\n${usage}`);
    return 2;
  }
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const sandbox = await openSandbox({
    port: values.port,
    ...(values.exchanges === undefined ? {} : { exchangeLog: values.exchanges }),
  });
  const sample = await seedSample(sandbox);
  const app = await startApp(sandbox, sample);
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say(`An embedded GitHub is open at ${sandbox.url}/ui/, and the App listens to its webhooks.\n`);
  let asExpected = true;
  for (const [index, part] of parts.entries()) {
    asExpected = (await part({ sandbox, sample }, `[${index + 1} of ${parts.length}]`, say)) && asExpected;
  }
  if (!values.once) {
    say(`Look around at ${sandbox.url}/ui/ and end with Ctrl-C.`);
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
  }
  await app.stop();
  await sandbox.close();
  return asExpected ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((fault: unknown) => {
  process.stderr.write(`npm start failed: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  return 3;
});
