import type { Context } from 'hono';
import { Refusal } from '../state/refusal.ts';
import type { Env } from './environment.ts';

/** A JSON request body; GitHub's wording for what it doesn't take. */
export type Body = Readonly<Record<string, unknown>>;

const refused = (problem: string): Refusal => new Refusal(422, `Invalid request.\n\n${problem}`);

export async function bodyOf(c: Context<Env>): Promise<Body> {
  const text = await c.req.text();
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, 'Body should be a JSON object');
  }
  return value as Body;
}

export function textIn(body: Body, name: string): string {
  const value = optionalText(body, name);
  if (value === undefined) throw refused(`"${name}" wasn't supplied.`);
  return value;
}

/** null counts as absent. */
export function optionalText(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw refused(`For 'properties/${name}', ${JSON.stringify(value)} is not a string.`);
  return value;
}

export function optionalFlag(body: Body, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw refused(`For 'properties/${name}', ${JSON.stringify(value)} is not a boolean.`);
  return value;
}

export function numberIn(body: Body, name: string): number {
  const value = body[name];
  if (typeof value !== 'number') throw refused(`For 'properties/${name}', ${JSON.stringify(value)} is not an integer.`);
  return value;
}

export const optionalNumber = (body: Body, name: string): number | undefined =>
  body[name] === undefined || body[name] === null ? undefined : numberIn(body, name);

export function optionalChoice<T extends string>(body: Body, name: string, choices: readonly T[]): T | undefined {
  const value = optionalText(body, name);
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw refused(`${value} is not a member of ${JSON.stringify(choices)}.`);
  return found;
}

export function optionalDate(body: Body, name: string): Date | undefined {
  const value = optionalText(body, name);
  if (value === undefined) return undefined;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw refused(`${value} is not a date-time.`);
  return date;
}

export function listIn(body: Body, name: string): readonly unknown[] | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw refused(`For 'properties/${name}', ${JSON.stringify(value)} is not an array.`);
  return value as unknown[];
}

export function textsIn(body: Body, name: string): string[] | undefined {
  return listIn(body, name)?.map((value) => {
    if (typeof value !== 'string') throw refused(`For 'properties/${name}', an item is not a string.`);
    return value;
  });
}

export function objectIn(body: Body, name: string): Body | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  return asObject(value, name);
}

export function asObject(value: unknown, name: string): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused(`For 'properties/${name}', ${JSON.stringify(value)} is not an object.`);
  }
  return value as Body;
}
