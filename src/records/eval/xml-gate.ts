import type { Problem } from '../problem.ts';
import { lineIndex } from '../yaml/position.ts';
import { byteLength, MAX_REPORT_BYTES, problemAt } from './json.ts';

/** Elements nest at most so deep; JUnit needs five levels. */
export const MAX_XML_DEPTH = 32;

/**
 * Looks at an XML text before any parser does: size, DOCTYPE, entities of its own, depth. Null = it may be parsed.
 * A DOCTYPE can define entities that multiply or name other files (CWE-611, CWE-776); JUnit reports need none.
 */
export function xmlRefusal(text: string, file: string): Problem | null {
  if (byteLength(text, MAX_REPORT_BYTES) > MAX_REPORT_BYTES) {
    return problemAt('json_too_large', `The file is larger than ${MAX_REPORT_BYTES / 1024} KiB`, file);
  }
  let depth = 0;
  for (let at = text.indexOf('<'); at !== -1; ) {
    if (text.startsWith('<!--', at) || text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(text[at + 2] === '-' ? '-->' : ']]>', at);
      if (end === -1) return refusalAt(text, at, file, 'xml_syntax', 'A comment or CDATA section has no end');
      at = text.indexOf('<', end);
      continue;
    }
    if (text.startsWith('<!', at))
      return refusalAt(text, at, file, 'xml_doctype', 'The file has a DOCTYPE or another declaration');
    const end = text.indexOf('>', at);
    if (end === -1) return refusalAt(text, at, file, 'xml_syntax', 'A tag has no end');
    if (text[at + 1] === '/') depth -= 1;
    else if (text[at + 1] !== '?' && text[end - 1] !== '/') depth += 1;
    if (depth > MAX_XML_DEPTH)
      return refusalAt(text, at, file, 'json_too_deep', `Elements nest deeper than ${MAX_XML_DEPTH} levels`);
    at = text.indexOf('<', at + 1);
  }
  return null;
}

function refusalAt(text: string, at: number, file: string, code: Problem['code'], message: string): Problem {
  return problemAt(code, message, file, lineIndex(text).span(at, at));
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes the five entities of XML and character numbers; any other one stays as it is written. */
export function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g,
    (whole, name: string, decimal: string, hex: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : whole;
    },
  );
}
