import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Octokit } from 'octokit';
import { type Sample, seedSample } from '../../src/sandbox/seed/sample.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/server.ts';
import { DescriptionWatch } from '../support/github-descriptions/watch.ts';

/** A webhook as its receiver got it. */
export interface Received {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  readonly payload: Record<string, unknown> & { readonly action?: string };
}

export interface OpenWorld extends Sample {
  readonly sandbox: Sandbox;
  readonly hooks: readonly Received[];
  /** Requests that are wrong on purpose: path or method and path. */
  readonly provoke: (test: (method: string, path: string) => boolean) => void;
  readonly as: (token: string) => Octokit;
  /** Octokit of the installed App. */
  readonly app: Octokit;
  /** Closes everything; throws when something was not as GitHub describes it. */
  readonly close: () => Promise<void>;
}

export const here = { owner: 'acme', repo: 'agents' };

async function receiver(hooks: Received[]): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      hooks.push({
        headers: request.headers as Record<string, string>,
        text,
        payload: JSON.parse(text) as Received['payload'],
      });
      response.writeHead(202).end('accepted');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, server };
}

/** The sample world with a webhook receiver; all that passes is held to GitHub's descriptions. */
export async function openWorld(options: SandboxOptions = {}): Promise<OpenWorld> {
  const sandbox = await openSandbox(options);
  const hooks: Received[] = [];
  const { url, server } = await receiver(hooks);
  const wrong: ((method: string, path: string) => boolean)[] = [];
  const watch = new DescriptionWatch({ provoked: ({ method, path }) => wrong.some((test) => test(method, path)) });
  sandbox.onExchange(watch.exchange);
  sandbox.onDelivery(watch.delivery);
  const sample = await seedSample(sandbox, { webhookUrl: url });
  const as = (token: string): Octokit =>
    new Octokit({
      auth: token,
      baseUrl: sandbox.url,
      throttle: { enabled: false },
      retry: { enabled: false },
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });
  return {
    ...sample,
    sandbox,
    hooks,
    provoke: (test) => wrong.push(test),
    as,
    app: as(sandbox.installationToken(sample.installed.installation)),
    close: async () => {
      await sandbox.settled();
      await sandbox.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      watch.close();
    },
  };
}

/** The status and body of a refused request. */
export async function refusal(request: Promise<unknown>): Promise<{ status: number; message: string; body: unknown }> {
  try {
    await request;
  } catch (error) {
    const { status, response } = error as { status: number; response?: { data?: { message?: string } } };
    return { status, message: response?.data?.message ?? '', body: response?.data };
  }
  throw new Error('the request was not refused');
}
