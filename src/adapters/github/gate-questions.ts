import { gateRunsPiece, mostGateRuns, openPullRequests } from './facts/id-uses.ts';
import { listQuestion, pieceQuestion, type Question } from './question.ts';
import type { KnownContext } from './questions.ts';

/** What is open, with our gate check on each head. */
export function openQuestion(key: string, { app, gate, summaries }: KnownContext): Question {
  return listQuestion(key, openPullRequests(app, gate, summaries), false, ({ gates }, list) => {
    gates.takeList(list, summaries);
  });
}

/** The same with the texts of the checks, whatever was asked for before. */
export function openWithSummariesQuestion(key: string, context: KnownContext): Question {
  return openQuestion(key, { ...context, summaries: true });
}

/** Gate checks by their node ids, with their texts. */
export function gatesQuestion(key: string, ids: readonly string[]): Question {
  const piece = gateRunsPiece(ids);
  return pieceQuestion(key, [piece], ({ gates }, answers) => gates.takeRuns(answers.get(piece.name)));
}

/** More are read with the whole list. */
export function areFew(gates: readonly string[]): boolean {
  return gates.length <= mostGateRuns;
}
