/** What `package-lock.json` (version 3) says of one installed package; its key is its place, such as `node_modules/a`. */
export interface LockedPackage {
  readonly version?: string;
  readonly optional?: boolean;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** An optional dependency that the lockfile has no entry for. */
export interface MissingPackage {
  readonly name: string;
  readonly spec: string;
  /** Whether only development needs it, as its dependent does. */
  readonly dev: boolean;
}

/**
 * `npm ci` refuses a lockfile without an entry for each optional dependency, also for those of other platforms.
 * npm writes no entry for one that its registry did not serve, so a lockfile made behind a partial mirror lacks some.
 */
export function missingOptionalPackages(packages: LockedPackages): MissingPackage[] {
  return Object.entries(packages).flatMap(([place, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isInstalled(packages, place, name))
      .map(([name, spec]) => ({ name, spec, dev: entry.dev === true })),
  );
}

/** Looks where Node would: beside the dependent, then in each folder above it. */
function isInstalled(packages: LockedPackages, place: string, name: string): boolean {
  if (Object.hasOwn(packages, `${place === '' ? '' : `${place}/`}node_modules/${name}`)) return true;
  return place !== '' && isInstalled(packages, place.slice(0, Math.max(place.lastIndexOf('/node_modules/'), 0)), name);
}

/** The entry by which npm knows that the package exists and is for another platform; null when its name doesn't say which. */
export function platformEntry({ name, spec, dev }: MissingPackage): LockedPackage | null {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-');
  const os = words.find((word) => systems.includes(word));
  const cpu = words.find((word) => processors.includes(word));
  if (os === undefined || cpu === undefined || !/^\d+\.\d+\.\d+$/.test(spec)) return null;
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc';
  return {
    version: spec,
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(os === 'linux' ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  };
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
