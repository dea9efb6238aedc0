import type { PullRequest } from '../../../src/sandbox/state/pull-request.ts';
import { readingMemory } from '../../../src/adapters/github/memory.ts';
import type { JudgingWorld } from '../../support/judging.ts';

/** What is wrong with a repository in which all should be settled; empty = nothing. */
export async function wrongsOf(world: JudgingWorld, pulls: readonly PullRequest[]): Promise<readonly string[]> {
  return [...(await unsettled(world, pulls)), ...twice(world), ...commands(world, pulls)];
}

/** A judgement now would write nothing: what people see is what is so. */
async function unsettled(world: JudgingWorld, pulls: readonly PullRequest[]): Promise<readonly string[]> {
  const wrongs: string[] = [];
  for (const pull of pulls) {
    const { writes, observation } = await world.judge(pull, { write: false, asks: true, memory: readingMemory() });
    const left = writes.map((write) => {
      if (write.kind !== 'check_run') return write.kind;
      const shown = observation.own_checks.findLast(({ name }) => name === write.name);
      const has = [...world.sandbox.world.checkRuns.values()].find(({ nodeId }) => nodeId === shown?.node_id);
      return `${write.name} shows "${has?.output.title}" and should show "${write.title}"`;
    });
    if (left.length > 0) wrongs.push(`#${pull.number} is not up to date: ${left.join(', ')}`);
  }
  return wrongs;
}

/** A run that was made while the newest of its name on the commit showed just that: it was written blindly. */
function twice({ sandbox }: JudgingWorld): readonly string[] {
  const shows = new Map<string, string>();
  const places = new Map<string, string>();
  return sandbox.exchanges.flatMap(({ requestBody, responseBody }) => {
    const steps = Object.entries((requestBody as { variables?: object } | undefined)?.variables ?? {});
    return steps.flatMap(([alias, input]): string[] => {
      const { name, headSha, externalId, checkRunId } = Object(input) as Readonly<Record<string, string | undefined>>;
      if (externalId === undefined) return [];
      const made = Object(responseBody) as { data?: Readonly<Record<string, { checkRun?: { id: string } } | null>> };
      const id = checkRunId ?? made.data?.[alias]?.checkRun?.id ?? '';
      const place = places.get(id) ?? `${headSha?.slice(0, 7)} ${name}`;
      const isBlind = checkRunId === undefined && shows.get(place) === externalId;
      places.set(id, place);
      shows.set(place, externalId);
      return isBlind ? [`check ${place} was made twice`] : [];
    });
  });
}

/** Each command has one answer, and each pull request one sticky comment. */
function commands({ sandbox, installed }: JudgingWorld, pulls: readonly PullRequest[]): readonly string[] {
  const comments = [...sandbox.world.issueComments.values()];
  return pulls.flatMap(({ number }) => {
    const here = comments.filter(({ issueNumber }) => issueNumber === number);
    const own = here.filter(({ authorId }) => authorId === installed.app.botUserId);
    const sticky = own.filter(({ body }) => body.includes('<!-- rollout-gate:comment -->'));
    const given = here.filter(({ body, authorId }) => body.startsWith('/') && authorId !== installed.app.botUserId);
    return [
      ...(sticky.length === 1 ? [] : [`#${number} has ${sticky.length} sticky comments`]),
      ...given.flatMap(({ id, body }) => {
        const answers = own.filter((one) => one.body.includes(`"comment_id":${id},`)).length;
        return answers === 1 ? [] : [`#${number}: ${body.slice(0, 20)} (${id}) has ${answers} answers`];
      }),
    ];
  });
}
