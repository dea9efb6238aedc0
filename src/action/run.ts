import { Fault, faultOf } from '../adapters/fault.ts';
import type { ActionResult } from '../generated/types.ts';
import type { Clock } from '../reconcile/ports.ts';
import { clockOf } from './clock.ts';
import { faultEnding } from './fault-ending.ts';
import { type Inputs, readInputs } from './inputs.ts';
import type { Ending } from './outputs.ts';
import { readPayload } from './payload-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command works with. */
export interface Given {
  readonly inputs: Inputs;
  readonly environment: Environment;
  /** The event's payload: data, and may lack anything. */
  readonly payload: unknown;
  readonly clock: Clock;
}

/** What a command comes to; its tokens are added by `run`. */
export type Said = Omit<Ending, 'secrets'>;

/** One run: inputs, the command, the ending. Never rejects: whatever goes wrong ends as a fault, and the job fails. */
export async function run(
  command: ActionResult['command'],
  environment: Environment,
  work: (given: Given) => Promise<Said>,
): Promise<void> {
  const said = await worked(environment, work).catch((error: unknown) => faultEnding(command, faultOf(error)));
  const { end } = await import('./outputs.ts');
  const secrets = ['INPUT_TOKEN', 'INPUT_ROLES-TOKEN'].map((name) => (environment[name] ?? '').trim());
  await end({ ...said, secrets });
}

async function worked(environment: Environment, work: (given: Given) => Promise<Said>): Promise<Said> {
  const inputs = readInputs(environment);
  if (!isInputs(inputs)) throw new Fault('input_invalid', { message: inputs.join('; ') });
  const clock = clockOf(environment);
  return work({ inputs, environment, payload: await readPayload(environment), clock });
}

function isInputs(value: Inputs | readonly string[]): value is Inputs {
  return !Array.isArray(value);
}
