import type {
  CodeownersFact,
  RepositoryFact,
  RulesState,
  TeamState,
  TextState,
  UserState,
} from '../core/doctor/facts.ts';

/**
 * Reads what doctor looks at, with one token, and writes nothing. What can't be read is a value; a Fault is thrown only
 * when GitHub can't be asked at all.
 */
export interface DoctorReader {
  /** null = it isn't there, or the token can't see it. */
  repository(): Promise<RepositoryFact | null>;
  /** Seconds that our clock is ahead of GitHub's last answer; null = it told no time. */
  skewSeconds(): number | null;
  text(path: string, branch: string): Promise<TextState>;
  /** Paths of a branch; null = not all could be listed. */
  paths(branch: string): Promise<readonly string[] | null>;
  /** The rules that hold on a branch. */
  rules(branch: string): Promise<RulesState>;
  team(slug: string): Promise<TeamState>;
  user(login: string): Promise<UserState>;
  codeowners(branch: string): Promise<CodeownersFact | 'absent' | 'unreadable'>;
}
