import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { didYouMean } from '../../records/spelling.ts';
import type { AddCommand } from '../command.ts';
import { manual } from '../manual.ts';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

/** The published schemas lie beside `src/` in a checkout and beside `build/` in the package: the same way up from both. */
const folder = join(import.meta.dirname, '..', '..', '..', 'schemas');
const ending = '.schema.json';

export const addSchema: AddCommand = (program, { terminal, finish }) =>
  program.command(
    'schema [name]',
    'Print a published JSON Schema',
    (command) =>
      command
        .usage(
          '$0 schema [NAME]\n\nJSON Schema 2020-12; the types and validators of the program are made from these files.',
        )
        .positional('name', { type: 'string', describe: 'Name; none = the names' })
        .example('$0 schema policy > rollout-gate.schema.json', 'for an editor')
        .epilogue(manual({ 0: 'printed', 2: 'there is no such schema' })),
    (given) => finish(runSchema(given.name, terminal)),
  );

/** `schema NAME`: prints one JSON Schema; without a name, the names. */
export async function runSchema(name: string | undefined, terminal: Terminal): Promise<Exit> {
  const names = (await readdir(folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
  if (name === undefined) {
    terminal.out(
      names
        .toSorted()
        .map((entry) => `${entry}\n`)
        .join(''),
    );
    return exit.fine;
  }
  if (!names.includes(name)) {
    const near = didYouMean(name, names);
    const hint = near === null ? `there are ${names.toSorted().join(', ')}.` : `did you mean ${near}?`;
    terminal.err(`There is no schema ${JSON.stringify(plain(name))}; ${hint}\n`);
    return exit.malformed;
  }
  terminal.out(await readFile(join(folder, `${name}${ending}`), 'utf8'));
  return exit.fine;
}
