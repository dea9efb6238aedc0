import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultAnswer } from '../faults/answers.ts';
import type { FaultPlan, FaultRule } from '../faults/plan.ts';
import type { Seen } from './application.ts';
import { type Exchange, kindOf, operationOf, parsedBody } from './exchange.ts';
import type { RateLimits } from './rate-limits.ts';

export interface ListenerParts {
  readonly now: () => Date;
  readonly plan: FaultPlan;
  readonly limits: RateLimits;
  /** Answers one request; `seen` takes what it learns on the way. */
  readonly answer: (request: Request, seen: Seen) => Promise<Response>;
  readonly record: (exchange: Exchange) => void;
}

async function bodyText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function plainHeaders(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers)
      .filter(([name]) => name !== 'authorization')
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

/** Without the prefix that GitHub Enterprise Server has (`/api/v3`, `/api/graphql`). */
const apiPath = (path: string): string => path.replace(/^\/api\/v3(?=\/)/, '').replace(/^\/api\/graphql$/, '/graphql');

function toRequest(incoming: IncomingMessage, url: URL, text: string): Request {
  const headers = new Headers({ ...plainHeaders(incoming), 'x-sandbox-url': url.href });
  if (incoming.headers.authorization !== undefined) headers.set('authorization', incoming.headers.authorization);
  const inner = new URL(url);
  inner.pathname = apiPath(url.pathname);
  const method = incoming.method ?? 'GET';
  return new Request(inner, { method, headers, ...(method === 'GET' || method === 'HEAD' ? {} : { body: text }) });
}

async function write(outgoing: ServerResponse, response: Response, bytes: Buffer, truncate: boolean): Promise<void> {
  const headers = Object.fromEntries(response.headers);
  const length = response.status === 304 || response.status === 204 ? {} : { 'content-length': String(bytes.length) };
  outgoing.writeHead(response.status, { ...headers, ...length });
  if (!truncate) {
    outgoing.end(bytes);
    return;
  }
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
}

/** The first answer that one of the faults gives, if any. */
function replaced(rules: readonly FaultRule[], now: Date): Response | null {
  for (const rule of rules) {
    const answer = faultAnswer(rule.fault, now);
    if (answer !== null) return answer;
  }
  return null;
}

const cuts = (rules: readonly FaultRule[]): boolean => rules.some((rule) => rule.fault.kind === 'cut');

/** Receives requests, lets faults hit them, records every exchange. */
export function createListener(parts: ListenerParts): RequestListener {
  let count = 0;

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const index = count++;
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`);
    const text = await bodyText(incoming);
    const path = apiPath(url.pathname);
    const requestBody = parsedBody(text);
    const operation = path === '/graphql' ? operationOf(requestBody) : null;
    const method = incoming.method ?? 'GET';
    const rules = parts.plan.hit({ index, method, path, operation });
    const before = rules.filter((rule) => (rule.when ?? 'before') === 'before');
    const after = rules.filter((rule) => rule.when === 'after');
    for (const rule of rules) if (rule.fault.kind === 'delay') await sleep(rule.fault.milliseconds);

    const holes = rules.flatMap(({ fault }) => (fault.kind === 'fields' ? [fault] : []));
    const failingFields = holes.flatMap(({ paths }) => paths);
    const forbiddenFields = holes.flatMap(({ paths, forbidden }) => (forbidden === true ? paths : []));
    const seen: Seen = { template: null, actor: 'anonymous', failingFields, forbiddenFields };
    const early = cuts(before) ? Response.error() : replaced(before, parts.now());
    const real = early ?? (await parts.answer(toRequest(incoming, url, text), seen));
    const response = early ?? replaced(after, parts.now()) ?? real;
    if (response !== real || (early !== null && early.type !== 'error')) {
      // refused requests count too, and every answer says how many are left
      const told = parts.limits.count(
        incoming.headers.authorization ?? '',
        path === '/graphql' ? 'graphql' : 'core',
        false,
      );
      for (const [name, value] of Object.entries(told))
        if (!response.headers.has(name)) response.headers.set(name, value);
    }
    const bytes = Buffer.from(await response.arrayBuffer());
    const cut = cuts(before) || cuts(after);
    const truncate = rules.some((rule) => rule.fault.kind === 'truncate');
    const faulted = cut || response !== real || early !== null || truncate;
    parts.record({
      index,
      method,
      path: path + url.search,
      kind: kindOf(path),
      template: seen.template,
      query: Object.fromEntries(url.searchParams),
      requestHeaders: plainHeaders(incoming),
      actor: seen.actor,
      requestBody,
      operation,
      status: cut ? 0 : response.status,
      responseHeaders: Object.fromEntries(response.headers),
      responseBody: /^(application\/json|text\/)/.test(response.headers.get('content-type') ?? '')
        ? parsedBody(bytes.toString('utf8'))
        : undefined,
      faults: rules.map((rule) => rule.fault.kind),
      faulted,
    });
    if (cut) {
      outgoing.destroy();
      return;
    }
    await write(outgoing, response, bytes, truncate);
  };

  return (incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  };
}
