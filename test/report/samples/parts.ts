import type { Person, Review, Signal } from '../../../src/generated/types.ts';

export const HEAD = '4f2c9d1aa0b1c2d3e4f5061728394a5b6c7d8e9f';
export const EARLIER = '19ab77e0c1d2e3f405162738495a6b7c8d9e0f11';

export function person(id: number, login: string): Person {
  return { id, login, type: 'User' };
}

export function review(role: string, more: Partial<Review> = {}): Review {
  return {
    role,
    state: 'missing',
    needed: 1,
    demanded_by: ['risk:high'],
    given: [],
    not_counted: [],
    paths: [],
    ...more,
  };
}

export function signal(name: string, more: Partial<Signal> = {}): Signal {
  return {
    name,
    value: 'unknown',
    demanded_as: 'required',
    at: 'merge',
    demanded_by: ['record'],
    why: 'The evidence is not there yet.',
    evidence: [],
    refused: [],
    ...more,
  };
}

export const kept = {
  person: person(2, 'bob'),
  commit: EARLIER,
  at: '2026-04-07T16:02:00Z',
  kept_from: EARLIER,
  kept_because: 'same_patch',
} as const;

export const yes = (question: 1 | 2 | 3 | 4 | 5 | 6 | 7) => ({ question, answer: 'yes', code: '', why: '' }) as const;
