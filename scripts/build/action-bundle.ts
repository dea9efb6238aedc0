import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { build, type BuildResult, type Plugin } from 'esbuild';
import { licenceNotices } from './licence-notices.ts';

/** Where the Action's own modules lie: those that it imports with `import()` become files of their own. */
const shell = 'src/action';
const entry = 'main';

/** Builds the Action's bundle into `dist/` of the target; returns each file with its size in bytes. */
export async function buildAction(root: string, target = root): Promise<[path: string, bytes: number][]> {
  const files = await bundle(root);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  }
  return [...files].map(([path, content]) => [path, content.byteLength]);
}

/** One line for each file of `dist/` that differs from a fresh build, by a single byte already. */
export async function staleBundle(root: string): Promise<string[]> {
  const files = await bundle(root);
  const stale = [...files].flatMap(([path, content]) => {
    if (!existsSync(join(root, path))) return [`${path} is missing`];
    const committed = readFileSync(join(root, path));
    return committed.equals(content)
      ? []
      : [`${path} differs from a fresh build (${committed.length} and ${content.byteLength} bytes)`];
  });
  const present = existsSync(join(root, 'dist')) ? readdirSync(join(root, 'dist')) : [];
  const left = present.map((name) => `dist/${name}`).filter((path) => !files.has(path));
  return [...stale, ...left.map((path) => `${path} is left over from an older build`)];
}

/** `index.cjs` is what the runner starts; every lazily imported module is a file beside it, loaded only where it is needed. */
async function bundle(root: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const inputs = new Set<string>();
  const waiting = [entry];
  for (const name of waiting) {
    const { lazy, result } = await bundleOne(root, name);
    files.set(`dist/${fileOf(name)}`, result.outputFiles[0]?.contents ?? new Uint8Array());
    for (const input of Object.keys(result.metafile.inputs)) inputs.add(input);
    waiting.push(...[...lazy].toSorted().filter((other) => !waiting.includes(other)));
  }
  files.set('dist/licenses.txt', new TextEncoder().encode(licenceNotices(root, [...inputs])));
  return files;
}

type Built = BuildResult<{ metafile: true; write: false }>;

async function bundleOne(root: string, name: string): Promise<{ lazy: ReadonlySet<string>; result: Built }> {
  const lazy = new Set<string>();
  const result = await build({
    absWorkingDir: root,
    entryPoints: [`${shell}/${name}.ts`],
    outfile: `dist/${fileOf(name)}`,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    // A CommonJS file has no import.meta; these say where it lies when it runs, not where it was built.
    banner: { js: "const bundleUrl=require('node:url').pathToFileURL(__filename).href;" },
    define: {
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
      'import.meta.url': 'bundleUrl',
    },
    // `require` starts in a fraction of what the loader of ES modules takes.
    supported: { 'dynamic-import': false },
    plugins: [ownFiles(join(root, shell), lazy), withoutSideEffects, yamlInParts],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  return { lazy, result };
}

function fileOf(name: string): string {
  return `${name === entry ? 'index' : name}.cjs`;
}

/** Leaves lazily imported modules of the shell outside and notes their names. */
function ownFiles(folder: string, lazy: Set<string>): Plugin {
  return {
    name: 'own-files',
    setup(bundler) {
      bundler.onResolve({ filter: /^\.\/[^/]+\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import' || resolve(resolveDir) !== folder) return undefined;
        const name = basename(path, '.ts');
        lazy.add(name);
        return { path: `./${fileOf(name)}`, external: true };
      });
    },
  };
}

/**
 * Modules that do nothing when they are merely imported, but can't be seen to: the toolkit doesn't say so in its manifests,
 * a generated validator is made at its top level. Said here, what nobody uses of them stays out: outputs and summaries come
 * without the HTTP client behind the OIDC token, judging comes without the validator of capsules that are read.
 */
const withoutSideEffects: Plugin = {
  name: 'without-side-effects',
  setup(bundler) {
    bundler.onResolve({ filter: /^@actions\/|oidc-utils|\/validators\// }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === seen) return undefined;
      const { kind, importer, namespace, resolveDir } = rest;
      const found = await bundler.resolve(path, { kind, importer, namespace, resolveDir, pluginData: seen });
      return found.errors.length > 0 ? found : { path: found.path, sideEffects: false };
    });
  },
};
const seen = Symbol('resolved once');

/**
 * The package `yaml` also comes as modules that do nothing when they are imported. Taken from these, only what composes a file
 * is in the bundle; its lexer and its parser are there already, as `src/generated/yaml` has them.
 */
const yamlInParts: Plugin = {
  name: 'yaml-in-parts',
  setup(bundler) {
    bundler.onResolve({ filter: /^yaml$/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === seen) return undefined;
      const found = await bundler.resolve(path, { kind, resolveDir, pluginData: seen });
      if (found.errors.length > 0) return found;
      return { path: join(dirname(found.path), '../browser/dist/index.js'), sideEffects: false };
    });
    bundler.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) =>
      /[\\/]yaml[\\/]browser[\\/]/.test(`${resolveDir}/`)
        ? { path: join(resolveDir, path), sideEffects: false }
        : undefined,
    );
  },
};
