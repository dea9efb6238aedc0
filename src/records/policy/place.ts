import { readYaml } from '../yaml/reader.ts';
import { policyLog } from './log.ts';

/** The lines of pointers in a policy: of what isn't there, that of the deepest part that is. */
export function linesIn(text: string, path: string, pointers: readonly string[]): ReadonlyMap<string, number> {
  const file = readYaml(text, path);
  const lines = new Map<string, number>();
  for (const pointer of new Set(pointers)) {
    const log = policyLog([file]);
    log.errorAtKey('policy_value', pointer, '');
    lines.set(pointer, log.all().find((problem) => problem.pointer === pointer)?.where.line ?? 1);
  }
  return lines;
}
