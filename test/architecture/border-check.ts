import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { borderRules } from './border-table.ts';

export interface BorderReport {
  /** TypeScript modules of `src/` that were read, relative to the checked folder. */
  readonly modules: readonly string[];
  /** One line a violation: rule, importer, imported, what to do instead. */
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly message: string }[];
}

/** Reads all imports below `<root>/src` (types too) and checks them against the table of borders. */
export async function checkBorders(root: string): Promise<BorderReport> {
  const { output } = await cruise(
    ['src'],
    {
      baseDir: root,
      ruleSet: { forbidden: borderRules() },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  );
  return toReport(output);
}

function toReport(result: ICruiseResult | string): BorderReport {
  if (typeof result === 'string') throw new Error(`dependency-cruiser answered with text: ${result.slice(0, 200)}`);
  const comments = new Map(borderRules().map((rule) => [rule.name, rule.comment ?? '']));
  return {
    modules: result.modules.map(({ source }) => source).filter((source) => /^src\/.*\.ts$/.test(source)),
    violations: result.summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      message: `${from} imports ${to} (${rule.name}): ${comments.get(rule.name) ?? ''}`,
    })),
  };
}
