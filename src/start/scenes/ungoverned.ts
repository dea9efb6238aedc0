import type { Scene } from './scene.ts';

/** Touches nothing that is governed: let through in one write, without a comment. */
export const ungoverned: Scene = {
  title: 'Explain in the README how to run the evals',
  branch: 'frank/readme-evals',
  author: ({ people }) => people.frank,
  body: '',
  files: { 'README.md': '# agents\n\nThe support agent. Run its evals with `node evals/run.js --suite offline`.\n' },
  expects: 'success',
  steps: [],
};
