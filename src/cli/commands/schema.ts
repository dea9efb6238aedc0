import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exit, type Exit, plain, type Terminal } from '../terminal.ts';

/** The published schemas lie beside `src/` in a checkout and beside `build/` in the package: the same way up from both. */
const folder = join(import.meta.dirname, '..', '..', '..', 'schemas');
const ending = '.schema.json';

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
    terminal.err(`There is no schema ${JSON.stringify(plain(name))}; there are ${names.toSorted().join(', ')}.\n`);
    return exit.malformed;
  }
  terminal.out(await readFile(join(folder, `${name}${ending}`), 'utf8'));
  return exit.fine;
}
