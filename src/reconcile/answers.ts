import type { ReadAnswers } from './ports.ts';

/** What the answers of a thread say: the entries in our comments, folded into facts. */
export const readAnswers: ReadAnswers = ({ complete }) => ({
  facts: {
    answers: { complete, fault: null, blocks: [], holds: [] },
    human_attestations: [],
    waivers: [],
  },
});
