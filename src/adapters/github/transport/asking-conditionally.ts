import type { AnswerMemory } from './answer-memory.ts';
import type { RestAnswer, Transport } from './transport.ts';

/**
 * The same transport, which asks for what it was answered before only if it changed: GitHub's answer 304 is free of the limit
 * of an hour (github-facts section 3) and stands for what is remembered. For what is asked again and again, such as by
 * sweeps. Not for a judgement: what it asks has just changed, and nothing that lets a gate open hangs on our memory.
 */
export function askingConditionally(transport: Transport, token: string, memory: AnswerMemory): Transport {
  return {
    graphql: (query, variables) => transport.graphql(query, variables),
    rest: async (request) => {
      const { method, path, bytes } = request;
      if (method !== 'GET' || bytes !== undefined) return transport.rest(request);
      const known = memory.find(token, path);
      // Whatever comes of it, only what is answered now is remembered after it.
      memory.forget(token, path);
      const answer = await transport.rest(known === null ? request : { ...request, etag: known.etag });
      if (answer.status !== 304 || known === null) {
        remember(memory, token, path, answer);
        return answer;
      }
      memory.keep(token, path, known);
      const link = known.link === null ? {} : { link: known.link };
      return { status: 200, headers: { ...link, ...answer.headers }, data: JSON.parse(known.text) as unknown };
    },
  };
}

function remember(memory: AnswerMemory, token: string, path: string, { status, headers, data }: RestAnswer): void {
  const { etag, link = null } = headers;
  if (status === 200 && etag !== undefined && etag !== '') {
    memory.keep(token, path, { etag, link, text: JSON.stringify(data) });
  }
}
