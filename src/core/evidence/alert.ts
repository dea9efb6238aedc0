import type { SignalSource } from '../../generated/types.ts';
import { type Reading, settled, unknown } from './reading.ts';
import type { Scope } from './scope.ts';

type AlertSource = Extract<SignalSource, { readonly kind: 'code_scanning' }>;

/** True while an alert of the rule is open; false when the whole list of a head that was analysed has none. */
export function readAlert({ rule }: AlertSource, { matter }: Scope): Reading {
  const { code_scanning, pull_request } = matter.snapshot;
  const open = code_scanning.open.filter((finding) => finding.rule === rule);
  if (open.length > 0) {
    const evidence = open.map(({ id }) => {
      return { source: `code_scanning:${id}`, commit: pull_request.head_sha, at: null, digest: null };
    });
    const count = open.length === 1 ? 'An alert' : `${open.length} alerts`;
    return settled(true, `${count} of the rule ${rule} ${open.length === 1 ? 'is' : 'are'} open.`, evidence);
  }
  if (!code_scanning.complete) return unknown('unread', 'The code-scanning alerts could not be read to the end.');
  if (code_scanning.analysed === false) {
    return unknown('missing', 'No code-scanning analysis of the head commit has arrived.');
  }
  return settled(false, `No alert of the rule ${rule} is open.`, []);
}
