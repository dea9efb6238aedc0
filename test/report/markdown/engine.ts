import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import remarkGithub from 'remark-github';

/** What a GFM engine with GitHub's mentions and references makes of a text: each kind of node, how often. */
export interface Rendered {
  readonly kinds: Readonly<Record<string, number>>;
  /** The text that a reader sees. */
  readonly visible: string;
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

const engine = remark().use(remarkGfm).use(remarkGithub, { repository: 'acme/agents' });

/** Renders Markdown as GitHub would, mentions (`@name`), references (`#1`, SHAs) and bare addresses included. */
export function render(markdown: string): Rendered {
  const tree: Node = engine.runSync(engine.parse(markdown));
  const kinds: Record<string, number> = {};
  const count = (node: Node): void => {
    kinds[node.type] = (kinds[node.type] ?? 0) + 1;
    for (const child of node.children ?? []) count(child);
  };
  count(tree);
  return { kinds, visible: visibleText(tree) };
}

function visibleText(node: Node): string {
  if (node.type === 'html') return '';
  return node.value ?? (node.children ?? []).map(visibleText).join('');
}

/** Nodes that data may become. Anything else was brought in by it. */
const PLAIN: ReadonlySet<string> = new Set(['root', 'paragraph', 'text', 'inlineCode']);

/** Kinds that untrusted text must never make, with how many there are beyond the template's own. */
export function foreignKinds(rendered: Rendered, template: Readonly<Record<string, number>> = {}): string[] {
  return Object.entries(rendered.kinds)
    .filter(([kind, count]) => !PLAIN.has(kind) && count !== (template[kind] ?? 0))
    .map(([kind, count]) => `${count} ${kind}`);
}
