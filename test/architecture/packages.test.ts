import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean; readonly resolved?: string }>>;
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

  it('are pinned to one version each', () => {
    const { dependencies, devDependencies } = readJson<Manifest>('package.json');
    const ranges = Object.entries({ ...dependencies, ...devDependencies })
      .filter(([, version]) => !/^(npm:(@[\w-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name}: ${version} is a range; write the exact version (npm install -E)`);
    expect(ranges).toEqual([]);
  });
});

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as T;
}
