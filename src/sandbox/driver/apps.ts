import { generateKeyPairSync } from 'node:crypto';
import { issueInstallationToken, issueJobToken, issueUserToken, type Narrowing } from '../auth/tokens.ts';
import { signAppToken } from '../auth/json-web-token.ts';
import type { Engine } from '../effects/engine.ts';
import type { Actor } from '../state/actor.ts';
import type { App, Installation, Permissions } from '../state/app.ts';
import type { Organization, User } from '../state/identity.ts';
import { nodeId } from '../state/node-id.ts';
import type { Repository } from '../state/repository.ts';
import { actionsAppId } from '../state/world.ts';
import { installationView } from '../views/app.ts';
import { addUser } from './people.ts';
import { productEvents, productPermissions } from './product-app.ts';

export interface NewApp {
  readonly owner: User | Organization;
  readonly slug?: string;
  readonly name?: string;
  /** Default: those that rollout-gate asks for. */
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
  /** Default: all of the owner's. */
  readonly repositories?: readonly Repository[];
}

export interface InstalledApp {
  readonly app: App;
  readonly installation: Installation;
  /** PKCS#1 PEM, as GitHub hands it out. */
  readonly privateKeyPem: string;
  readonly webhookSecret: string;
}

export interface AppDriver {
  /** Makes an App with its key pair and installs it on its owner's account. */
  readonly installApp: (app: NewApp) => InstalledApp;
  readonly setWebhookUrl: (app: App, url: string | null) => void;
  /** A JSON Web Token of the App, valid nine minutes. */
  readonly appToken: (installed: InstalledApp) => string;
  readonly installationToken: (installation: Installation, narrowing?: Narrowing) => string;
  readonly userToken: (user: User) => string;
  /** `GITHUB_TOKEN` of a job in that repository. */
  readonly jobToken: (repository: Repository, permissions: Permissions) => string;
  readonly asUser: (user: User) => Actor;
  readonly asInstallation: (installation: Installation) => Actor;
  readonly asJob: (repository: Repository, permissions: Permissions) => Actor;
}

const keyPair = (): { publicKey: string; privateKey: string } =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });

export function appDriver(engine: Engine): AppDriver {
  const { world, now } = engine;
  const appOf = (installation: Installation): App => world.apps.get(installation.appId) as App;
  const botOf = (app: App): User => world.users.get(app.botUserId) as User;

  const addApp = (input: NewApp, publicKeyPem: string): App => {
    const id = world.nextId();
    const slug = input.slug ?? 'rollout-gate';
    const app: App = {
      id,
      nodeId: nodeId('App', id),
      slug,
      name: input.name ?? slug,
      clientId: `Iv23li${id.toString(36).padStart(14, '0')}`,
      ownerId: input.owner.id,
      botUserId: addUser(world, now(), { login: `${slug}[bot]` }, 'Bot').id,
      description: null,
      externalUrl: 'https://example.com',
      permissions: input.permissions ?? productPermissions,
      events: [...(input.events ?? productEvents)],
      publicKeyPem,
      hookId: world.nextId(),
      webhookUrl: input.webhookUrl ?? null,
      webhookSecret: input.webhookSecret ?? 'sandbox webhook secret of 32 bytes or more',
      createdAt: now(),
    };
    world.apps.set(id, app);
    return app;
  };

  const install = (app: App, input: NewApp): Installation => {
    const id = world.nextId();
    const installation: Installation = {
      id,
      nodeId: nodeId('Installation', id),
      appId: app.id,
      accountId: input.owner.id,
      repositorySelection: input.repositories === undefined ? 'all' : 'selected',
      repositoryIds: new Set((input.repositories ?? []).map((repository) => repository.id)),
      permissions: app.permissions,
      events: [...app.events],
      suspendedAt: null,
      createdAt: now(),
      updatedAt: now(),
    };
    world.installations.set(id, installation);
    const own = [...world.repositories.values()].filter((one) => one.ownerId === input.owner.id);
    const reached = input.repositories ?? own;
    const sender = 'members' in input.owner ? botOf(app) : input.owner;
    engine.emit({
      event: 'installation',
      action: 'created',
      repository: null,
      sender,
      onlyAppId: app.id,
      body: {
        installation: installationView(world, installation),
        repositories: reached.map((one) => ({
          id: one.id,
          node_id: one.nodeId,
          name: one.name,
          full_name: `${input.owner.login}/${one.name}`,
          private: one.private,
        })),
        requester: null,
      },
    });
    return installation;
  };

  return {
    installApp: (input) => {
      const { publicKey, privateKey } = keyPair();
      const app = addApp(input, publicKey);
      const installation = install(app, input);
      return { app, installation, privateKeyPem: privateKey, webhookSecret: app.webhookSecret };
    },
    setWebhookUrl: (app, url) => {
      app.webhookUrl = url;
    },
    appToken: ({ app, privateKeyPem }) => {
      const seconds = Math.floor(now().getTime() / 1000);
      return signAppToken(String(app.id), privateKeyPem, seconds - 60, seconds + 9 * 60);
    },
    installationToken: (installation, narrowing = {}) =>
      issueInstallationToken(world, installation, narrowing, now()).value,
    userToken: (user) => issueUserToken(world, user.id),
    jobToken: (repository, permissions) => issueJobToken(world, repository.id, permissions, now()),
    asUser: (user) => ({ kind: 'user', user }),
    asInstallation: (installation) => ({
      kind: 'installation',
      app: appOf(installation),
      installation,
      user: botOf(appOf(installation)),
      permissions: installation.permissions,
      repositoryIds: null,
    }),
    asJob: (repository, permissions) => {
      const app = world.apps.get(actionsAppId) as App;
      return { kind: 'job', app, user: botOf(app), permissions, repositoryIds: new Set([repository.id]) };
    },
  };
}
