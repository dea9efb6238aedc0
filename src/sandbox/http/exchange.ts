import type { Actor } from '../state/actor.ts';

/** One request and its answer, as the sandbox saw them. Secrets are left out. */
export interface Exchange {
  /** 0-based, in order of arrival. */
  readonly index: number;
  readonly method: string;
  /** With its query, without host and without the `/api/v3` prefix. */
  readonly path: string;
  /** What was asked for: the API, a signed download, or a page for people. */
  readonly kind: 'api' | 'download' | 'page';
  /** The route in OpenAPI's form (`/repos/{owner}/{repo}`); null when nothing matched. */
  readonly template: string | null;
  readonly query: Readonly<Record<string, string>>;
  /** Without `authorization`. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Kind of the token. */
  readonly actor: Actor['kind'] | 'refused';
  /** Parsed JSON, or the text when it is none; undefined without a body. */
  readonly requestBody: unknown;
  /** GraphQL operation name (or `query`, `mutation` when it has none); null for REST. */
  readonly operation: string | null;
  /** 0 when the connection was cut before an answer. */
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** Parsed JSON or text; undefined when empty or binary. */
  readonly responseBody: unknown;
  /** Kinds of the faults that hit it. */
  readonly faults: readonly string[];
  /** The answer was made, cut or shortened by a fault. */
  readonly faulted: boolean;
}

export function parsedBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** `/ui` and `/` are pages; `/_downloads` stands for the storage host behind signed addresses. */
export function kindOf(path: string): Exchange['kind'] {
  if (path.startsWith('/_downloads/')) return 'download';
  return path === '/' || path === '/ui' || path.startsWith('/ui/') || path.startsWith('/avatars/') ? 'page' : 'api';
}

/** Name of the operation of a GraphQL body; its type when it is not named. */
export function operationOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const { operationName, query } = body as { operationName?: unknown; query?: unknown };
  if (typeof operationName === 'string') return operationName;
  if (typeof query !== 'string') return null;
  const named = /\b(query|mutation)\s+([A-Za-z_]\w*)/.exec(query);
  return named?.[2] ?? (/^\s*mutation\b/.test(query) ? 'mutation' : 'query');
}

/** `/repos/:owner/:repo/git/ref/:ref{.+}` → `/repos/{owner}/{repo}/git/ref/{ref}`. */
export const templateOf = (route: string): string => route.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}');
