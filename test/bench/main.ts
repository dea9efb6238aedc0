import { parseArgs } from 'node:util';
import { actionFigures } from './action.ts';
import { burstFigures } from './burst.ts';
import { type Figure, figureLine, holds } from './figure.ts';
import { recordFigures } from './records.ts';
import { serverFigures } from './server.ts';
import { startFigures } from './start.ts';

const benches: Readonly<Record<string, (rounds: number, full: boolean) => Promise<readonly Figure[]>>> = {
  records: recordFigures,
  action: actionFigures,
  server: serverFigures,
  burst: burstFigures,
  start: startFigures,
};

/**
 * `npm run bench [-- NAME...] [-- --rounds N] [-- --full]`: every figure with its floor; status 1 when one is missed. Ratios of one
 * interleaved run travel between machines, milliseconds don't.
 */
async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '21' }, full: { type: 'boolean', default: false } },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  let missed = 0;
  for (const name of names) {
    const bench = benches[name];
    if (bench === undefined) throw new Error(`no bench ${name}; there are ${Object.keys(benches).join(', ')}`);
    for (const figure of await bench(Number(values.rounds), values.full)) {
      console.log(figureLine(figure));
      if (!holds(figure)) missed += 1;
    }
  }
  return missed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
