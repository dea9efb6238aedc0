import { parseArgs } from 'node:util';
import { runCampaign } from './mutated-yaml/campaign.ts';

/** `node test/campaigns/mutated-yaml.ts [--count 100000] [--seed N]`: status 0 only when every file was survived. */
function main(args: string[]): number {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '100000' },
      seed: { type: 'string', default: process.env['SEED'] ?? '20260407' },
    },
  });
  const { count, seed, records, refused, plain, slowest, failures } = runCampaign(
    Number(values.count),
    Number(values.seed),
  );
  console.log(
    `mutated YAML: seed ${seed}, ${count} files, read as change and as rollout: ${records} records, ${refused} refused`,
  );
  console.log(`${plain} of the files were read from their tokens alone, each as the composer reads it`);
  console.log(`slowest: ${slowest.milliseconds.toFixed(1)} ms, file ${slowest.index}: ${JSON.stringify(slowest.file)}`);
  for (const { index, what, file } of failures.slice(0, 20))
    console.log(`FAILED file ${index}: ${what}\n${JSON.stringify(file.slice(0, 400))}`);
  console.log(failures.length === 0 ? 'all survived' : `${failures.length} failures`);
  return failures.length === 0 ? 0 : 1;
}

// A reader that ended the process would leave this status behind.
process.exitCode = 1;
process.exitCode = main(process.argv.slice(2));
