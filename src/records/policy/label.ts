/** A JSON pointer as people write it: `/waves/1/traffic` becomes `waves[1].traffic`; the whole file is `the policy`. */
export function label(pointer: string): string {
  if (pointer === '') return 'the policy';
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : `${index === 0 ? '' : '.'}${plainOrQuoted(step)}`))
    .join('');
}

function plainOrQuoted(step: string): string {
  return /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
}

/** A value as it is shown in a message: texts are quoted and cut at 60 characters, containers only named. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = typeof value === 'string' && value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return typeof text === 'string' ? JSON.stringify(text) : String(text);
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  return listed(words, 'or');
}

/** `a`, `a and b`, `a, b and c`. */
export function joined(words: readonly string[]): string {
  return listed(words, 'and');
}

function listed(words: readonly string[], link: string): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${link} ${last}`;
}
