import type { FindingFact, FindingsFacts } from '../../../generated/types.ts';
import { numberAt, textAt } from '../json-value.ts';
import type { Target } from '../query/piece.ts';
import type { Transport } from '../transport/transport.ts';
import { restPages } from './pages.ts';

/** Open code-scanning alerts on the pull request; needs `security_events: read` (github-checked rule 10). */
export async function readCodeScanning(transport: Transport, { owner, repo, number }: Target): Promise<FindingsFacts> {
  const list = await restPages(transport, {
    template: '/repos/{owner}/{repo}/code-scanning/alerts',
    values: { owner, repo, state: 'open', ref: `refs/pull/${number}/head` },
    items: (data) => (Array.isArray(data) ? (data as readonly unknown[]) : []),
    mostPages: 20,
  });
  const open = list.items.flatMap((alert): FindingFact[] => {
    const id = numberAt(alert, 'number');
    if (id === null) return [];
    return [
      {
        source: 'code_scanning',
        id: `alert:${id}`,
        title: textAt(alert, 'rule', 'description') ?? '',
        url: textAt(alert, 'html_url') ?? '',
        rule: textAt(alert, 'rule', 'id'),
        severity: textAt(alert, 'rule', 'security_severity_level') ?? textAt(alert, 'rule', 'severity'),
      },
    ];
  });
  return { complete: list.complete && open.length === list.items.length, open };
}
