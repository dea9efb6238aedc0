import type { Refusal } from './refusal.ts';

/** Anchors, aliases, tags and directives: a lexeme that isn't the text of a scalar says by its first character what it is. */
export function indicatorRefusal(lexeme: string, start: number): Refusal | null {
  switch (lexeme.charAt(0)) {
    case '&':
      return refused('yaml_alias', `Anchor ${lexeme}`, 'Write the value out where it is used.', lexeme, start);
    case '*':
      return refused('yaml_alias', `Alias ${lexeme}`, 'Write the value out here.', lexeme, start);
    case '!':
      return refused('yaml_tag', `Tag ${lexeme}`, 'Remove it; quote the value if it must be text.', lexeme, start);
    case '%':
      return refused('yaml_directive', `Directive ${lexeme}`, 'Remove it; files are read as YAML 1.2.', lexeme, start);
    default:
      return null;
  }
}

function refused(code: Refusal['code'], what: string, hint: string, { length }: string, start: number): Refusal {
  return { code, start, end: start + length, message: `${what} is not allowed in a record`, hint };
}
