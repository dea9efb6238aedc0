import { createSign } from 'node:crypto';
import { Fault } from '../fault.ts';

/** Seconds: GitHub takes nothing from its future, and nothing that lives for more than ten minutes. */
const back = 60;
const life = 480;

/** The App's own JSON Web Token, good for some minutes. `now` is by GitHub's clock. Throws `settings_invalid` when the key can't sign. */
export function signedAppToken(
  { appId, privateKey }: { readonly appId: number; readonly privateKey: string },
  now: number,
): string {
  const issued = Math.floor(now / 1_000) - back;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iat: issued, exp: issued + life, iss: String(appId) };
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  try {
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
  } catch (cause) {
    throw new Fault('settings_invalid', { message: "The App's private key can't be used.", cause });
  }
}
