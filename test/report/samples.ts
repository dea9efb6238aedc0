/** Decisions of every kind, for what is rendered of them. */
export { go, waived, wait } from './samples/unstopped.ts';
export { block, malformed, ungoverned, observe, policyInvalid, fault } from './samples/stopped.ts';
