import { redact } from '../../core/redaction/redact.ts';
import type { Settings } from '../../settings/settings.ts';

/** Takes the settings' own secrets out of a text, and whatever has the form of a secret. */
export function redactorOf({ webhookSecrets }: Settings, privateKey: string): (text: string) => string {
  const known = ownSecrets(webhookSecrets, privateKey);
  return (text) => redact(text, known);
}

/** Of a key's text each line is a secret of its own: a part of it may turn up alone. */
const leastLine = 24;

/**
 * The settings' secrets in the forms in which they may turn up: as they are, as JSON or an address encodes them, in base64;
 * the longest first, so that none hides only a part of another.
 */
function ownSecrets(secrets: readonly string[], privateKey: string): readonly string[] {
  const lines = privateKey.split('\n').filter((line) => line.length >= leastLine && !line.startsWith('-----'));
  const base64 = Buffer.from(privateKey).toString('base64');
  const forms = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ]);
  return [...new Set([base64, ...forms, ...lines])].toSorted((a, b) => b.length - a.length);
}
