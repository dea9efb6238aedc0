import { faultOf } from '../adapters/fault.ts';
import { faults } from '../generated/codes.ts';
import { runProgram } from './program.ts';
import { exit, type Exit, plain, type Terminal, UsageError } from './terminal.ts';

/** Runs one command line and says what went wrong, if anything did. Never throws: this is where faults end. */
export async function outcomeOf(words: readonly string[], terminal: Terminal): Promise<Exit> {
  try {
    return await runProgram(words, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`rollout-gate: ${plain(error.message)}\n`);
      return exit.malformed;
    }
    const { code, message } = faultOf(error);
    const sentence = plain(message).replaceAll(/\s+/g, ' ').replace(/\.$/, '');
    terminal.err(`rollout-gate: ${sentence}. ${faults[code].next}  ${code}\n`);
    return exit.fault;
  }
}
