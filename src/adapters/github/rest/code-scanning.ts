import type { FindingFact, FindingsFacts } from '../../../generated/types.ts';
import { numberAt, textAt } from '../json-value.ts';
import type { Target } from '../query/piece.ts';
import type { Transport } from '../transport/transport.ts';
import type { ReaderOptions } from '../reader-options.ts';
import { isAnalysed } from './analyses.ts';
import { restPages } from './pages.ts';

/**
 * Open code-scanning alerts on the pull request; needs `security_events: read` (github-checked rule 10). A tool analyses
 * the merge ref or, where its workflow says so, the head: an alert on either is open. Before the head was analysed there
 * are none, which says nothing (github-facts T31).
 */
export async function readCodeScanning(
  { transport, memory }: Pick<ReaderOptions, 'transport' | 'memory'>,
  target: Target,
  headSha: string,
): Promise<FindingsFacts> {
  const lists = await Promise.all(['merge', 'head'].map((side) => alertsOn(transport, target, side)));
  const alerts = new Map(lists.flatMap(({ open }) => open.map((finding) => [finding.id, finding] as const)));
  const complete = lists.every((list) => list.complete);
  const analysed = complete ? await isAnalysed({ transport, memory }, target, headSha) : false;
  const byNumber = (finding: FindingFact): number => Number(finding.id.slice('alert:'.length));
  return {
    complete: complete && analysed !== 'unread',
    open: [...alerts.values()].toSorted((a, b) => byNumber(a) - byNumber(b)),
    analysed: analysed === true,
  };
}

async function alertsOn(transport: Transport, { owner, repo, number }: Target, side: string): Promise<FindingsFacts> {
  const list = await restPages(transport, {
    template: '/repos/{owner}/{repo}/code-scanning/alerts',
    values: { owner, repo, state: 'open', ref: `refs/pull/${number}/${side}` },
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
  // GitHub's word where a repository was never analysed: then nothing is open, and the analyses tell the rest.
  const isNone = list.fault?.code === 'github_not_found';
  return { complete: (list.complete || isNone) && open.length === list.items.length, open };
}
