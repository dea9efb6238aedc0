/** A verified delivery, as it is kept. */
export interface KeptDelivery {
  /** GitHub's GUID, the same when it is delivered again. */
  readonly id: string;
  readonly event: string;
  /** The bytes that were signed. */
  readonly body: Uint8Array;
}

/**
 * Something to be done for a key; several wishes for one key are one piece of work: the newest detail stands, and the
 * best lane and the earliest time of all. Those that come while the key is leased are one more round after it.
 */
export interface Wish {
  readonly key: string;
  /** Text that the worker understands, such as JSON. */
  readonly detail: string;
  /** Pieces of work with one `serial` are done one at a time, across processes: a pull request and its commands. Default: the key. */
  readonly serial?: string;
  /** Which work goes first; default: event. */
  readonly lane?: Lane;
  /** Not before this, milliseconds since the epoch; default: at once. */
  readonly due?: number;
}

/** Commands and what people wait for go before events, and those before what a sweep found. */
export const lanes = ['command', 'event', 'sweep'] as const;
export type Lane = (typeof lanes)[number];

/** A piece of work that belongs to one worker until `until`. */
export interface Lease extends Required<Wish> {
  /** Since when it could be taken: a rest after a failure is over by then. */
  readonly due: number;
  /** Greater than that of every lease before it, whatever its key. */
  readonly fence: number;
  /** Failures before this try. */
  readonly tries: number;
}

/** A hint kept by name, such as a watermark or what a cache held: losing all of them loses no decision. */
export interface Note {
  readonly name: string;
  readonly text: string;
}

/** What is wrong or waiting, for health and operators. Never holds a body. */
export interface InboxCounts {
  readonly deliveries: number;
  readonly work: number;
  readonly leased: number;
  readonly dead: number;
  /** Since when the oldest delivery or piece of work waits that is due; null = nothing waits. */
  readonly oldest: number | null;
  /** The same without what sweeps found, which may take its time. */
  readonly awaited: number | null;
}

/** Work or a delivery that was given up. */
export interface DeadLetter {
  /** A key, or `delivery <GUID>`. */
  readonly name: string;
  readonly tries: number;
  /** Code of the last fault. */
  readonly fault: string;
}

/** Work that was given up, to be looked at or tried again. */
export interface GivenUp extends Pick<Wish, 'key' | 'detail'> {
  /** Code of the last fault. */
  readonly fault: string;
}

/**
 * What GitHub told us and what is still to be done for it, kept so that neither a crash nor a second process loses or
 * doubles any of it. Times are milliseconds since the epoch and arguments. What an implementation promises stands in
 * test/support/inbox-suite.ts. All throw the fault `store_unusable`; then nothing of the call is kept.
 */
export interface Inbox {
  /** Resolves when the delivery would survive a crash; a GUID that was seen is kept once, but a dead letter begins anew. */
  insert(delivery: KeptDelivery, now: number): Promise<'new' | 'known'>;
  /** Which of these GUIDs are kept and no dead letters: the others are worth a redelivery. */
  seen(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Deliveries whose keys are not known yet, oldest first. */
  waiting(limit: number): Promise<readonly KeptDelivery[]>;
  /**
   * Turns a delivery into its work, both or neither; does nothing when that was done before. Its bytes are let go. `isAwaited`:
   * more waits until this is done, so that it isn't kept for others to come along; default: nobody waits.
   */
  routed(id: string, wishes: readonly Wish[], now: number, isAwaited?: boolean): Promise<void>;
  /** A delivery that could not be turned into work: after `mostTries` it is a dead letter, and its bytes are let go. */
  unroutable(id: string, fault: string): Promise<void>;
  /** Adds work that no delivery and no other work brought. */
  wish(wishes: readonly Wish[], now: number): Promise<void>;
  /**
   * Leases up to `limit` pieces of work that are due and of which nobody holds one of the same `serial`: by lane, then the
   * oldest first. `last`: the least urgent lane that is taken; `without`: owners whose keys (` owner/`) are passed over.
   */
  take(limit: number, now: number, until: number, last?: Lane, without?: readonly string[]): Promise<readonly Lease[]>;
  /** False = somebody else may hold it: write nothing more. */
  renew(lease: Lease, until: number): Promise<boolean>;
  /**
   * Ends the work, unless it was wished for again meanwhile, adds what follows from it, and keeps its notes. False = the
   * lease was lost, and nothing is kept.
   */
  done(lease: Lease, follow: readonly Wish[], now: number, notes?: readonly Note[]): Promise<boolean>;
  /**
   * Gives the work back, not to be taken before `due` unless a command wishes for it; after `mostTries` failures it is a
   * dead letter, unless it was wished for again meanwhile.
   */
  failed(lease: Lease, fault: string, due: number): Promise<void>;
  /** Gives the work back untried, as at the end of a process; not to be taken before `due`, as with `failed`. */
  release(lease: Lease, due?: number): Promise<void>;
  counts(now: number): Promise<InboxCounts>;
  /** At most 100. */
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Work that was given up, by key, behind `after`. */
  givenUp(after: string, limit: number): Promise<readonly GivenUp[]>;
  /** One more try of each that is still given up, with this detail and after all other work but commands; a failure gives it up again. */
  retry(works: readonly Pick<Wish, 'key' | 'detail'>[], now: number): Promise<void>;
  /** Forgets deliveries that are done and came before `before`, and all but the newest `most` of them. */
  forget(before: number, most: number): Promise<number>;
  /** The text of a note; null = there is none. */
  note(name: string): Promise<string | null>;
  /** The texts of two notes as they are at one moment. */
  bothNotes(one: string, other: string): Promise<readonly [string | null, string | null]>;
  keepNote(name: string, text: string, now: number): Promise<void>;
  /** The texts of the notes whose name begins so and that were last kept at or after `since`, by name. */
  notesOf(prefix: string, since: number): Promise<readonly string[]>;
  /** Forgets the notes that were last kept before `before`. */
  forgetNotes(before: number): Promise<number>;
  /** Throws when nothing can be written now. */
  probe(): Promise<void>;
  close(): void;
}

/** Failures until something is given up. */
export const mostTries = 5;
/** Leases that ran out until work is given up: it may be what ends the process, but a restart is no fault of it. */
export const mostLapses = 20;
