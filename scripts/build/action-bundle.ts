import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { licenceNotices } from './licence-notices.ts';

/** Builds the Action's bundle into `dist/`; returns each file with its size in bytes. */
export async function buildAction(root: string): Promise<[path: string, bytes: number][]> {
  const files = await bundle(root);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return [...files].map(([path, content]) => [path, content.byteLength]);
}

/** One line for each file of `dist/` that differs from a fresh build, by a single byte already. */
export async function staleBundle(root: string): Promise<string[]> {
  return [...(await bundle(root))].flatMap(([path, content]) => {
    if (!existsSync(join(root, path))) return [`${path} is missing`];
    const committed = readFileSync(join(root, path));
    return committed.equals(content)
      ? []
      : [`${path} differs from a fresh build (${committed.length} and ${content.byteLength} bytes)`];
  });
}

async function bundle(root: string): Promise<Map<string, Uint8Array>> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['src/action/main.ts'],
    outfile: 'dist/index.cjs',
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
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const files = new Map(result.outputFiles.map((file) => [`dist/${file.path.split('/').at(-1)}`, file.contents]));
  files.set('dist/licenses.txt', new TextEncoder().encode(licenceNotices(root, Object.keys(result.metafile.inputs))));
  return files;
}
