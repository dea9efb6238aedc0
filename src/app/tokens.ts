/** A token and when it ends, milliseconds since the epoch. */
export interface Token {
  readonly value: string;
  readonly ends: number;
}

const spare = 60_000;
/** One for each repository that was heard of; each is small, and a lost one is asked for again. */
const most = 10_000;

/**
 * Keeps the token of each installation and repository until a minute before it ends, or until GitHub refused it
 * (github-facts F21). Judgements that start together share one request; a failed request is forgotten. `now` is by
 * GitHub's clock.
 */
export function tokensOf(
  ask: (installationId: number, repositoryId: number | null) => Promise<Token>,
  now: () => number,
): (installationId: number, repositoryId: number | null, refused: string | null) => Promise<string> {
  const kept = new Map<string, Promise<Token>>();
  const askAnew = (key: string, installationId: number, repositoryId: number | null): Promise<Token> => {
    const asked = ask(installationId, repositoryId);
    if (kept.size >= most) kept.clear();
    kept.set(key, asked);
    asked.catch(() => {
      if (kept.get(key) === asked) kept.delete(key);
    });
    return asked;
  };
  return async (installationId, repositoryId, refused) => {
    const key = `${installationId}/${repositoryId}`;
    const known = kept.get(key);
    if (known === undefined) return (await askAnew(key, installationId, repositoryId)).value;
    const token = await known;
    if (token.ends - spare > now() && token.value !== refused) return token.value;
    // Another judgement may have asked meanwhile.
    const newer = kept.get(key);
    const asked = newer === known || newer === undefined ? askAnew(key, installationId, repositoryId) : newer;
    return (await asked).value;
  };
}
