import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type LockedPackages,
  missingOptionalPackages,
  platformEntry,
} from '../../scripts/lockfile/optional-packages.ts';

const root = join(import.meta.dirname, '../..');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

interface Lockfile {
  readonly packages: LockedPackages;
}

/** Packages that may run a script while they are installed, and why. Nothing else may: read such a script before adding it here. */
const mayRunInstallScripts: Readonly<Record<string, string>> = {
  esbuild: 'checks that its binary for this platform is there',
  node: 'puts the Node 24 binary of this platform into place',
};

describe('packages', () => {
  it('that run install scripts are the ones listed here', () => {
    const { packages } = readJson<Lockfile>('package-lock.json');
    const found = Object.entries(packages)
      .filter(([, entry]) => entry.hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect([...new Set(found)].toSorted()).toEqual(Object.keys(mayRunInstallScripts).toSorted());
  });

  it('that may run install scripts are the ones that npm is told of', () => {
    const { allowScripts } = readJson<Manifest>('package.json');
    expect(Object.keys(allowScripts).toSorted()).toEqual(Object.keys(mayRunInstallScripts).toSorted());
  });

  it('for other platforms all stand in the lockfile, or `npm ci` refuses it (run `npm run lockfile`)', () => {
    const { packages } = readJson<Lockfile>('package-lock.json');
    expect(missingOptionalPackages(packages)).toEqual([]);
  });

  it('are pinned to one version each', () => {
    const { dependencies, devDependencies } = readJson<Manifest>('package.json');
    const ranges = Object.entries({ ...dependencies, ...devDependencies })
      .filter(([, version]) => !/^(npm:(@[\w-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name}: ${version} is a range; write the exact version (npm install -E)`);
    expect(ranges).toEqual([]);
  });
});

describe('an optional package that the lockfile lacks', () => {
  const packages: LockedPackages = {
    '': {},
    'node_modules/a': {
      optionalDependencies: { 'a-linux-x64-musl': '1.2.3', '@a/darwin-arm64': '1.2.3', held: '1.0.0' },
      dev: true,
    },
    'node_modules/b': {},
    'node_modules/b/node_modules/c': { optionalDependencies: { held: '1.0.0', near: '1.0.0', other: '1.0.0' } },
    'node_modules/b/node_modules/near': {},
    'node_modules/held': {},
    'node_modules/d/node_modules/other': {},
  };

  it('is found, looking where Node would', () => {
    expect(missingOptionalPackages(packages).map(({ name }) => name)).toEqual([
      'a-linux-x64-musl',
      '@a/darwin-arm64',
      'other',
    ]);
  });

  it('is entered with the platform that its name says, or not at all', () => {
    expect(missingOptionalPackages(packages).map(platformEntry)).toEqual([
      { version: '1.2.3', cpu: ['x64'], dev: true, libc: ['musl'], optional: true, os: ['linux'] },
      { version: '1.2.3', cpu: ['arm64'], dev: true, optional: true, os: ['darwin'] },
      null,
    ]);
  });
});

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as T;
}
