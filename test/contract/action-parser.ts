import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');

type Parse = (path: string, text: string) => readonly string[];

/** GitHub's own parser of action files. Its package imports JSON without an attribute, so that plain Node needs it bundled. */
export async function loadActionParser(): Promise<Parse> {
  mkdirSync(join(root, '.tmp'), { recursive: true });
  const folder = mkdtempSync(join(root, '.tmp/action-parser-'));
  const outfile = join(folder, 'parser.cjs');
  await build({
    stdin: {
      contents: `import { parseAction } from '@actions/workflow-parser/actions/action-parser';
        import { NoOperationTraceWriter } from '@actions/workflow-parser/templates/trace-writer';
        export const parse = (name, content) =>
          parseAction({ name, content }, new NoOperationTraceWriter()).context.errors.getErrors().map(({ message }) => message);`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  const { parse } = createRequire(import.meta.url)(outfile) as { parse: Parse };
  rmSync(folder, { recursive: true, force: true });
  return parse;
}
