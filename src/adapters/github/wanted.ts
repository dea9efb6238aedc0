import { type Needs, noNeeds } from '../../reconcile/ports/needs.ts';

/** Needs, with the workflow files that runs met here are compared by. */
export interface Wanted extends Needs {
  readonly workflows: readonly string[];
  /** Whether who asked for the change may stand in an earlier text of the body. */
  readonly body_edits: boolean;
}

/** Nothing beyond what every pull request is asked. */
export const nothingWanted: Wanted = { ...noNeeds, workflows: [], body_edits: false };
