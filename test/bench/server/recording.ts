import { readingMemory } from '../../../src/adapters/github/memory.ts';
import type { Exchange } from '../../../src/sandbox/http/exchange.ts';
import { openJudgingWorld } from '../../support/judging.ts';

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
  readonly author: { readonly id: number; readonly login: string; readonly type: 'User' };
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
    const pull = await world.open('second', files);
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
    const { id, login } = world.people.alice;
    const author = { id, login, type: 'User' as const };
    const branch = head.ref;
    return {
      recorded,
      branch,
      author,
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
