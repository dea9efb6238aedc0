import { openSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/server.ts';
import { DescriptionWatch, type WatchOptions } from './github-descriptions/watch.ts';

export type TestSandboxOptions = SandboxOptions & WatchOptions;

/**
 * A sandbox for tests, held to GitHub's descriptions. `close` throws when a request, an answer, a webhook or a query
 * was not as described, unless `provoked` says that the test made the request wrong on purpose.
 */
export async function openTestSandbox(options: TestSandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await openSandbox(options);
  const watch = new DescriptionWatch(options);
  sandbox.onExchange(watch.exchange);
  sandbox.onDelivery(watch.delivery);
  return {
    ...sandbox,
    close: async () => {
      await sandbox.settled();
      await sandbox.close();
      watch.close();
    },
  };
}
