import { dirname, join } from 'node:path';
import { buildAction, staleBundle } from './build/action-bundle.ts';
import { buildPackage } from './build/package-files.ts';

/**
 * `npm run build` makes the installable package (`build/`) and the Action's bundle (`dist/`);
 * `package` or `action` makes one of them, `action --check` only says whether the committed bundle is current.
 */
async function main(root: string, args: readonly string[]): Promise<number> {
  if (args.includes('--check')) {
    const stale = await staleBundle(root);
    if (stale.length === 0) return 0;
    console.error(`${stale.join('\n')}\nThe committed bundle is stale. Run \`npm run build:action\` and commit dist/.`);
    return 1;
  }
  if (!args.includes('action')) console.log(`build/: ${buildPackage(root, join(root, 'build'))} files`);
  if (!args.includes('package')) {
    for (const [path, bytes] of await buildAction(root)) console.log(`${path}: ${bytes} bytes`);
  }
  return 0;
}

process.exitCode = await main(dirname(import.meta.dirname), process.argv.slice(2));
