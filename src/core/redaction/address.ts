import { isOneOf, skip } from './character.ts';

/** Where the user's part of an address ends, its `@` not counted, when `at` is just behind `://`; null = it has none. */
export function userEnd(text: string, at: number): number | null {
  const end = skip((inner, place) => !isOneOf('/?# \t\r\n"\'<>\\', inner, place), text, at);
  const mark = text.slice(at, end).lastIndexOf('@');
  return mark < 0 ? null : at + mark;
}
