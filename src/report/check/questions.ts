import type { Answer, Decision } from '../../generated/types.ts';
import { bullets, details } from '../markdown/block.ts';
import { code } from '../markdown/code.ts';
import { text } from '../markdown/text.ts';

/** The seven questions of seed 004, section 11. */
const QUESTIONS: Readonly<Record<Answer['question'], string>> = {
  1: 'Is there an explicit review record for high-risk changes?',
  2: 'Is there a separate rollout gate, not just "review approved"?',
  3: 'Is it clear which checks must pass before rollout?',
  4: 'Is there a visible link from change to bundle to rollout wave?',
  5: 'Are checks of verifier quality and evidence linkage visible when graded outcomes affect release?',
  6: 'Are blocking findings and decision owners retained?',
  7: 'Can an incident review reconstruct which gate allowed the change through?',
};

/** The seven answers, folded; each "no" with its reason. */
export function sevenQuestions({ answers }: Decision): string {
  if (answers.length === 0) return '';
  const count = (answer: Answer['answer']): number => answers.filter((item) => item.answer === answer).length;
  const none = count('not_applicable');
  const title = `The seven questions: ${count('yes')} yes, ${count('no')} no${none > 0 ? `, ${none} not applicable` : ''}`;
  return details(title, bullets(answers.map(answerWords)));
}

function answerWords({ question, answer, code: reason, why }: Answer): string {
  const word = { yes: '✅ yes', no: '❌ **no**', not_applicable: 'not applicable' }[answer];
  const because = why === '' ? '' : `: ${text(why)}`;
  return `${question}\\. ${QUESTIONS[question]} ${word}${because}${reason === '' ? '' : ` (${code(reason)})`}`;
}
