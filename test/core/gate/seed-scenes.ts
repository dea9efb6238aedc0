import { changeText, type Scene } from '../../support/snapshot.ts';

/** A record that declares one more surface than the diff shows. */
export const surface = (name: string): Scene => ({
  change: changeText.replace('  - prompt_bundle', `  - prompt_bundle\n  - ${name}`),
});
