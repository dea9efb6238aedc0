/** A token and when it ends, milliseconds since the epoch. */
export interface Token {
  readonly value: string;
  readonly ends: number;
}

const spare = 60_000;
/** One for each repository that was heard of; each is small, and a lost one is asked for again. */
const most = 10_000;

/**
 * Keeps the token of each installation and repository until a minute before it ends. Judgements that start together
 * share one request; a failed request is forgotten.
 */
export function tokensOf(
  ask: (installationId: number, repositoryId: number) => Promise<Token>,
): (installationId: number, repositoryId: number) => Promise<string> {
  const kept = new Map<string, Promise<Token>>();
  return async (installationId, repositoryId) => {
    const key = `${installationId}/${repositoryId}`;
    const known = await kept.get(key)?.catch(() => undefined);
    if (known !== undefined && known.ends - spare > Date.now()) return known.value;
    const asked = ask(installationId, repositoryId);
    if (kept.size >= most) kept.clear();
    kept.set(key, asked);
    asked.catch(() => kept.delete(key));
    return (await asked).value;
  };
}
