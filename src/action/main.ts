import { isOurEvent } from './event.ts';
import { sayIgnored } from './ignored.ts';

/**
 * The runner's entry. An event that isn't ours is told by its name before anything else is loaded: such runs are the many,
 * and nothing of them may cost more than a start of Node. An unknown command is refused by `check`.
 */
const { GITHUB_EVENT_NAME: event = '', INPUT_COMMAND: command = '' } = process.env;
if (command.trim() === 'record-eval') void import('./record-eval.ts').then(({ start }) => start(process.env));
else if (['', 'check'].includes(command.trim()) && !isOurEvent(event)) sayIgnored(event, process.env);
else void import('./check.ts').then(({ start }) => start(process.env));
