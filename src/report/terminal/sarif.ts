import type { Problem } from '../../generated/types.ts';
import { cleanLine } from '../markdown/clean.ts';

/** What a SARIF reader is told about a code. */
export interface SarifRule {
  readonly code: string;
  readonly means: string;
  readonly next: string;
}

/** A SARIF 2.1.0 log (OASIS) of one run, ready for JSON. `rules` are the codes that the problems may have. */
export function sarifLog(problems: readonly Problem[], rules: readonly SarifRule[], version: string): object {
  const used = rules.filter(({ code }) => problems.some((problem) => problem.code === code));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'rollout-gate',
            version,
            rules: used.map(({ code, means, next }) => ({
              id: code,
              shortDescription: { text: means },
              help: { text: next },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => resultOf(problem, used)),
      },
    ],
  };
}

function resultOf({ code, severity, message, hint, where }: Problem, rules: readonly SarifRule[]): object {
  const index = rules.findIndex((rule) => rule.code === code);
  return {
    ruleId: code,
    ...(index === -1 ? {} : { ruleIndex: index }),
    level: severity,
    message: { text: cleanLine(hint === undefined ? message : `${message}. ${hint}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: where.file.split('/').map(encodeURIComponent).join('/') },
          region: {
            startLine: where.line,
            startColumn: where.column,
            endLine: where.end_line,
            endColumn: where.end_column,
          },
        },
      },
    ],
  };
}
