const frame = /^-----BEGIN (RSA )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+\n-----END (RSA )?PRIVATE KEY-----\n?$/;

/** The PEM text of a private key given as PEM, as PEM with `\n` written out, or as base64 of PEM; null when it is none. */
export function privateKeyText(given: string): string | null {
  const candidates = [given, given.replaceAll('\\n', '\n'), fromBase64(given)];
  return candidates.map((text) => text.replaceAll('\r\n', '\n').trim()).find((text) => frame.test(text)) ?? null;
}

function fromBase64(text: string): string {
  return /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : '';
}
