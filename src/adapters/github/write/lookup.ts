import type { Observation, Write, WriteResult } from '../../../reconcile/ports.ts';
import { readBatch } from '../batch.ts';
import { type CheckRunSeen, readChecks, suites } from '../facts/checks.ts';
import { comments } from '../facts/comments.ts';
import { booleanAt, idAt, textAt } from '../json-value.ts';
import { asking } from '../query/asking.ts';
import type { Target } from '../query/piece.ts';
import type { Transport } from '../transport/transport.ts';

/** The object that a write meant to make, if it is there: looked up by name and external id, or by its text. */
export interface Lookup {
  /** One for each write; null = not there. */
  readonly found: readonly (WriteResult | null)[];
  /** False = the lists were not whole, so "not there" means nothing. */
  readonly whole: boolean;
}

/** Looks again after a write that nobody answered (github-facts F11, 5.4). */
export async function lookUp(
  transport: Transport,
  target: Target,
  app: number | string,
  { head_sha }: Observation,
  writes: readonly Write[],
): Promise<Lookup> {
  const ask = asking(transport, target, 'LookUpWrites');
  const withComments = writes.some(({ kind }) => kind === 'comment' || kind === 'new_comment');
  const head = { name: 'head', place: 'headCommit', selection: 'oid', variables: {}, keys: ['oid'] } as const;
  const { answers, lists } = await readBatch(ask, [head], withComments ? [suites, comments] : [suites]);
  const checks = await readChecks(ask, lists.get('suites') ?? { complete: false, total: null, nodes: [] });
  const list = lists.get('comments');
  const isSameHead = textAt(answers.get('head')?.values, 'oid') === head_sha;
  return {
    whole: checks.complete && isSameHead && (list === undefined || list.complete),
    found: writes.map((write) => {
      // Asking whom GitHub asks already changes nothing, so it is asked again rather than looked up.
      if (write.kind === 'review_request') return null;
      if (write.kind === 'comment' || write.kind === 'new_comment') {
        const node = list?.nodes.find(
          (one) => booleanAt(one, 'viewerDidAuthor') === true && textAt(one, 'body') === write.body,
        );
        return node === undefined
          ? null
          : {
              node_id: textAt(node, 'id'),
              id: idAt(node, 'fullDatabaseId'),
              url: null,
              error: null,
            };
      }
      const run = checks.list.findLast((check) => isThat(check, write.name, write.external_id, app));
      return run === undefined ? null : { node_id: run.node_id, id: run.id, url: run.url, error: null };
    }),
  };
}

function isThat(check: CheckRunSeen, name: string, externalId: string, app: number | string): boolean {
  const ours = typeof app === 'number' ? check.app.id === app : check.app.slug === app;
  // Behind the id stands `~` and a number while not all annotations are written.
  const isIt = check.external_id === externalId || check.external_id.startsWith(`${externalId}~`);
  return ours && check.name === name && isIt;
}
