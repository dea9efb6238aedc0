import type { RolloutRecord, WavePolicy } from '../../generated/types.ts';
import { whereOf } from '../change/location.ts';
import type { Matter } from '../change/matter.ts';
import type { Proposal } from '../change/proposal.ts';
import { advise, block, byAuthor, type Ground } from './ground.ts';

/** The rollout record against the plan: bundle, wave, traffic, what must be explicit (DESIGN 5, seed 9.2, 9.3, 10.8). */
export function judgeRollout(proposal: Proposal, matter: Matter): readonly Ground[] {
  const { rollout, change_id } = proposal;
  if (rollout === null) return [];
  const wave = waveOf(rollout, matter.policy.waves);
  const subject = `change:${change_id}`;
  return [
    ...bundle(proposal, rollout, subject),
    ...named(rollout, wave, matter.policy.waves, subject),
    ...traffic(rollout, wave, subject),
    ...explicit(rollout, subject),
    ...exposure(rollout, wave, matter.policy.waves, subject),
    ...strategy(proposal, matter.policy.waves, subject),
  ];
}

/** The wave that a record opens; null = it names none, or none of the plan. A required shadow period adds one (DESIGN 7). */
export function waveOf({ rollout_wave, rollout_mode }: RolloutRecord, waves: readonly WavePolicy[]): WavePolicy | null {
  const planned = waves.find(({ name }) => name === rollout_wave);
  if (planned !== undefined) return planned;
  return rollout_wave === shadow.name && rollout_mode.require_shadow_period === true ? shadow : null;
}

/** The waves that open before one; the added shadow wave is the first. */
export function wavesBefore(wave: WavePolicy, waves: readonly WavePolicy[]): readonly WavePolicy[] {
  return waves.slice(0, Math.max(0, waves.indexOf(wave)));
}

const shadow: WavePolicy = {
  name: 'shadow',
  environment: 'shadow',
  traffic: 0,
  soak_seconds: 0,
  approvals: [],
  guardrails: [],
  promote: 'command',
};

function bundle({ bundle_id }: Proposal, rollout: RolloutRecord, subject: string): readonly Ground[] {
  if (bundle_id !== null) return [];
  const message = 'The rollout record names no bundle.';
  return [block('bundle_unknown', subject, message, byAuthor('name the bundle_id'), whereOf(rollout, 'bundle_id'))];
}

function named(
  rollout: RolloutRecord,
  wave: WavePolicy | null,
  waves: readonly WavePolicy[],
  subject: string,
): readonly Ground[] {
  if (wave !== null) return [];
  const names = waves.map(({ name }) => name).join(', ');
  const found = rollout.rollout_wave;
  const message =
    found === null
      ? `The rollout record names no wave; the plan has ${names || 'none'}.`
      : `The rollout record names the wave ${found}; the plan has ${names || 'none'}.`;
  return [block('wave_unknown', subject, message, byAuthor(`name one of ${names}`), whereOf(rollout, 'rollout_wave'))];
}

/** The reference shape has no field for traffic: its record opens its wave's share. */
function traffic(rollout: RolloutRecord, wave: WavePolicy | null, subject: string): readonly Ground[] {
  if (rollout.shape === 'reference') return [];
  const where = whereOf(rollout, 'traffic');
  const percent = rollout.traffic?.percent ?? null;
  if (percent === null) {
    const message = `traffic_scope ${rollout.traffic?.raw ?? ''} can't be read as a share of traffic.`;
    return [block('traffic_unreadable', subject, message, byAuthor('write N, N% or N_percent'), where)];
  }
  if (wave === null || percent <= wave.traffic) return [];
  const message = `The record asks for ${percent} % of traffic, and the wave ${wave.name} has ${wave.traffic} %.`;
  return [block('traffic_exceeds_wave', subject, message, byAuthor(`lower traffic_scope to ${wave.traffic}`), where)];
}

/** Required checks and blocking findings are explicit (seed 9.3). */
function explicit(rollout: RolloutRecord, subject: string): readonly Ground[] {
  const { required_checks, block_if, blocking_findings, shape } = rollout;
  const grounds: Ground[] = [];
  const where = whereOf(rollout, 'required_checks');
  if (required_checks.length === 0) {
    const message = 'The rollout record names no required checks.';
    grounds.push(
      block('checks_not_explicit', subject, message, byAuthor('name what must be true before rollout'), where),
    );
    if (block_if.length === 0) {
      grounds.push(advise('nothing_checked', subject, 'The rollout record names neither checks nor blockers.', where));
    }
  }
  if (shape !== 'reference' && blocking_findings === null) {
    const message = "The rollout record doesn't say which findings block.";
    const step = byAuthor('write blocking_findings, empty if there are none');
    grounds.push(block('findings_not_explicit', subject, message, step, whereOf(rollout, 'blocking_findings')));
  }
  return grounds;
}

/** `max_tenant_exposure_pct` bounds the waves up to the record's own, `ceiling_pct` all of them (contract 0.1). */
function exposure(
  { rollout_mode, ...rollout }: RolloutRecord,
  wave: WavePolicy | null,
  waves: readonly WavePolicy[],
  subject: string,
): readonly Ground[] {
  const where = whereOf(rollout, 'rollout_mode');
  const own = wave === null ? [] : [...wavesBefore(wave, waves), wave];
  const bounds = [
    { field: 'max_tenant_exposure_pct', bound: rollout_mode.max_tenant_exposure_pct, waves: own },
    { field: 'ceiling_pct', bound: rollout_mode.ceiling_pct, waves },
  ];
  return bounds.flatMap(({ field, bound, waves: bounded }) => {
    const over = bounded.find(({ traffic: share }) => bound !== null && share > bound);
    if (over === undefined) return [];
    const message = `${field} is ${bound} %, and the wave ${over.name} has ${over.traffic} %: it will not open beyond the bound.`;
    return [advise('exposure_exceeds_bound', subject, message, where)];
  });
}

interface Strategy {
  readonly words: readonly string[];
  readonly fits: (waves: readonly WavePolicy[]) => boolean;
  readonly wants: string;
}

/** What the words of rollout_strategy promise of the plan. Words that promise nothing are left alone. */
const strategies: readonly Strategy[] = [
  { words: ['staged', 'gradual', 'progressive'], fits: (waves) => waves.length > 1, wants: 'more than one wave' },
  {
    words: ['canary'],
    fits: (waves) => waves.some(({ traffic: share }) => share > 0 && share < 100),
    wants: 'a wave below 100 % of traffic',
  },
  {
    words: ['shadow'],
    fits: (waves) => waves.some(({ traffic: share }) => share === 0),
    wants: 'a wave without traffic',
  },
  {
    words: ['direct', 'immediate', 'big', 'full', 'all'],
    fits: (waves) => waves.length <= 1,
    wants: 'a single wave',
  },
];

function strategy({ change }: Proposal, waves: readonly WavePolicy[], subject: string): readonly Ground[] {
  const written = change?.rollout_strategy ?? null;
  if (change === null || written === null) return [];
  const words = written.toLowerCase().split(/[^a-z]+/);
  const broken = strategies.find(
    ({ words: names, fits }) => names.some((name) => words.includes(name)) && !fits(waves),
  );
  if (broken === undefined) return [];
  const message = `rollout_strategy ${written} wants ${broken.wants}, and the plan has ${waves.map(({ name }) => name).join(', ')}.`;
  return [advise('strategy_mismatch', subject, message, whereOf(change, 'rollout_strategy'))];
}
