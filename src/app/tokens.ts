/** A token and when it ends, milliseconds since the epoch. */
export interface Token {
  readonly value: string;
  readonly ends: number;
}

export interface Tokens {
  readonly token: (installationId: number, repositoryId: number | null, refused: string | null) => Promise<string>;
  /** What is asked for next in this installation is asked for anew. */
  readonly forget: (installationId: number) => void;
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
): Tokens {
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
  const token: Tokens['token'] = async (installationId, repositoryId, refused) => {
    const key = `${installationId}/${repositoryId}`;
    const known = kept.get(key);
    if (known === undefined) return (await askAnew(key, installationId, repositoryId)).value;
    const { ends, value } = await known;
    if (ends - spare > now() && value !== refused) return value;
    // Another judgement may have asked meanwhile.
    const newer = kept.get(key);
    const asked = newer === known || newer === undefined ? askAnew(key, installationId, repositoryId) : newer;
    return (await asked).value;
  };
  return {
    token,
    forget: (installationId) => {
      for (const key of kept.keys()) if (key.startsWith(`${installationId}/`)) kept.delete(key);
    },
  };
}
