import { appManifest } from '../../core/access/manifest.ts';
import { type OptionalPart, optionalParts } from '../../core/access/permissions.ts';
import { didYouMean } from '../../records/spelling.ts';
import type { AddCommand } from '../command.ts';
import { manual } from '../manual.ts';
import { exit, type Exit, plain, type Terminal, UsageError } from '../terminal.ts';

/** Options of `app-manifest`, as they were typed. */
export interface ManifestArguments {
  readonly with: string | undefined;
  readonly url: string | undefined;
  readonly name: string;
}

const intro = `$0 app-manifest [OPTIONS]

Prints the manifest of a GitHub App with the least permissions that rollout-gate works with, for GitHub's manifest flow \
(a form that posts it to https://github.com/organizations/ORG/settings/apps/new).`;

export const addAppManifest: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'app-manifest',
    'Print the manifest of a GitHub App with the least permissions',
    (command) =>
      command
        .usage(intro)
        .option('with', { type: 'string', describe: `Parts to add, with commas between: ${optionalParts.join(', ')}` })
        .option('url', { type: 'string', describe: 'Where GitHub reaches the App; without it the webhook is inactive' })
        .option('name', { type: 'string', default: 'rollout-gate', describe: 'Name of the App' })
        .example('$0 app-manifest --url https://gate.example.com', '')
        .example('$0 app-manifest --with code-scanning,publisher', 'with what these parts need')
        .epilogue(manual({ 0: 'printed' }, ['docs/app.md says what each permission is for'])),
    (given) => finish(runAppManifest({ with: given.with, url: given.url, name: given.name }, terminal)),
  );

/** `app-manifest`: the manifest as JSON. */
export function runAppManifest(given: ManifestArguments, terminal: Terminal): Exit {
  const manifest = appManifest({ name: nameOf(given.name), url: urlOf(given.url), with: partsOf(given.with) });
  terminal.out(`${JSON.stringify(manifest, null, 2)}\n`);
  return exit.fine;
}

function partsOf(given: string | undefined): readonly OptionalPart[] {
  const words = (given ?? '').split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
  return words.map((word) => {
    const part = optionalParts.find((known) => known === word);
    if (part !== undefined) return part;
    const near = didYouMean(word, optionalParts);
    const hint = near === null ? `there are ${optionalParts.join(', ')}` : `did you mean ${near}?`;
    throw new UsageError(`There is no part ${JSON.stringify(plain(word))}; ${hint}${near === null ? '.' : ''}`);
  });
}

/** GitHub's bound on the name of an App is 34 characters. */
function nameOf(given: string): string {
  const name = given.trim();
  if (name !== '' && name.length <= 34 && plain(name) === name) return name;
  throw new UsageError('--name takes 1 to 34 characters.');
}

/** Deliveries carry what is in private repositories: over TLS only, or to this machine. */
function urlOf(given: string | undefined): string | null {
  if (given === undefined) return null;
  const url = URL.canParse(given) ? new URL(given) : null;
  const isSafe =
    url !== null &&
    (url.protocol === 'https:' ||
      (url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)));
  if (!isSafe || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UsageError('--url takes an address such as https://gate.example.com, without a query.');
  }
  return url.href.replace(/\/$/, '');
}
