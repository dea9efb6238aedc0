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
  /**
   * The code that must refuse it: of a reason, a problem, an answer, a finding of doctor, a fault, `http_<status>`, or a word
   * of the attack's own where nothing is said at all (`passed_over`, `no_command`, `shown_as_text`).
   */
  readonly refusedWith: string;
  readonly attempt: () => Outcome | Promise<Outcome>;
}
