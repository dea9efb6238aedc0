/** A value of a record file that the product drafts. */
export type YamlValue = string | number | boolean | readonly string[] | { readonly [key: string]: YamlValue };

/** Words that a reader of YAML 1.1 or 1.2 takes for something else than text. */
const reserved: ReadonlySet<string> = new Set([
  'true',
  'false',
  'null',
  'yes',
  'no',
  'on',
  'off',
  'y',
  'n',
  'inf',
  'nan',
]);

/** A scalar as YAML: plain only where no reader could take it for anything but this text, else in double quotes. */
export function scalarText(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const isPlain = /^[A-Za-z_][A-Za-z0-9_./@-]*$/.test(value) && !reserved.has(value.toLowerCase());
  return isPlain ? value : quoted(value);
}

/** A mapping in block style, two blanks a level. Lists without entries stand as `[]`. */
export function mappingText(mapping: { readonly [key: string]: YamlValue }, indent = ''): string {
  let text = '';
  for (const key of Object.keys(mapping)) {
    const value = mapping[key];
    if (value !== undefined) text += entryText(`${indent}${scalarText(key)}:`, value, indent);
  }
  return text;
}

function entryText(start: string, value: YamlValue, indent: string): string {
  if (typeof value !== 'object') return `${start} ${scalarText(value)}\n`;
  if (isList(value)) {
    if (value.length === 0) return `${start} []\n`;
    return value.reduce((text, entry) => `${text}${indent}  - ${scalarText(entry)}\n`, `${start}\n`);
  }
  return Object.keys(value).length === 0 ? `${start} {}\n` : `${start}\n${mappingText(value, `${indent}  `)}`;
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}

/** JSON's escapes are YAML's; characters that the reader refuses or people can't see are escaped as well. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    },
  );
}
