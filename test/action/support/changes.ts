import { promptChange, promptRollout } from '../../support/scenes.ts';
import type { Change } from './world.ts';

/** A prompt change with its records at the root: waits for engineering and the offline eval. */
export const atRoot: Change = {
  branch: 'alice/tone',
  title: 'Answer in two sentences',
  files: {
    'prompts/support/system.md':
      'You are the support agent of Acme.\n\nAnswer in two sentences. Never promise a refund.\n',
    'change.yaml': promptChange('2026-11-tone'),
    'rollout.yaml': promptRollout('2026-11-tone'),
  },
};
