import {
  appEvents,
  appPermissions,
  type OptionalPart,
  optionalPermissions,
  type PermissionLevel,
} from './permissions.ts';

export interface ManifestOptions {
  readonly name: string;
  /** Where GitHub reaches the App, no slash at the end; null = not known yet: the webhook is made inactive. */
  readonly url: string | null;
  readonly with: readonly OptionalPart[];
}

/** A GitHub App manifest, in GitHub's words (GitHub documentation, "Registering a GitHub App from a manifest"). */
export interface AppManifest {
  readonly name: string;
  readonly url: string;
  readonly description: string;
  readonly hook_attributes: { readonly url: string; readonly active: boolean };
  readonly public: boolean;
  readonly request_oauth_on_install: boolean;
  readonly setup_on_update: boolean;
  readonly default_permissions: Readonly<Record<string, PermissionLevel>>;
  readonly default_events: readonly string[];
}

const nowhere = 'https://example.com';

/** The manifest with the least permissions. GitHub refuses an event whose permission isn't asked for, so such an event is left out. */
export function appManifest(options: ManifestOptions): AppManifest {
  const url = options.url ?? nowhere;
  const default_permissions = permissionsWith(options.with);
  return {
    name: options.name,
    url,
    description: 'Judges changes to agent systems: whether their reviews, their evals and their gate let them go.',
    hook_attributes: { url: `${url}/api/github/webhooks`, active: options.url !== null },
    public: false,
    request_oauth_on_install: false,
    setup_on_update: false,
    default_permissions,
    default_events: Object.entries(appEvents).flatMap(([event, permission]) =>
      Object.hasOwn(default_permissions, permission) ? [event] : [],
    ),
  };
}

/** Permissions by name, the optional parts' over the usual ones. */
export function permissionsWith(parts: readonly OptionalPart[]): Readonly<Record<string, PermissionLevel>> {
  return Object.fromEntries<PermissionLevel>([
    ...Object.entries(appPermissions).map(([name, { level }]) => [name, level] as const),
    ...parts.map((part) => [optionalPermissions[part].name, optionalPermissions[part].level] as const),
  ]);
}
