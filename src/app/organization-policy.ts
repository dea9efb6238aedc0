import { Fault } from '../adapters/fault.ts';
import { type OrganizationPolicy, organizationPolicy } from '../adapters/github/organization-policy.ts';
import { renewing } from '../adapters/github/transport/renewing.ts';
import { policyLocation, policyLocationForm } from '../records/policy/location.ts';
import type { Settings } from '../settings/settings.ts';
import type { Connect } from './connections.ts';
import type { Framework } from './framework.ts';

/**
 * The organisation's defaults that the settings name, read when they are first asked for; undefined = they name none.
 * Throws `settings_invalid` when they are named in no form that we know.
 */
export function organizationPolicyOf(
  { organizationPolicy: location }: Pick<Settings, 'organizationPolicy'>,
  framework: Pick<Framework, 'contentsToken'>,
  connect: Connect,
): OrganizationPolicy | undefined {
  if (location === null) return undefined;
  const file = policyLocation(location);
  if (file === null) {
    throw new Fault('settings_invalid', {
      message: `ORGANIZATION_POLICY can not be used: expected ${policyLocationForm}.`,
    });
  }
  return organizationPolicy(file, () => renewing(() => framework.contentsToken(file), connect));
}
