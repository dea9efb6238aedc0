import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licence texts of every package that a bundle contains, sorted by name; `inputs` are the bundle's source paths. */
export function licenceNotices(root: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  return [...folders]
    .toSorted()
    .map((folder) => notice(join(root, folder)))
    .join('\n');
}

function notice(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { [key: string]: unknown };
  const head = `${String(manifest['name'])} ${String(manifest['version'])} (${String(manifest['license'] ?? 'see text')})`;
  return `${head}\n${'-'.repeat(head.length)}\n${licenceText(folder)}\n`;
}

function licenceText(folder: string): string {
  const file = readdirSync(folder)
    .toSorted()
    .find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined || !existsSync(join(folder, file)))
    return 'The package ships no licence file; its manifest names the licence.\n';
  return readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
}
