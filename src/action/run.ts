import { faultOf } from '../adapters/fault.ts';
import { Fault } from '../adapters/fault.ts';
import type { Inputs } from './inputs.ts';
import { readInputs } from './inputs.ts';
import type { Ending } from './outputs.ts';
import { faultEnding } from './fault-ending.ts';
import { readPayload } from './payload-file.ts';
import { clockOf } from './clock.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** One run of the Action: inputs, the work, the ending. Never throws: whatever goes wrong ends as a fault, and the job fails. */
export async function run(environment: Environment): Promise<void> {
  const secrets = [environment['INPUT_TOKEN'], environment['INPUT_ROLES-TOKEN']].map((token) => (token ?? '').trim());
  const command = (environment['INPUT_COMMAND'] ?? '').trim() === 'record-eval' ? 'record-eval' : 'check';
  let ending: Omit<Ending, 'secrets'>;
  try {
    ending = await work(environment);
  } catch (error) {
    ending = faultEnding(command, faultOf(error));
  }
  const { end } = await import('./outputs.ts');
  await end({ ...ending, secrets });
}

async function work(environment: Environment): Promise<Omit<Ending, 'secrets'>> {
  const inputs = readInputs(environment);
  if (!isInputs(inputs)) throw new Fault('input_invalid', { message: inputs.join('; ') });
  const clock = clockOf(environment);
  const payload = await readPayload(environment);
  if (inputs.command === 'record-eval') {
    const { recordEval } = await import('./record-eval.ts');
    return recordEval(inputs, environment, payload, clock.now());
  }
  const { check } = await import('./check.ts');
  return check(inputs, environment, payload, clock);
}

function isInputs(value: Inputs | readonly string[]): value is Inputs {
  return !Array.isArray(value);
}
