import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Folders of `src/` that stay at home: the sandbox and what starts it are for development, the Action is a bundle. */
const notPublished = ['sandbox', 'start', 'action'];

/**
 * Turns `src/` into `build/`, file by file at the same depth, so that `../../schemas/` means the same in both.
 * Types are checked by `npm test`, not here. Returns the number of files.
 */
export function buildPackage(root: string, target: string): number {
  rmSync(target, { recursive: true, force: true });
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter(
      (file) => /\.(ts|js)$/.test(file) && !file.endsWith('.d.ts') && !notPublished.includes(file.split('/')[0] ?? ''),
    );
  for (const file of files) {
    const [from, to] = [join(root, 'src', file), join(target, file.replace(/\.ts$/, '.js'))];
    mkdirSync(dirname(to), { recursive: true });
    if (file.endsWith('.js')) copyFileSync(from, to);
    else writeFileSync(to, transpile(readFileSync(from, 'utf8'), file));
  }
  return files.length;
}

function transpile(text: string, fileName: string): string {
  return ts.transpileModule(text, {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ES2024,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
      removeComments: true,
    },
  }).outputText;
}
