import { type OrganizationPolicy, organizationPolicy } from '../adapters/github/organization-policy.ts';
import { renewing } from '../adapters/github/transport/renewing.ts';
import type { Settings } from '../settings/settings.ts';
import type { Connect } from './connections.ts';
import type { Framework } from './framework.ts';

/** The organisation's defaults that the settings name, read when they are first asked for; undefined = they name none. */
export function organizationPolicyOf(
  { organizationPolicy: file }: Pick<Settings, 'organizationPolicy'>,
  framework: Pick<Framework, 'contentsToken'>,
  connect: Connect,
): OrganizationPolicy | undefined {
  if (file === null) return undefined;
  return organizationPolicy(file, () => renewing(() => framework.contentsToken(file), connect));
}
