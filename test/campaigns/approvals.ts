import { compare } from './approvals/comparison.ts';

/**
 * 100,000 random histories of push, force push, retarget, approve, dismiss and comment: a naive model that knows nothing
 * of the product must say the same of each required review as the core (github-facts T9).
 */
const seed = Number(process.env['SEED'] ?? 1);
const total = Number(process.env['HISTORIES'] ?? 100_000);
const { disagreement, states } = compare(seed, total);
console.log(`seed ${seed}: ${total} histories, 4 roles each`);
for (const [state, count] of [...states].toSorted(([a], [b]) => a.localeCompare(b)))
  console.log(`  ${state}: ${count}`);
if (disagreement !== null) console.error(`The model and the core differ:\n${JSON.stringify(disagreement, null, 1)}`);
const isRich = ['given', 'missing', 'changes_requested', 'unsatisfiable'].every(
  (state) => (states.get(state) ?? 0) > 0,
);
process.exitCode = disagreement === null && isRich ? 0 : 1;
