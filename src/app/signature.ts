import { isUtf8 } from 'node:buffer';
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/** Whether bytes were signed with one of the secrets; `signature` is of the form `sha256=` and 64 hex digits. */
export type IsSigned = (bytes: Buffer, signature: string) => boolean;

/**
 * GitHub's signature over the bytes as they came: no text is made of them. What is no UTF-8 could be read as another text
 * than was signed, so it counts as not signed.
 */
export function signedWith(secrets: readonly string[]): IsSigned {
  const keys = secrets.map((secret) => createSecretKey(secret, 'utf8'));
  return (bytes, signature) => {
    if (!isUtf8(bytes)) return false;
    const given = Buffer.from(signature.slice('sha256='.length), 'hex');
    return keys.some((key) => {
      const ours = createHmac('sha256', key).update(bytes).digest();
      return ours.length === given.length && timingSafeEqual(ours, given);
    });
  };
}
