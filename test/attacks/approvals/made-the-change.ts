import { commit, earlier, people, person, snapshotOf } from '../../core/change/facts.ts';
import { approvedBy, list, type Row } from './facts.ts';

const { ann, bob, carol, dan, robot } = people;
const author = (by: typeof ann) => ({ ...snapshotOf().pull_request, author: by });
const twoAuthors = (changes: Parameters<typeof commit>[1]) =>
  list(commit(ann, { sha: earlier, ...changes }), commit(ann));
const byBob = { person: bob, name: 'Bob' };

/** Approvals by who made the change, or may have. */
export const byMakers: readonly Row[] = [
  { sentence: 'the author', facts: { reviews: approvedBy(ann) }, code: 'approver_is_author' },
  {
    sentence: 'the author of a pull request from a fork',
    facts: { pull_request: { ...author(dan), head_repository: 99 }, reviews: approvedBy(dan) },
    code: 'approver_is_author',
  },
  {
    sentence: 'the author under a new login',
    facts: { reviews: approvedBy(person(1, 'ann-renamed')) },
    code: 'approver_is_author',
  },
  {
    sentence: 'an author who writes the login in other letters',
    facts: { reviews: approvedBy(person(1, 'ANN')) },
    code: 'approver_is_author',
  },
  {
    sentence: 'the author of the head commit',
    facts: { commits: list(commit(bob)), reviews: approvedBy(bob) },
    code: 'approver_is_committer',
  },
  {
    sentence: 'the author of the first of several commits',
    facts: { commits: twoAuthors({ author: byBob }), reviews: approvedBy(bob) },
    code: 'approver_is_committer',
  },
  {
    sentence: 'the committer of the head commit',
    facts: { commits: list(commit(ann, { committer: byBob })), reviews: approvedBy(bob) },
    code: 'approver_is_committer',
  },
  {
    sentence: 'the committer of an early commit',
    facts: { commits: twoAuthors({ committer: byBob }), reviews: approvedBy(bob) },
    code: 'approver_is_committer',
  },
  {
    sentence: 'a co-author of the head commit',
    facts: { commits: list(commit(ann, { co_authors: [byBob] })), reviews: approvedBy(bob) },
    code: 'approver_is_co_author',
  },
  {
    sentence: 'the last of many co-authors of an early commit',
    facts: { commits: twoAuthors({ co_authors: [{ person: null, name: 'X' }, byBob] }), reviews: approvedBy(bob) },
    code: 'approver_is_co_author',
  },
  {
    sentence: 'a co-author under a new login',
    facts: { commits: list(commit(ann, { co_authors: [byBob] })), reviews: approvedBy(person(2, 'bobby')) },
    code: 'approver_is_co_author',
  },
  {
    sentence: 'the last pusher',
    facts: { pushers: { known: true, list: [ann, bob] }, reviews: approvedBy(bob) },
    code: 'approver_is_pusher',
  },
  {
    sentence: 'an earlier pusher',
    facts: { pushers: { known: true, list: [bob, ann] }, reviews: approvedBy(bob) },
    code: 'approver_is_pusher',
  },
  {
    sentence: 'who pushed commits in the name of others',
    facts: { commits: list(commit(null)), pushers: { known: true, list: [bob] }, reviews: approvedBy(bob) },
    code: 'approver_is_pusher',
  },
  {
    sentence: 'a pusher under a new login',
    facts: { pushers: { known: true, list: [bob] }, reviews: approvedBy(person(2, 'bobby')) },
    code: 'approver_is_pusher',
  },
  {
    sentence: 'a known pusher while others are not known',
    facts: { pushers: { known: false, list: [bob] }, reviews: approvedBy(bob) },
    code: 'approver_is_pusher',
  },
  {
    sentence: 'who asked an agent for the change',
    facts: { pull_request: author(robot), requesters: { known: true, list: [bob] }, reviews: approvedBy(bob) },
    code: 'approver_asked_agent',
  },
  {
    sentence: 'the second of two who asked an agent',
    facts: { pull_request: author(robot), requesters: { known: true, list: [dan, bob] }, reviews: approvedBy(bob) },
    code: 'approver_asked_agent',
  },
  {
    sentence: 'who asked an agent and is not the only one who may have',
    facts: { pull_request: author(robot), requesters: { known: false, list: [bob] }, reviews: approvedBy(bob) },
    code: 'approver_asked_agent',
  },
  {
    sentence: 'anybody while nobody knows who asked the agent',
    facts: { pull_request: author(robot), requesters: { known: false, list: [] }, reviews: approvedBy(carol) },
    code: 'requester_unknown',
  },
  {
    sentence: 'anybody while nobody knows who pushed',
    facts: { pushers: { known: false, list: [] }, reviews: approvedBy(carol) },
    code: 'pusher_unknown',
  },
  {
    sentence: 'anybody while the commits are not read to the end',
    facts: { commits: { complete: false, list: [] }, reviews: approvedBy(carol) },
    code: 'commits_unreadable',
  },
];
