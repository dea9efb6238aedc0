import { valuePlace } from '../place.ts';
import type { ProblemLog } from '../problem-log.ts';
import { pythonStrip } from '../text.ts';
import { entryOf, isString, type YamlMapping } from '../yaml/node.ts';

const RISK_LEVELS: readonly string[] = ['low', 'medium', 'high'];

/** An unknown risk level counts as high, and the author is told (contract section 0 point 1). */
export function checkRisk(mapping: YamlMapping, log: ProblemLog): void {
  const entry = entryOf(mapping, 'risk_level');
  if (entry === undefined || !isString(entry.value)) return;
  const risk = pythonStrip(entry.value.value);
  if (risk === '' || RISK_LEVELS.includes(risk)) return;
  log.warn(
    'risk_unknown',
    valuePlace(entry),
    `risk_level ${JSON.stringify(risk)} is none of low, medium, high; it counts as high`,
  );
}
