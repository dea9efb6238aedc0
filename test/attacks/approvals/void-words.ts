import { earlier, head, patch, patchFile, people, review } from '../../core/change/facts.ts';
import { approvedBy, list, type Row } from './facts.ts';

const { carol } = people;

/** Approvals by people whose word no longer stands. */
export const thatNoLongerStand: readonly Row[] = [
  {
    sentence: 'whose approval was dismissed',
    facts: { reviews: list(review(carol, { state: 'dismissed' })) },
    code: 'approval_dismissed',
  },
  {
    sentence: 'whose later change request was dismissed',
    facts: { reviews: list(review(carol), review(carol, { state: 'dismissed' })) },
    code: 'approval_dismissed',
  },
  {
    sentence: 'who asked for changes after approving',
    facts: { reviews: list(review(carol), review(carol, { state: 'changes_requested' })) },
    code: 'approval_withdrawn',
  },
  {
    sentence: 'who asked for changes',
    facts: { reviews: list(review(carol, { state: 'changes_requested' })) },
    code: 'review_changes_requested',
  },
  {
    sentence: 'who approved another patch',
    facts: {
      patches: [patch(earlier, [patchFile('p', 'old')]), patch(head, [patchFile('p', 'new')])],
      reviews: list(review(carol, { commit: earlier })),
    },
    code: 'approval_patch_changed',
  },
  ...(['100755', '120000'] as const).map((head_mode) => ({
    sentence: `who approved a file before it got the mode ${head_mode}`,
    facts: {
      patches: [patch(earlier, [patchFile('p')]), patch(head, [patchFile('p', undefined, { head_mode })])],
      reviews: list(review(carol, { commit: earlier })),
    },
    code: 'approval_patch_changed' as const,
  })),
  {
    sentence: 'who approved a record before it became a link',
    facts: {
      patches: [
        patch(earlier, [patchFile('change.yaml')]),
        patch(head, [patchFile('change.yaml', undefined, { head_mode: '120000' })]),
      ],
      reviews: list(review(carol, { commit: earlier })),
    },
    code: 'approval_patch_changed',
  },
  {
    sentence: 'who approved a file whose mode nobody told',
    facts: {
      patches: [
        patch(earlier, [patchFile('p', undefined, { head_mode: null })]),
        patch(head, [patchFile('p', undefined, { head_mode: null })]),
      ],
      reviews: list(review(carol, { commit: earlier })),
    },
    code: 'approval_patch_unknown',
  },
  {
    sentence: "who approved a commit that can't be compared",
    facts: { reviews: list(review(carol, { commit: earlier })) },
    code: 'approval_patch_unknown',
  },
  {
    sentence: 'who approved an unnamed commit',
    facts: { reviews: list(review(carol, { commit: null })) },
    code: 'approval_commit_unknown',
  },
  {
    sentence: 'who approved before the base branch was changed',
    facts: { base_changes: ['2026-04-07T13:00:00Z'], reviews: approvedBy(carol) },
    code: 'approval_before_base_change',
  },
  {
    sentence: 'who approved in the second of the base change',
    facts: { base_changes: ['2026-04-07T12:00:00Z'], reviews: approvedBy(carol) },
    code: 'approval_before_base_change',
  },
  {
    sentence: 'who approved at no readable time',
    facts: { base_changes: ['2026-04-07T11:00:00Z'], reviews: list(review(carol, { submitted_at: 'yesterday' })) },
    code: 'approval_before_base_change',
  },
];
