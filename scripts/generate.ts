import { dirname, join } from 'node:path';
import { outputsFromSchemas } from './generate/from-schemas.ts';
import { staleOutputs, writeOutputs } from './generate/output-set.ts';

/** `npm run generate` makes types, validators, code lists and reference tables; `-- --check` only says what is stale. */
async function main(root: string, args: readonly string[]): Promise<number> {
  const outputs = await outputsFromSchemas(join(root, 'schemas'));
  if (!args.includes('--check')) {
    const written = writeOutputs(root, outputs);
    console.log(
      written.length === 0
        ? 'Nothing to write: all generated files are current.'
        : written.map((path) => `wrote ${path}`).join('\n'),
    );
    return 0;
  }
  const stale = staleOutputs(root, outputs);
  if (stale.length === 0) return 0;
  console.error(
    `${stale.map((line) => `- ${line}`).join('\n')}\nGenerated files are stale. Run \`npm run generate\` and commit what it writes.`,
  );
  return 1;
}

process.exitCode = await main(dirname(import.meta.dirname), process.argv.slice(2));
