import { createSign, createVerify } from 'node:crypto';
import type { App } from '../state/app.ts';
import { find } from '../state/queries.ts';
import { Refusal } from '../state/refusal.ts';
import type { World } from '../state/world.ts';

/** Longest life of an App's token: documented as 10 minutes; clients are told to set `iat` 60 s back. */
const longest = 10 * 60;

const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

const undecodable = (): Refusal => new Refusal(401, 'A JSON web token could not be decoded');

interface Claims {
  readonly iat?: unknown;
  readonly exp?: unknown;
  readonly iss?: unknown;
}

function claimsOf(token: string): { header: { alg?: unknown }; claims: Claims; signed: string; signature: string } {
  const [header, claims, signature] = token.split('.');
  try {
    return {
      header: decode(header ?? '') as { alg?: unknown },
      claims: decode(claims ?? '') as Claims,
      signed: `${header}.${claims}`,
      signature: signature ?? '',
    };
  } catch {
    throw undecodable();
  }
}

/** The App that signed the token; 401 with GitHub's wording, which clients use to detect a skewed clock. */
export function verifyAppToken(world: World, token: string, now: Date): App {
  const { header, claims, signed, signature } = claimsOf(token);
  const app = find(world.apps.values(), (one) => String(one.id) === String(claims.iss) || one.clientId === claims.iss);
  if (header.alg !== 'RS256' || app === undefined) throw undecodable();
  const genuine = createVerify('RSA-SHA256').update(signed).verify(app.publicKeyPem, signature, 'base64url');
  if (!genuine) throw undecodable();
  const seconds = Math.floor(now.getTime() / 1000);
  if (typeof claims.exp !== 'number' || claims.exp <= seconds) {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (claims.exp > seconds + longest + 5) {
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  if (typeof claims.iat !== 'number' || claims.iat > seconds + 5) {
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  return app;
}

/** For the driver and for tests: a token as an App would make it. Times in seconds since 1970. */
export function signAppToken(issuer: string, privateKeyPem: string, issuedAt: number, expiresAt: number): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: issuedAt, exp: expiresAt, iss: issuer })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKeyPem, 'base64url')}`;
}
