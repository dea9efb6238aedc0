/** Bytes of UTF-8 that a record or policy file may have: parsers of YAML have quadratic corners, a cap keeps them harmless. */
export const MAX_BYTES = 64 * 1024;

/** How deep mappings and sequences may nest (the outermost counts as one). */
export const MAX_DEPTH = 32;

/** Lexical tokens in one file: densely packed files of legal size would else take longer than 250 ms on a slow machine. */
export const MAX_TOKENS = 30_000;

/** Problems reported for one file; what comes after is counted as one `problems_truncated`. */
export const MAX_PROBLEMS = 200;
