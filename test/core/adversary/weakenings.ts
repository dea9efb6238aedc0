import type { Snapshot } from '../../../src/generated/types.ts';

/** Every way to know less: a list not read to its end, a text, id, time or run not told. */
export function weakenings(world: Snapshot): readonly (readonly [string, Snapshot])[] {
  const out: [string, Snapshot][] = [];
  for (const key of [
    'files',
    'commits',
    'reviews',
    'checks',
    'statuses',
    'issues',
    'code_scanning',
    'id_uses',
  ] as const) {
    out.push([`${key} not whole`, { ...world, [key]: { ...world[key], complete: false } }]);
  }
  out.push(['pusher unknown', { ...world, pushers: { ...world.pushers, known: false } }]);
  out.push(['requester unknown', { ...world, requesters: { ...world.requesters, known: false } }]);
  out.push(
    ...each(
      world.records,
      (list) => ({ ...world, records: list }),
      'record text',
      (one) => ({ ...one, text: null }),
    ),
  );
  out.push(...dropping(world.records, (list) => ({ ...world, records: list }), 'record'));
  if (world.policy !== null) out.push(['policy text', { ...world, policy: { ...world.policy, text: null } }]);
  if (world.codeowners !== null) {
    out.push(['codeowners text', { ...world, codeowners: { ...world.codeowners, text: null } }]);
    out.push(['codeowners line', { ...world, codeowners: { ...world.codeowners, error_lines: [1] } }]);
  }
  out.push(
    ...each(
      world.teams,
      (teams) => ({ ...world, teams }),
      'team',
      (one) => ({ ...one, readable: false, acted: [] }),
    ),
    ...dropping(world.teams, (teams) => ({ ...world, teams }), 'team'),
    ...dropping(world.users, (users) => ({ ...world, users }), 'user'),
    ...dropping(world.permissions, (permissions) => ({ ...world, permissions }), 'permission'),
    ...dropping(world.patches, (patches) => ({ ...world, patches }), 'patch'),
    ...each(
      world.patches,
      (patches) => ({ ...world, patches }),
      'patch',
      (one) => ({ ...one, complete: false }),
    ),
    ...dropping(world.signal_files, (signal_files) => ({ ...world, signal_files }), 'signal file'),
    ...each(
      world.signal_files,
      (signal_files) => ({ ...world, signal_files }),
      'length',
      (one) => ({ ...one, length: null }),
    ),
  );
  const reviews = (list: Snapshot['reviews']['list']): Snapshot => ({ ...world, reviews: { ...world.reviews, list } });
  out.push(...each(world.reviews.list, reviews, 'review commit', (one) => ({ ...one, commit: null })));
  out.push(...each(world.reviews.list, reviews, 'review person', (one) => ({ ...one, person: null })));
  const checks = (list: Snapshot['checks']['list']): Snapshot => ({ ...world, checks: { ...world.checks, list } });
  out.push(...each(world.checks.list, checks, 'is_job', (one) => ({ ...one, is_job: null })));
  out.push(...each(world.checks.list, checks, 'run', (one) => ({ ...one, run: null })));
  out.push(...each(world.checks.list, checks, 'conclusion', (one) => ({ ...one, conclusion: null })));
  for (const key of ['head_repository', 'pull_requests', 'workflow_is_default'] as const) {
    out.push(
      ...each(world.checks.list, checks, `run.${key}`, (one) => {
        return one.run === null ? one : { ...one, run: { ...one.run, [key]: null } };
      }),
    );
  }
  out.push(
    ...each(world.checks.list, checks, 'run.path', (one) => {
      return one.run === null ? one : { ...one, run: { ...one.run, path: '' } };
    }),
  );
  const reports = (list: Snapshot['reports']): Snapshot => ({ ...world, reports: list });
  out.push(
    ...each(world.reports, reports, 'report', (one) => ({ ...one, report: null, unusable: 'report_expired' })),
    ...each(world.reports, reports, 'report.run', (one) => ({ ...one, run: { ...one.run, head_repository: null } })),
  );
  out.push(['head repository', { ...world, pull_request: { ...world.pull_request, head_repository: null } }]);
  return out;
}

function each<T>(
  list: readonly T[],
  put: (list: readonly T[]) => Snapshot,
  name: string,
  change: (one: T) => T,
): [string, Snapshot][] {
  return list.map((_, index) => [`${name} ${index}`, put(list.map((one, at) => (at === index ? change(one) : one)))]);
}

function dropping<T>(list: readonly T[], put: (list: readonly T[]) => Snapshot, name: string): [string, Snapshot][] {
  return list.map((_, index) => [`${name} ${index} not read`, put(list.filter((_one, at) => at !== index))]);
}
