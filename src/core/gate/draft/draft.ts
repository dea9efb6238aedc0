import type { DraftFile } from '../../../generated/types.ts';
import type { Matter } from '../../change/matter.ts';
import type { Proposal } from '../../change/proposal.ts';

export function draftsOf(_proposals: readonly Proposal[], _matter: Matter): readonly DraftFile[] {
  return [];
}
