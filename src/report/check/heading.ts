import type { ChangeDecision, Decision } from '../../generated/types.ts';
import { code, commit } from '../markdown/code.ts';
import { text } from '../markdown/text.ts';

/** A pull request with more changes than this is a migration, not a change. */
const MAX_CHANGES = 20;

/** What was judged, in one line a change: ids, wave and traffic, risk, commit, policy. */
export function headingLines(decision: Decision): string {
  const { risk, subject } = decision;
  const declared = risk.declared === null ? 'not declared' : `declared ${text(risk.declared)}`;
  const policy = subject.policy === null ? 'no policy' : `policy ${commit(subject.policy.commit)}`;
  const facts = `risk ${risk.effective} (${declared}, floor ${risk.floor}) · head ${commit(subject.head_sha)} · ${policy}`;
  const changes = decision.changes.slice(0, MAX_CHANGES).map(changeWords);
  const [first] = changes;
  if (first === undefined) return facts;
  return changes.length === 1 ? `${first} · ${facts}` : [...changes.map((words) => `- ${words}`), '', facts].join('\n');
}

function changeWords({ change_id, bundle_id, wave, traffic }: ChangeDecision): string {
  const share = traffic === null ? '' : ` (${traffic} %)`;
  const steps = [
    code(change_id),
    ...(bundle_id === null ? [] : [code(bundle_id)]),
    ...(wave === null ? [] : [`${text(wave)}${share}`]),
  ];
  return steps.join(' → ');
}
