import type { App, Installation, Permissions } from './app.ts';
import type { User } from './identity.ts';

/** Who makes a request, as far as the credentials say. `user` is whom GitHub shows as the author of what is written. */
export type Actor =
  | { readonly kind: 'anonymous' }
  /** A JSON Web Token of an App: only for `/app` and `/app/...`. */
  | { readonly kind: 'app'; readonly app: App }
  | {
      readonly kind: 'installation';
      readonly app: App;
      readonly installation: Installation;
      readonly user: User;
      readonly permissions: Permissions;
      /** null = all that the installation reaches. */
      readonly repositoryIds: ReadonlySet<number> | null;
    }
  | {
      /** `GITHUB_TOKEN`: the Actions app, one repository. */
      readonly kind: 'job';
      readonly app: App;
      readonly user: User;
      readonly permissions: Permissions;
      readonly repositoryIds: ReadonlySet<number>;
    }
  | { readonly kind: 'user'; readonly user: User };
