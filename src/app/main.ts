import type { App } from './app.ts';
import { faultOf } from '../adapters/fault.ts';
import { redactorOf } from './log/own-secrets.ts';
import { readSettings } from '../settings/settings.ts';

/** `npm run app`: the App on github.com, on GHES, or on the sandbox. Settings that can't be used end it with status 3. */
async function main(): Promise<void> {
  const read = readSettings(process.env);
  if ('mistakes' in read) {
    process.stderr.write(
      `${read.mistakes.join('\n')}\nThe settings are described in docs/reference/fields.md#settings.\n`,
    );
    process.exitCode = 3;
    return;
  }
  // Nothing that is loaded later, and no child, needs to see the secrets.
  for (const name of ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'WEBHOOK_SECRET_PREVIOUS']) delete process.env[name];
  const redact = redactorOf(read.settings, read.settings.privateKey ?? '');
  // Node would print the error with all that it holds.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`The App failed: ${redact(faultOf(error).message)}\n${redact(placesOf(error))}\n`);
    process.exit(3);
  });
  // Loaded only now: wrong settings are said at once.
  const { startApp } = await import('./app.ts');
  const app = await startApp(read.settings);
  process.stdout.write(`rollout-gate listens on http://${read.settings.host}:${app.port}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void ended(app));
  await app.working.catch(async (error: unknown) => {
    await app.stop();
    throw error;
  });
}

/**
 * What was given back is another process's: a request that GitHub doesn't answer, and the tries after it, must not keep this
 * one alive.
 */
async function ended(app: App): Promise<void> {
  await app.stop();
  process.exit();
}

/** Where an error came from, without its message. */
function placesOf({ stack }: Error): string {
  return (stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}

main().catch((error: unknown) => {
  const { code, message } = faultOf(error);
  process.stderr.write(`The App could not start: ${message} (${code})\n`);
  process.exitCode = 3;
});
