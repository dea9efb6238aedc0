import type { IForbiddenRuleType, IRegularForbiddenRuleType } from 'dependency-cruiser';

/** What one folder of `src/` may import; DESIGN's table of borders as data. */
interface Border {
  readonly folder: string;
  /** Folders (or files) of `src/` besides itself, as regular expressions below `src/`. */
  readonly folders: readonly string[];
  /** Folders of which only types may be imported. */
  readonly types: readonly string[];
  /** npm packages, as regular expressions of the package name. */
  readonly packages: readonly string[];
  readonly builtIns: boolean;
  readonly schemas?: boolean;
  /** What to do instead: printed with every violation. */
  readonly instead: string;
}

const shellFolders = ['core/', 'records/', 'report/', 'settings/', 'reconcile/', 'generated/'];

export const borders: readonly Border[] = [
  {
    folder: 'core',
    folders: [],
    types: ['generated/'],
    packages: [],
    builtIns: false,
    instead:
      'core is values in, decisions out: take what you need as an argument, and import only types from src/generated.',
  },
  {
    folder: 'records',
    folders: ['core/', 'generated/'],
    types: [],
    packages: ['yaml', 'fast-xml-parser'],
    builtIns: false,
    schemas: true,
    instead: 'records turns text into typed records: take the text as an argument; reading belongs to an adapter.',
  },
  {
    folder: 'report',
    folders: ['core/'],
    types: ['generated/'],
    packages: [],
    builtIns: false,
    instead: 'report turns decisions into strings: what it must show has to stand in the decision.',
  },
  {
    folder: 'settings',
    folders: ['generated/'],
    types: [],
    packages: [],
    builtIns: false,
    instead: 'settings turns an environment (an argument) into validated settings; reading files belongs to the shell.',
  },
  {
    folder: 'reconcile',
    folders: ['core/', 'records/', 'report/'],
    types: ['generated/'],
    packages: [],
    builtIns: false,
    instead: 'reconcile talks to the world through reconcile/ports.ts: add a port, implement it in src/adapters.',
  },
  {
    folder: 'adapters',
    // The closed list of faults says which are worth a retry.
    folders: ['core/', 'reconcile/ports', 'generated/codes'],
    types: ['generated/(?!codes)'],
    packages: ['octokit', '@octokit/.+', 'undici', 'yauzl', '@sigstore/.+', 'sigstore'],
    builtIns: true,
    instead: 'an adapter implements a port of reconcile/ports.ts and decides nothing: move the decision to src/core.',
  },
  {
    folder: 'sandbox',
    folders: ['generated/'],
    types: [],
    packages: [
      'hono',
      '@hono/.+',
      'graphql',
      '@octokit/graphql-schema',
      '@octokit/openapi-.*types',
      'isomorphic-git',
      'memfs',
      'diff',
      'micromark.*',
      'remark.*',
      'sanitize-html',
    ],
    builtIns: true,
    instead:
      'the sandbox is a GitHub that knows nothing of the product: it would only agree with itself. Speak HTTP to it.',
  },
  {
    folder: 'app',
    folders: [...shellFolders, 'adapters/(?!checkout/)'],
    types: [],
    packages: ['probot', 'prom-client'],
    builtIns: true,
    instead:
      'a shell is inputs and one call: share through reconcile or report, never through another shell or the sandbox.',
  },
  {
    folder: 'action',
    folders: [...shellFolders, 'adapters/(?!store/)'],
    types: [],
    packages: ['@actions/.+'],
    builtIns: true,
    instead:
      'the Action keeps no store and shares through reconcile or report, never through another shell or the sandbox.',
  },
  {
    folder: 'cli',
    folders: [...shellFolders, 'adapters/'],
    types: [],
    packages: ['yargs'],
    builtIns: true,
    schemas: true,
    instead:
      'a shell is inputs and one call: share through reconcile or report, never through another shell or the sandbox.',
  },
  {
    folder: 'start',
    folders: ['sandbox/', 'settings/'],
    types: [],
    packages: [],
    builtIns: true,
    instead: 'start opens the sandbox and runs the App as a child process: speak to it over HTTP.',
  },
  {
    folder: 'generated',
    folders: [],
    types: [],
    packages: [],
    builtIns: false,
    instead: 'src/generated stands alone: change scripts/generate so that the output needs no import.',
  },
];

/** The table as rules of dependency-cruiser. */
export function borderRules(): IForbiddenRuleType[] {
  return [...borders.flatMap(rulesOf), ...generalRules];
}

function rulesOf(border: Border): IForbiddenRuleType[] {
  const { folder, folders, types, packages, builtIns, instead } = border;
  const from = { path: `^src/${folder}/` };
  const allowed = [`^src/${folder}/`, ...[...folders, ...types].map((path) => `^src/${path}`)];
  const schemas = border.schemas === true ? ['^schemas/'] : [];
  const rule = (name: string, to: IRegularForbiddenRuleType['to']): IForbiddenRuleType => ({
    name: `${folder}-${name}`,
    severity: 'error',
    comment: instead,
    from,
    to,
  });
  return [
    rule('folders', { path: '^(src|schemas|test|scripts)/', pathNot: [...allowed, ...schemas] }),
    rule('packages', { path: 'node_modules/', pathNot: packages.map((name) => `node_modules/${name}/`) }),
    ...(types.length === 0
      ? []
      : [rule('types-only', { path: types.map((path) => `^src/${path}`), dependencyTypesNot: ['type-only'] })]),
    ...(builtIns ? [] : [rule('built-ins', { dependencyTypes: ['core'] })]),
  ];
}

const generalRules: IForbiddenRuleType[] = [
  {
    name: 'no-child-processes',
    severity: 'error',
    comment:
      'next to keys and tokens nothing of a repository may run: only start and the local checkout open processes.',
    from: { path: '^src/', pathNot: '^src/(start|sandbox|adapters/checkout)/' },
    to: { dependencyTypes: ['core'], path: '^(child_process|cluster|vm|worker_threads)$' },
  },
  {
    name: 'app-loads-undici-late',
    severity: 'error',
    comment: 'undici is a quarter of a start: import() it with the first request, as src/app/connections.ts does.',
    from: { path: '^src/(app|adapters)/', pathNot: '^src/adapters/github/transport/undici-exchange' },
    to: { path: ['^src/adapters/github/transport/undici-exchange', 'node_modules/undici/'], dynamic: false },
  },
  {
    name: 'unresolvable',
    severity: 'error',
    comment: 'this import leads nowhere: relative imports end in .ts, packages stand in package.json.',
    from: { path: '^src/' },
    to: { couldNotResolve: true },
  },
  {
    name: 'published-code-needs-runtime-dependencies',
    severity: 'error',
    comment: 'the published package would miss it: move the package to "dependencies".',
    from: { path: '^src/', pathNot: '^src/(sandbox|start|action)/' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    comment: 'two modules that need each other are one noun or three: move the shared part into a module of its own.',
    from: { path: '^src/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];
