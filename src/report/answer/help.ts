import { authorityOf, takesOf } from '../../core/command/authority.ts';
import { standingOf } from '../../core/command/standing.ts';
import type { Given, Situation } from '../../core/command/situation.ts';
import { type Verb, verbs } from '../../core/command/verb.ts';
import { blocks, table } from '../markdown/block.ts';
import { code } from '../markdown/code.ts';
import { whoWords } from './who.ts';

/** What this person may do here, command by command. */
export function helpWords({ person }: Given, { place, facts, chain, policy }: Situation): string {
  const standing = standingOf(person, { ...facts, blocks: chain.blocks }, policy);
  const here = (Object.keys(verbs) as Verb[]).filter((verb) => place !== 'elsewhere' && verbs[verb].on.includes(place));
  const rows = here.map((verb) => {
    const { form, does } = verbs[verb];
    // Who may attest hangs on the signal, and who may revoke on the waiver: both are said, not guessed.
    if (verb === 'attest') return [code(form), does, 'by signal: the check says whose word it takes'];
    const may = authorityOf(verb, standing, policy).kind === 'may';
    return [code(form), does, may ? 'you' : whoWords(takesOf(verb, policy), policy)];
  });
  return blocks(
    table(['command', 'does', 'who may'], rows),
    `A command is the first line of a new comment, from its first column, one to a comment. ${code('--dry-run')} after the verb or at the end says what would change.`,
  );
}
