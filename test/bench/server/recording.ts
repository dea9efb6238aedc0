import { readingMemory } from '../../../src/adapters/github/memory.ts';
import type { Exchange } from '../../../src/sandbox/http/exchange.ts';
import { type JudgingWorld, openJudgingWorld } from '../../support/judging.ts';

/** A GraphQL question and GitHub's answer to it about one pull request, as text. */
export interface Recorded {
  readonly query: string;
  readonly answer: string;
}

/** What the stub needs to answer about any number of pull requests as GitHub did about one. */
export interface Recording {
  readonly recorded: readonly Recorded[];
  /** Texts of the recorded pull request that differ in another one. */
  readonly number: number;
  readonly head: string;
  readonly recordBlob: string;
  readonly change: string;
  readonly branch: string;
  /** What GitHub sent when the recorded pull request was opened: a payload of the usual size. */
  readonly delivery: string;
  /** What GitHub answers to who creates a check run. */
  readonly checkRun: string;
  readonly privateKey: string;
  readonly appId: number;
}

const change = 'bench-change';

const files = {
  'prompts/support/system.md': 'Be kind, and name the ticket.\n',
  'change.yaml': `kind: change_review_record
review_id: cr-${change}
change_id: chg-${change}
owner: platform-owner
change_type: prompt_update
risk_level: medium
affected_surfaces: [prompt_bundle]
required_reviews: [engineering]
required_evals: [offline_eval_passed]
blocking_findings: []
`,
};

/** Judges a pull request on the sandbox, cold and warm, and keeps what was asked and answered. */
export async function recording(): Promise<Recording> {
  const world = await openJudgingWorld();
  try {
    // Other content: of the same, both would be one commit when they come in the same second, and have its checks.
    await world.judge(await world.open('first', { ...files, 'prompts/support/system.md': 'Be kind.\n' }));
    const delivered: string[] = [];
    world.sandbox.onDelivery(({ event, payload }) => {
      if (event === 'pull_request') delivered.push(JSON.stringify(payload));
    });
    // Nobody listens there; what would be delivered is wanted alone.
    world.sandbox.setWebhookUrl(world.installed.app, 'http://127.0.0.1:9/');
    const pull = await world.open('second', files);
    await world.sandbox.settled();
    const [delivery] = delivered;
    if (delivery === undefined) throw new Error('no delivery was sent');
    // Cold, then with the policy known, each followed by a second look at the same pull request; nothing is written.
    const asked: Exchange[] = [];
    for (const memory of [readingMemory(), undefined, undefined]) {
      const options = { write: false, ...(memory === undefined ? {} : { memory }) };
      asked.push(...(await world.requestsOf(() => world.judge(pull, options))));
      if (memory !== undefined) asked.push(...(await world.requestsOf(() => world.judge(pull, options))));
    }
    const reads = asked.filter(({ operation }) => operation === 'JudgePullRequest');
    const recorded = reads.map(({ requestBody, responseBody }) => ({
      query: String(Reflect.get(Object(requestBody), 'query')),
      answer: JSON.stringify(responseBody),
    }));
    const blob = recorded.map(
      ({ answer }) => /"oid":"([0-9a-f]{40})","object":\{[^}]*chg-bench-change/.exec(answer)?.[1],
    );
    const recordBlob = blob.find((oid) => oid !== undefined);
    if (recordBlob === undefined) throw new Error('the record was not read');
    const { app, privateKeyPem } = world.installed;
    const { number, head } = pull;
    const branch = head.ref;
    const checkRun = await createdCheckRun(world, head.sha);
    return {
      delivery,
      checkRun,
      recorded,
      branch,
      number,
      head: head.sha,
      recordBlob,
      change,
      privateKey: privateKeyPem,
      appId: app.id,
    };
  } finally {
    await world.close();
  }
}

/** GitHub's answer to what the baseline does. */
async function createdCheckRun({ sandbox, repository, installed }: JudgingWorld, head: string): Promise<string> {
  const answer = await fetch(`${sandbox.url}/api/v3/repos/acme/${repository.name}/check-runs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.installationToken(installed.installation)}` },
    body: JSON.stringify({ name: 'usual', head_sha: head, status: 'completed', conclusion: 'success' }),
  });
  if (answer.status !== 201) throw new Error(`the sandbox answered ${answer.status}`);
  return answer.text();
}
