import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';

/** One rule broken in a workflow file; `line` is 1-based, `message` says what to do instead. */
export interface WorkflowFlaw {
  readonly rule: 'permissions' | 'pinned' | 'head-checkout' | 'actor' | 'unreadable';
  readonly line: number;
  readonly message: string;
}

/** Events that run with the base repository's rights although a stranger can cause them. */
const privileged = ['pull_request_target', 'workflow_run', 'issue_comment', 'pull_request_review_comment'];

/** Words by which a stranger's commit gets into a checkout. */
const headWords =
  /github\.event\.pull_request\.head|github\.head_ref|workflow_run\.head|refs\/pull\/|pull_request\.merge_commit_sha/;

/** The static rules for every workflow that this project runs or shows (threat: a privileged job that runs a stranger's code). */
export function findWorkflowFlaws(text: string): WorkflowFlaw[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined)
    return [{ rule: 'unreadable', line: lines.linePos(error.pos[0]).line, message: error.message }];
  const flaws: WorkflowFlaw[] = [];
  const add = (rule: WorkflowFlaw['rule'], node: Node | null, message: string) =>
    flaws.push({ rule, line: node?.range ? lines.linePos(node.range[0]).line : 1, message });

  const root = document.contents;
  if (!isMap(root)) return [{ rule: 'unreadable', line: 1, message: 'A workflow is a mapping.' }];
  const permissions = root.get('permissions', true);
  if (permissions === undefined || (isScalar(permissions) && typeof permissions.value === 'string')) {
    add('permissions', permissions ?? root, 'Write `permissions: {}` at the top and give each job only what it needs.');
  }
  const isPrivileged = triggers(root.get('on', true)).some((event) => privileged.includes(event));
  visit(document, {
    Pair(_key, pair) {
      if (!isScalar(pair.key) || !isScalar(pair.value)) return;
      const [key, value, node] = [String(pair.key.value), String(pair.value.value), pair.value];
      if (key === 'uses' && !isPinned(value)) {
        add('pinned', node, `Pin ${value} to the 40 hex digits of a commit, with its version in a comment.`);
      }
      if (isPrivileged && ['ref', 'repository', 'run'].includes(key) && headWords.test(value)) {
        add(
          'head-checkout',
          node,
          'Read the head as data through the API: code of a stranger must not run with these rights.',
        );
      }
    },
    Scalar(_key, node) {
      if (
        /github\.(actor|triggering_actor)\s*[!=]=|[!=]=\s*github\.(actor|triggering_actor)/.test(String(node.value))
      ) {
        add(
          'actor',
          node,
          'The actor of a re-run is someone else: compare `github.event.pull_request.user.id` or ask the API.',
        );
      }
    },
  });
  return flaws;
}

function triggers(on: unknown): string[] {
  if (isScalar(on)) return [String(on.value)];
  if (isSeq(on)) return on.items.map((item) => (isScalar(item) ? String(item.value) : ''));
  return isMap(on) ? on.items.map(({ key }) => (isScalar(key) ? String(key.value) : '')) : [];
}

function isPinned(uses: string): boolean {
  return (
    uses.startsWith('./') ||
    /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses) ||
    /^docker:\/\/.+@sha256:[0-9a-f]{64}$/.test(uses)
  );
}
