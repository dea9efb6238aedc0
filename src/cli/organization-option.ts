import { type PolicyLocation, policyLocation, policyLocationForm } from '../settings/policy-location.ts';
import { UsageError } from './terminal.ts';

/** The file that `--organization-policy` names; null = the option isn't given. Throws UsageError for another form. */
export function organizationNamed(text: string | undefined): PolicyLocation | null {
  if (text === undefined) return null;
  const location = policyLocation(text);
  if (location !== null) return location;
  throw new UsageError(
    `--organization-policy takes ${policyLocationForm}, and ${JSON.stringify(text)} is not of that form.`,
  );
}
