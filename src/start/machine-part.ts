/** What the check says to programs, between its two fixed lines. */
export interface MachinePart {
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  readonly next_actions: readonly { readonly by: string; readonly how: string }[];
}

const part = /<!-- rollout-gate:next_actions -->\s*```json\n([^`]*)\n```/;

/** Reads the machine part of a check's text; nothing where there is none, as on a pull request that isn't governed. */
export function readMachinePart(text: string): MachinePart {
  const json = part.exec(text)?.[1];
  if (json === undefined) return { reasons: [], next_actions: [] };
  const said = JSON.parse(json) as Partial<MachinePart>;
  return { reasons: said.reasons ?? [], next_actions: said.next_actions ?? [] };
}
