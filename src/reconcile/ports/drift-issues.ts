import type { DriftIssueSeen } from '../../core/recovery/drift-issue.ts';
import type { RepositoryKey } from './default-branch.ts';

/** The issues that tell a repository of drift: ours alone, told by who wrote them. All throw a Fault. */
export interface DriftIssues {
  /** Open and closed ones. `known`: the number of the last one, should its label be gone; null = none is known. */
  find(key: RepositoryKey, known: number | null): Promise<readonly DriftIssueSeen[]>;
  /** Its number. Never sent again: what GitHub said nothing about is found by the next look. */
  open(key: RepositoryKey, title: string, body: string): Promise<number>;
  label(key: RepositoryKey, number: number): Promise<void>;
  update(
    key: RepositoryKey,
    number: number,
    text: { readonly body: string; readonly state: 'open' | 'closed' },
  ): Promise<void>;
  comment(key: RepositoryKey, number: number, body: string): Promise<void>;
}
