import { describe, expect, test } from 'vitest';
import { Questions } from '../../../src/adapters/github/questions.ts';
import { nothingWanted, type Wanted } from '../../../src/adapters/github/wanted.ts';

const context = { baseRef: 'main', app: 7, gate: 'rollout-gate', summaries: true };
const wanting = (over: Partial<Wanted>): Wanted => ({ ...nothingWanted, ...over });
const person = (login: string) => ({ id: 5, login, type: 'User' as const });

describe('questions', () => {
  test('are asked once', () => {
    const questions = new Questions();
    const wanted = wanting({ permissions: [person('bob')], teams: ['safety'] });
    expect(questions.of(wanted, context)).toHaveLength(2);
    expect(questions.of(wanted, context)).toEqual([]);
  });

  test('about a permission are asked again under a new name', () => {
    const questions = new Questions();
    questions.of(wanting({ permissions: [person('bob')] }), context);
    expect(questions.of(wanting({ permissions: [person('robert')] }), context)).toHaveLength(1);
  });

  test('about a record named like another question are asked beside it', () => {
    const reports = [{ workflow: '.github/workflows/evals.yml', artifact: 'report', baseline: true }];
    const one = new Questions().of(wanting({ records: ['runs'], reports }), context);
    const [record, runs] = [wanting({ records: ['runs'] }), wanting({ reports })].map(
      (wanted) => new Questions().of(wanted, context).length,
    );
    expect(one).toHaveLength((record ?? 0) + (runs ?? 0));
  });
});
