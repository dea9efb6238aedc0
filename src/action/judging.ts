/** All that only an answer of GitHub's needs: the rules, the readers of files, the texts. A file of its own in the bundle. */
export { judgePullRequest } from '../reconcile/judge-pull-request.ts';
export { answersReader } from '../reconcile/answers.ts';
export { needsOf } from '../reconcile/needs.ts';
export { reportFault } from '../reconcile/report-fault.ts';
export { reportReader } from '../reconcile/report-reading.ts';
export { checkEnding } from './check-ending.ts';
export { groupNeedsOf } from '../reconcile/group-needs.ts';
export { judgeMergeGroup } from '../reconcile/judge-merge-group.ts';
