import type { Refusal } from './refusal.ts';

/** Anchors, aliases, tags and directives: a lexeme that isn't the text of a scalar says by its first character what it is. */
export function indicatorRefusal(lexeme: string, start: number): Refusal | null {
  switch (lexeme.charAt(0)) {
    case '&':
      return {
        code: 'yaml_alias',
        start,
        end: start + lexeme.length,
        message: `Anchor ${lexeme} is not allowed in a record`,
        hint: 'Write the value out where it is used.',
      };
    case '*':
      return {
        code: 'yaml_alias',
        start,
        end: start + lexeme.length,
        message: `Alias ${lexeme} is not allowed in a record`,
        hint: 'Write the value out here.',
      };
    case '!':
      return {
        code: 'yaml_tag',
        start,
        end: start + lexeme.length,
        message: `Tag ${lexeme} is not allowed in a record`,
        hint: 'Remove it; quote the value if it must be text.',
      };
    case '%':
      return {
        code: 'yaml_directive',
        start,
        end: start + lexeme.length,
        message: `Directive ${lexeme} is not allowed in a record`,
        hint: 'Remove it; files are read as YAML 1.2.',
      };
    default:
      return null;
  }
}
