import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify } from '@octokit/webhooks-methods';
import { createEmulator, type Emulator } from 'emulate';
import { App, Octokit } from 'octokit';

export const appId = 4711;
export const installationId = 100;
export const here = { owner: 'acme', repo: 'agents' } as const;
const webhookSecret = 'a secret that only this test knows';

export interface ReceivedHook {
  readonly event: string;
  /** Is the signature over the received bytes the one that our secret gives? */
  readonly genuine: boolean;
  readonly payload: { readonly action?: string; readonly installation?: { readonly id: number } };
}

/** A GitHub that nobody here wrote, with one repository and our App installed, and a receiver for its webhooks. */
export interface EmulatedGitHub {
  readonly url: string;
  readonly app: App;
  readonly privateKey: string;
  readonly as: (token: string) => Octokit;
  /** Octokit with a token of ann, who owns everything. */
  readonly ann: Octokit;
  readonly hooks: readonly ReceivedHook[];
  readonly close: () => Promise<void>;
}

export async function emulatedGitHub(): Promise<EmulatedGitHub> {
  const hooks: ReceivedHook[] = [];
  const receiver = createServer((request, response) => {
    void receive(request).then((hook) => {
      hooks.push(hook);
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const hookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
  const emulator: Emulator = await createEmulator({ service: 'github', port: await freePort(), seed: seed(hookUrl) });
  const secret = emulator.generatedSecrets.find((one) => one.kind === 'github.app_private_key');
  const privateKey = secret?.value ?? '';
  const Client = Octokit.defaults({ baseUrl: emulator.url, throttle: { enabled: false }, retry: { enabled: false } });
  return {
    url: emulator.url,
    app: new App({ appId, privateKey, Octokit: Client }),
    privateKey,
    as: (token) => new Client({ auth: token }),
    ann: new Client({ auth: 'token-of-ann' }),
    hooks,
    close: async () => {
      await emulator.close();
      receiver.closeAllConnections();
      await new Promise<void>((resolve) => receiver.close(() => resolve()));
    },
  };
}

async function receive(request: IncomingMessage): Promise<ReceivedHook> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const signature = String(request.headers['x-hub-signature-256'] ?? '');
  return {
    event: String(request.headers['x-github-event']),
    genuine: signature !== '' && (await verify(webhookSecret, text, signature)),
    payload: JSON.parse(text) as ReceivedHook['payload'],
  };
}

/** emulate takes port 0 for its default port, so a free one is looked for first. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}

function seed(hookUrl: string): Record<string, unknown> {
  return {
    tokens: { 'token-of-ann': { login: 'ann', scopes: ['repo', 'user', 'admin:org'] } },
    github: {
      users: [
        { login: 'ann', name: 'Ann', email: 'ann@example.com' },
        { login: 'bob', name: 'Bob', email: 'bob@example.com' },
      ],
      orgs: [{ login: 'acme', name: 'Acme', members: [{ login: 'ann', role: 'admin' }, { login: 'bob' }] }],
      repos: [{ owner: 'acme', name: 'agents', auto_init: true }],
      apps: [
        {
          app_id: appId,
          slug: 'rollout-gate',
          name: 'rollout-gate',
          permissions: {
            ...{ metadata: 'read', contents: 'read', pull_requests: 'write', issues: 'write', checks: 'write' },
            ...{ actions: 'read', members: 'read' },
          },
          events: ['pull_request', 'push', 'check_run', 'issue_comment'],
          webhook_url: hookUrl,
          webhook_secret: webhookSecret,
          installations: [{ installation_id: installationId, account: 'acme', repository_selection: 'all' }],
        },
      ],
    },
  };
}
