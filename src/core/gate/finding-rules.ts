import type { FindingFact, FindingsFacts } from '../../generated/types.ts';
import { whereOf } from '../change/location.ts';
import type { Matter } from '../change/matter.ts';
import type { Proposal } from '../change/proposal.ts';
import { analysis, block, byAuthor, type Ground, readAgain, wait } from './ground.ts';

/** Findings that the rollout record lists itself: an author's own word against the release (contract 0.6). */
export function judgeListedFindings({ rollout }: Proposal): readonly Ground[] {
  if (rollout === null) return [];
  return (rollout.blocking_findings ?? []).map((finding, index) => {
    const message = `The rollout record lists the blocking finding ${finding}.`;
    const step = byAuthor(`settle ${finding} and take it out of blocking_findings`);
    return block('finding_listed', `finding:${finding}`, message, step, whereOf(rollout, 'blocking_findings', index));
  });
}

/** Findings outside the records, as far as the policy lets them block (seed 10.4: safety findings are blockers). */
export function judgeOpenFindings({ snapshot, policy }: Matter): readonly Ground[] {
  const { issues, code_scanning } = policy.findings;
  const least = code_scanning === null ? null : severities.indexOf(code_scanning.min_severity);
  return [
    ...(issues === null ? [] : openFindings(snapshot.issues, () => true, 'issues')),
    ...(least === null
      ? []
      : openFindings(snapshot.code_scanning, (finding) => severityOf(finding) >= least, 'code-scanning alerts')),
  ];
}

const notAnalysed = 'No code-scanning analysis of the head commit has arrived.';

const severities: readonly string[] = ['low', 'medium', 'high', 'critical'];

/** A severity that GitHub doesn't name, or that we don't know, counts as the worst. */
function severityOf({ severity }: FindingFact): number {
  const index = severities.indexOf(severity ?? '');
  return index < 0 ? severities.length : index;
}

function openFindings(
  facts: FindingsFacts,
  blocks: (finding: FindingFact) => boolean,
  noun: string,
): readonly Ground[] {
  const open = facts.open.filter(blocks).map(({ source, id, title }) => {
    const name = source === 'issue' ? `issue #${id}` : `alert ${id}`;
    const message = `The blocking finding ${name} is open: ${title}`;
    const step = byAuthor(`settle and close ${name}, or have it waived`);
    return block('finding_open', `finding:${source}:${id}`, message, step);
  });
  if (!facts.complete) {
    const message = `The open ${noun} could not be read to the end.`;
    return [...open, wait('findings_unreadable', 'findings', message, readAgain)];
  }
  return facts.analysed === false ? [...open, wait('findings_not_analysed', 'findings', notAnalysed, analysis)] : open;
}
