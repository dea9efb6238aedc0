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

type Answered = Readonly<Record<Answer['question'], string>>;

/** Our own words of each question and answer, made once: only the reason differs. */
const ANSWERED: Readonly<Record<Answer['answer'], Answered>> = {
  yes: answeredBy('✅ yes'),
  no: answeredBy('❌ **no**'),
  not_applicable: answeredBy('not applicable'),
};

function answeredBy(word: string): Answered {
  const words = (question: Answer['question']): string => `${question}\\. ${QUESTIONS[question]} ${word}`;
  return { 1: words(1), 2: words(2), 3: words(3), 4: words(4), 5: words(5), 6: words(6), 7: words(7) };
}

/** The seven answers, folded; each "no" with its reason. */
export function sevenQuestions({ answers }: Decision): string {
  if (answers.length === 0) return '';
  const counts = { yes: 0, no: 0, not_applicable: 0 };
  for (const { answer } of answers) counts[answer] += 1;
  const { yes, no, not_applicable: none } = counts;
  const title = `The seven questions: ${yes} yes, ${no} no${none > 0 ? `, ${none} not applicable` : ''}`;
  return details(title, bullets(answers.map(answerWords)));
}

function answerWords({ question, answer, code: reason, why }: Answer): string {
  const because = why === '' ? '' : `: ${text(why)}`;
  return `${ANSWERED[answer][question]}${because}${reason === '' ? '' : ` (${code(reason)})`}`;
}
