/** One entry of `errors` in a GraphQL answer. */
export interface GraphqlError {
  readonly message: string;
  /** GitHub's word for it: NOT_FOUND, FORBIDDEN, RATE_LIMITED, ... ; null = not said. */
  readonly type: string | null;
  /** Where in `data` it struck; empty = everywhere. */
  readonly path: readonly (string | number)[];
}

/** A GraphQL answer: both parts can be there at once (github-checked rule 15). */
export interface GraphqlAnswer {
  /** null = nothing came. */
  readonly data: unknown;
  readonly errors: readonly GraphqlError[];
  /** Names in lower case; absent = the transport doesn't tell. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RestAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; bytes when they were asked for; null when there was no body. */
  readonly data: unknown;
}

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path below the API's root with its values encoded: made by `restPath`. */
  readonly path: string;
  readonly body?: unknown;
  /** Ask for bytes instead of JSON; the value is the greatest number that is taken. */
  readonly bytes?: number;
  /** Of an answer that is still known: where nothing changed, a transport may answer 304 without data. Default: none. */
  readonly etag?: string;
}

/**
 * Speaks to one GitHub with one token. Throws a `Fault` for everything but an answer that can be used: a 404 of a GET is
 * a fault as well, with the code `github_not_found`. Nothing is retried.
 */
export interface Transport {
  graphql(query: string, variables: Readonly<Record<string, unknown>>): Promise<GraphqlAnswer>;
  rest(request: RestRequest): Promise<RestAnswer>;
}

/** `restPath('/repos/{owner}', {owner: 'a b'})` is `/repos/a%20b`; values that the path doesn't name become the query. */
export function restPath(template: string, values: Readonly<Record<string, string | number>>): string {
  let path = template;
  let search = '';
  for (const [name, value] of Object.entries(values)) {
    const place = `{${name}}`;
    // A function as replacement: `$` in a value must not be read as a pattern.
    if (path.includes(place)) path = path.replace(place, () => encodeURIComponent(value));
    else search += `${search === '' ? '?' : '&'}${inQuery(name)}=${inQuery(String(value))}`;
  }
  return path + search;
}

/** As a form writes it, which is how `URLSearchParams` does, without one being made. */
function inQuery(text: string): string {
  const encoded = encodeURIComponent(text.toWellFormed());
  if (!/%20|[!'()~]/.test(encoded)) return encoded;
  return encoded
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
