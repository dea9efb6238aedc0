import type { Engine } from '../effects/engine.ts';
import { nodeId } from '../state/node-id.ts';
import { actionsAppId } from '../state/world.ts';
import { addUser } from './people.ts';

/** The app behind Actions jobs, with github.com's ids; nobody holds its key. */
export function addActionsApp({ world, now }: Engine): void {
  const bot = addUser(world, now(), { login: 'github-actions[bot]' }, 'Bot', 41_898_282);
  const owner = addUser(world, now(), { login: 'github', name: 'GitHub' }, 'User', 9919);
  world.apps.set(actionsAppId, {
    id: actionsAppId,
    nodeId: nodeId('App', actionsAppId),
    slug: 'github-actions',
    name: 'GitHub Actions',
    clientId: 'Iv1.05c79e9ad1f6bdfa',
    ownerId: owner.id,
    botUserId: bot.id,
    description: 'Automate your workflow from idea to production',
    externalUrl: 'https://help.github.com/en/actions',
    permissions: {},
    events: [],
    publicKeyPem: '',
    hookId: world.nextId(),
    webhookUrl: null,
    webhookSecret: '',
    createdAt: now(),
  });
}
