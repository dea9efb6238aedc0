import { listAt, valueAt } from './payload.ts';

/** Longer pushes are not looked through: a payload's list of commits may be cut. */
const mostCommits = 20;

/**
 * Whether a push to the default branch may have changed what pull requests are judged by: the policy, CODEOWNERS, workflows,
 * records. Where records lie is the policy's to say, so any file of their form counts. What can't be told from the payload
 * counts as changed.
 */
export function mayChangeRules(payload: unknown): boolean {
  const commits = listAt(payload, 'commits');
  const isPlain = valueAt(payload, 'forced') === false && valueAt(payload, 'created') === false;
  if (!isPlain || commits.length === 0 || commits.length > mostCommits) return true;
  return commits.some((commit) => {
    const lists = ['added', 'modified', 'removed'].map((name) => valueAt(commit, name));
    return lists.some((list) => !Array.isArray(list) || list.some((path) => isRule(path)));
  });
}

/** Whether a file of the default branch may bear on how pull requests are judged. */
export function isRule(path: unknown): boolean {
  if (typeof path !== 'string') return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return path.startsWith('.github/') || name === 'CODEOWNERS' || ['yml', 'yaml', 'json'].includes(end);
}
