import { startApp } from '../../src/app/app.ts';
import { readSettings } from '../../src/settings/settings.ts';
import type { JudgingWorld } from '../support/judging.ts';

/** The App in the process of the test, on the webhook of its world. */
export interface AppInProcess {
  readonly port: number;
  /** Where webhooks are delivered to. */
  readonly url: string;
  /** Takes the App off the webhook and stops it. */
  readonly stop: () => Promise<void>;
}

/** Starts the App with a store in memory; `env` goes over the settings for the world. */
export async function startAppInProcess(
  { installed, sandbox }: JudgingWorld,
  env: Readonly<Record<string, string>> = {},
): Promise<AppInProcess> {
  const read = readSettings({
    APP_ID: String(installed.app.id),
    PRIVATE_KEY: installed.privateKeyPem,
    WEBHOOK_SECRET: installed.webhookSecret,
    GITHUB_API_URL: sandbox.url,
    PORT: '0',
    STORE_PATH: ':memory:',
    LOG_LEVEL: 'fatal',
    ...env,
  });
  if ('mistakes' in read) throw new Error(read.mistakes.join(' '));
  const app = await startApp(read.settings);
  const url = `http://127.0.0.1:${app.port}/api/github/webhooks`;
  sandbox.setWebhookUrl(installed.app, url);
  const stop = async (): Promise<void> => {
    sandbox.setWebhookUrl(installed.app, null);
    await app.stop();
  };
  return { port: app.port, url, stop };
}
