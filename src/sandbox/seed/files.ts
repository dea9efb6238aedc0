/** Files of the sample repository: a small agent system with its policy and its evals workflow. */
const policy = `# What has to be true before a change to this agent system is released.
version: 1
enforcement: enforce

records:
  change: ["change.yaml", "changes/*/change.yaml"]
  rollout: ["rollout.yaml", "changes/*/rollout.yaml"]
  required_from: medium

roles:
  engineering:     { teams: [engineering] }
  safety:          { teams: [safety-review], aliases: [safety_owner] }
  runtime_owner:   { teams: [runtime] }
  platform-owner:  { teams: [platform] }
  release_manager: { teams: [release] }

surfaces:
  prompt_bundle:            { paths: ["prompts/**"], risk: medium }
  policy_bundle:            { paths: ["policy/**"], risk: high, requires: { reviews: [safety] } }
  capability_contract:      { paths: ["tools/**"], risk: high }
  sandbox_profile_contract: { paths: ["sandbox/**"], risk: high }
  runtime_control_schema:   { paths: ["runtime/**"], risk: high, requires: { reviews: [runtime_owner] } }

signals:
  offline_eval_passed:
    aliases: [offline_eval_pass]
    job: { workflow: .github/workflows/evals.yml, name: "evals / offline" }
    trusted_paths: ["evals/**"]
  duplicate_ticket_eval_passed:
    job: { workflow: .github/workflows/evals.yml, name: "evals / duplicate-ticket" }
    trusted_paths: ["evals/**"]
  rollback_plan_ready: { file: "changes/*/ROLLBACK.md", min_length: 200 }

risk:
  low:    { reviews: [engineering] }
  medium: { reviews: [engineering], evals: [offline_eval_passed] }
  high:   { reviews: [engineering, safety], evals: [offline_eval_passed, duplicate_ticket_eval_passed] }
`;

const workflow = `name: evals
on:
  pull_request:
permissions:
  contents: read
jobs:
  offline:
    name: evals / offline
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
      - run: node evals/run.js --suite offline
  duplicate-ticket:
    name: evals / duplicate-ticket
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
      - run: node evals/run.js --suite duplicate_ticket
`;

const codeowners = `# The last matching line wins.
*                       @acme/engineering
/prompts/               @acme/engineering
/policy/                @acme/safety-review
/runtime/               @acme/runtime
/sandbox/               @acme/platform
/.github/               @acme/platform
`;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const sampleFiles: Readonly<Record<string, string>> = {
  'README.md': '# agents\n\nThe support agent: prompts, policy, tools, sandbox profile, runtime controls and evals.\n',
  '.github/CODEOWNERS': codeowners,
  '.github/rollout-gate.yml': policy,
  '.github/workflows/evals.yml': workflow,
  'prompts/support/system.md':
    'You are the support agent of Acme.\n\nAnswer briefly. Ask before you act.\nNever promise a refund.\n',
  'prompts/support/escalation.md': 'Escalate to a person when the customer asks for one, or twice without an answer.\n',
  'policy/tools.yaml': 'default: deny\nallow:\n  - read_ticket\n  - search_articles\nask:\n  - create_ticket\n',
  'policy/data.yaml': 'retention_days: 30\nredact: [email, phone, card_number]\n',
  'tools/create_ticket.json': json({
    name: 'create_ticket',
    side_effects: true,
    idempotency_key: 'required',
    parameters: { title: 'string', body: 'string', priority: 'low | normal | high' },
  }),
  'tools/search_articles.json': json({ name: 'search_articles', side_effects: false, parameters: { query: 'string' } }),
  'sandbox/profile.yaml': 'network: none\nfilesystem: read_only\ncpu_seconds: 10\nmemory_mb: 256\n',
  'runtime/controls.yaml': 'session:\n  expires_after: 30m\n  reinit: explicit\nmax_tool_calls: 12\n',
  'runtime/routing.yaml': 'default: small\nroutes:\n  - when: escalation\n    model: large\n',
  'evals/offline.json': json({ suite: 'offline', cases: 60, pass_at: 0.95 }),
  'evals/duplicate_ticket.json': json({ suite: 'duplicate_ticket', cases: 50, pass_at: 1 }),
  'evals/run.js': "// Runs one suite against the agent and writes evals.json.\nconsole.log('evals');\n",
};
