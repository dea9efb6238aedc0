import { hidden } from '../../core/redaction/hidden.ts';
import { isSecretName, nameIn } from '../../core/redaction/value.ts';
import { isSet } from '../../settings/shown.ts';

/** Bounds of what one line can say. */
const [mostDepth, mostEntries, mostCharacters] = [4, 30, 2_000] as const;
/** A longer text is not looked at to its end; so much less is shown of it that a secret cut in two is not shown. */
const [mostLooked, spare] = [65_536, 8_192] as const;

/**
 * A value as a log line may hold it: texts redacted and cut, lists and mappings bounded, an error as its name, code and
 * message. Members whose name says that they are secret are hidden whole.
 */
export function shaped(value: unknown, redact: (text: string) => string, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      return shapedText(value, redact);
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (depth >= mostDepth) return '[deep]';
      return Array.isArray(value)
        ? value.slice(0, mostEntries).map((entry) => shaped(entry, redact, depth + 1))
        : shapedMembers(value instanceof Error ? errorMembers(value) : value, redact, depth);
    default:
      return `[${typeof value}]`;
  }
}

function shapedMembers(value: object, redact: (text: string) => string, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, mostEntries);
  return Object.fromEntries(
    entries.map(([name, member]) => {
      const inner = shaped(member, redact, depth + 1);
      const isHidden = isSecretName(nameIn(name)) && !saysWhether(member);
      return [shapedText(name, redact).slice(0, 100), isHidden ? hidden : inner];
    }),
  );
}

/** Only whether there is a secret, not which. */
function saysWhether(member: unknown): boolean {
  return member === null || member === isSet;
}

/** No stack and no cause: they may hold requests. */
function errorMembers(error: Error): object {
  return { name: error.name, message: error.message, ...('code' in error ? { code: error.code } : {}) };
}

function shapedText(text: string, redact: (text: string) => string): string {
  const looked = text.slice(0, mostLooked);
  const safe = redact(looked);
  const kept = looked.length < text.length ? safe.slice(0, Math.max(0, safe.length - spare)) : safe;
  return kept.length > mostCharacters ? `${kept.slice(0, mostCharacters)}…` : kept;
}
