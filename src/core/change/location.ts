import type { Position, Where } from '../../generated/types.ts';

/** What both kinds of records know of their text. */
interface Located {
  readonly path: string;
  readonly positions: { readonly [pointer: string]: Position };
  readonly at: { readonly [field: string]: string };
}

/** Where a field of a record stands, or an entry of its list; the start of the file when the field isn't there. */
export function whereOf(record: Located, field: string, index?: number): Where {
  const pointer = Object.hasOwn(record.at, field) ? record.at[field] : undefined;
  const entry = pointer === undefined || index === undefined ? undefined : positionAt(record, `${pointer}/${index}`);
  const [line, column, end_line, end_column] = entry ??
    (pointer === undefined ? undefined : positionAt(record, pointer)) ??
    positionAt(record, '') ?? [1, 1, 1, 1];
  return { file: record.path, line, column, end_line, end_column };
}

/** The position of a JSON pointer in the record's file. */
export function positionAt(record: Located, pointer: string): Position | undefined {
  return Object.hasOwn(record.positions, pointer) ? record.positions[pointer] : undefined;
}
