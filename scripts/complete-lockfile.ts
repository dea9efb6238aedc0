import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type LockedPackages, missingOptionalPackages, platformEntry } from './lockfile/optional-packages.ts';

/** `npm run lockfile`, after `npm install`: adds what `npm ci` needs to know of packages for other platforms. */
function main(root: string): number {
  const file = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: LockedPackages };
  const missing = missingOptionalPackages(lock.packages).map((item) => ({ item, entry: platformEntry(item) }));
  const unknown = missing.filter(({ entry }) => entry === null);
  if (unknown.length > 0) {
    console.error(
      `Optional packages whose platform is not in their name: ${unknown.map(({ item }) => item.name).join(', ')}.`,
    );
    return 1;
  }
  const added = Object.fromEntries(missing.map(({ item, entry }) => [`node_modules/${item.name}`, entry]));
  const packages = Object.entries({ ...lock.packages, ...added }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
  console.log(`package-lock.json: ${missing.length} optional packages added`);
  return 0;
}

process.exitCode = main(dirname(import.meta.dirname));
