/** What an attack came to. */
export interface Outcome {
  /** Every code that refused something. */
  readonly codes: readonly string[];
  /** What the attacker wanted happened. */
  readonly through: boolean;
}

/** One named attempt on the gate. */
export interface Attack {
  /** The row of docs/threats.md. */
  readonly threat: `T${number}`;
  readonly name: string;
  /** The code that must refuse it: of a reason, a problem, an answer, a fault, or `http_<status>`. */
  readonly refusedWith: string;
  readonly attempt: () => Outcome | Promise<Outcome>;
}
