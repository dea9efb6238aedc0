import { appendFileSync, writeSync } from 'node:fs';
import { printable } from './print.ts';
import { ignoredResult } from './result.ts';

/** Ends a run for an event that isn't ours: one line, the outputs, status 0. Nothing is read and nothing is asked. */
export function sayIgnored(event: string, environment: Readonly<Record<string, string | undefined>>): void {
  const result = ignoredResult(`the event ${event} says nothing about a pull request`);
  // Straight to the descriptor: making the stream behind `process.stdout` takes longer than all the rest.
  writeSync(1, `${printable(`ignored: ${result.message}`)}\n`);
  const file = environment['GITHUB_OUTPUT'];
  if (file === undefined || file === '') return;
  // Each value is one line (JSON escapes line breaks), so the short form of the file's format does.
  const outputs = { decision: 'ignored', 'reason-code': '', result: JSON.stringify(result), 'capsule-path': '' };
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`);
  appendFileSync(file, lines.join(''));
}
