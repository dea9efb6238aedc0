import { text } from 'node:stream/consumers';
import { type Answer, type Row, type Suite, unsupportedSuite } from './suite.ts';
import { agentRuntimeRef } from './suites/agent-runtime-ref.ts';

const LATER = 'the product does not answer this suite yet';

/** Suites by the name of their file of rows. */
const SUITES: ReadonlyMap<string, Suite> = new Map([
  ['agent_runtime_ref', agentRuntimeRef],
  ['phase_manifest', unsupportedSuite(LATER)],
  ['agentgate-signing', unsupportedSuite(LATER)],
  ['agentgate-rollout', unsupportedSuite(LATER)],
  ['agentgate-transparency', unsupportedSuite(LATER)],
]);

/** `npm run --silent conformance -- SUITE < rows.jsonl > answers.jsonl`: one JSON row a line in, one answer a line out. */
async function main(name: string | undefined): Promise<number> {
  const suite = SUITES.get(name ?? '');
  if (suite === undefined) {
    console.error(`Unknown suite ${JSON.stringify(name ?? '')}. Name one of: ${[...SUITES.keys()].join(', ')}.`);
    return 2;
  }
  // Split at LF only: rows may hold U+2028 unescaped, which line readers take for a line's end.
  for (const line of (await text(process.stdin)).split('\n')) {
    if (line.trim() !== '') process.stdout.write(`${JSON.stringify(answerLine(suite, line))}\n`);
  }
  return 0;
}

function answerLine(suite: Suite, line: string): { id: string | null } & Answer {
  const row = parseRow(line);
  return row === null ? { id: null, error: 'The line is not a JSON row with an id' } : { id: row.id, ...suite(row) };
}

function parseRow(line: string): Row | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRow(value) ? value : null;
  } catch {
    return null;
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

process.exitCode = await main(process.argv[2]);
