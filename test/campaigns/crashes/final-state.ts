import type { Sandbox } from '../../../src/sandbox/server.ts';
import type { Sample } from '../../../src/sandbox/seed/sample.ts';

/**
 * What GitHub shows in the end, one line an object and nothing of ids or times: equal lists mean the same final state and
 * no duplicate. Check runs are told by commit and name, all of them, not only the newest.
 */
export function finalState({ world }: Sandbox, { installed, repository }: Sample): readonly string[] {
  const { app } = installed;
  const commits = new Map([...world.pullRequests.values()].map(({ head, number }) => [head.sha, `#${number}`]));
  const bot = app.botUserId;
  const checks = [...world.checkRuns.values()]
    .filter(({ appId }) => appId === app.id)
    .map(({ name, headSha, status, conclusion, output, annotations }) => {
      const where = commits.get(headSha) ?? 'another commit';
      return `check ${where} ${name}: ${conclusion ?? status}, ${output.title ?? ''}, ${annotations.length} annotations`;
    });
  const comments = [...world.issueComments.values()]
    .filter(({ authorId }) => authorId === bot)
    .map(({ body }) => `comment ${timeless(body)}`);
  const issues = [...world.issues.values()].map(
    ({ title, state, labels }) => `issue ${timeless(title)} ${state} ${labels.join()}`,
  );
  const reviews = [...world.reviews.values()]
    .filter(({ authorId }) => authorId === bot)
    .map(({ state, body }) => `review ${state} ${timeless(body ?? '')}`);
  const pulls = [...world.pullRequests.values()].map(({ number, state }) => `#${number} ${state}`);
  return [...checks, ...comments, ...issues, ...reviews, ...pulls, `repository ${repository.name}`].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
}

/** Times, commits, digests and ids differ from run to run; a bundle without a name of its own is named by its commit. */
function timeless(body: string): string {
  return body
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?( UTC)?/g, 'TIME')
    .replaceAll(/[0-9a-f]{40,64}/g, 'DIGEST')
    .replaceAll(/@[0-9a-f]{12}\b/g, '@COMMIT')
    .replaceAll(/\b[0-9a-f]{7}\b/g, 'SHORT')
    .replaceAll(/\b\d{5,}\b/g, 'ID');
}
