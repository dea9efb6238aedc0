/** Apps, where they are installed, and the tokens that act for them. */
export type PermissionLevel = 'read' | 'write' | 'admin';

/** Permission name (`checks`, `pull_requests`, ...) → level. */
export type Permissions = Readonly<Record<string, PermissionLevel>>;

export interface App {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  name: string;
  readonly clientId: string;
  /** A user's or an organisation's id. */
  readonly ownerId: number;
  /** The `slug[bot]` user that acts for it. */
  readonly botUserId: number;
  description: string | null;
  externalUrl: string;
  permissions: Permissions;
  events: string[];
  readonly publicKeyPem: string;
  readonly hookId: number;
  /** null = no webhook. */
  webhookUrl: string | null;
  webhookSecret: string;
  readonly createdAt: Date;
}

export interface Installation {
  readonly id: number;
  readonly nodeId: string;
  readonly appId: number;
  /** A user's or an organisation's id. */
  readonly accountId: number;
  repositorySelection: 'all' | 'selected';
  /** Used when `selected`. */
  readonly repositoryIds: Set<number>;
  permissions: Permissions;
  events: string[];
  suspendedAt: Date | null;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** A bearer token. `repositoryIds: null` = everything its owner reaches. */
export type Token =
  | {
      readonly kind: 'installation';
      readonly value: string;
      readonly installationId: number;
      readonly repositoryIds: ReadonlySet<number> | null;
      readonly permissions: Permissions;
      readonly expiresAt: Date;
    }
  | {
      /** `GITHUB_TOKEN` of an Actions job. */
      readonly kind: 'job';
      readonly value: string;
      readonly repositoryId: number;
      readonly permissions: Permissions;
      readonly expiresAt: Date;
    }
  | { readonly kind: 'user'; readonly value: string; readonly userId: number };
