import { GATE_NAME } from '../report/output.ts';
import type { Write, WriteBudget } from './ports.ts';

/** What a write is worth when GitHub's limits leave no room for all of them. */
type Value = 'gate' | 'detail';

/** The gate's own check runs let a pull request through or hold it; all else only tells people, and can come later. */
export function valueOf(write: Write): Value {
  return write.kind === 'check_run' && write.name.startsWith(GATE_NAME) ? 'gate' : 'detail';
}

/** What is written now, and when the rest of it can be; null = nothing was left out. */
export interface Affordable {
  readonly writes: readonly Write[];
  readonly later: number | null;
}

/**
 * Leaves out all details where they have no room: some of them without the others could ask a person twice. A later
 * judgement finds them missing and brings them.
 */
export function affordable(writes: readonly Write[], budget: WriteBudget | null): Affordable {
  const gate = writes.filter((write) => valueOf(write) === 'gate');
  if (budget === null || gate.length === writes.length) return { writes, later: null };
  const shed = budget.shed(writes.filter(isCreation).length);
  return shed === null ? { writes, later: null } : { writes: gate, later: shed.until };
}

function isCreation(write: Write): boolean {
  return 'node_id' in write ? write.node_id === null : true;
}
