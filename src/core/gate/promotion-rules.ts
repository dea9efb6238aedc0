import type { EffectivePolicy, FreezeFact, WavePolicy } from '../../generated/types.ts';
import type { Matter } from '../change/matter.ts';
import type { Proposal } from '../change/proposal.ts';
import { block, byMachine, byRole, type Ground, type Step, wait } from './ground.ts';
import { waveOf, wavesBefore } from './rollout-rules.ts';
import type { ReadSignal } from './signals.ts';

/** What is known of a rollout when a wave is about to be opened. At merge none of it exists yet. */
export interface PromotionFacts {
  /** UTC. */
  readonly now: string;
  /** Whether the required shadow period has passed. */
  readonly shadow_passed: boolean;
  /** Seconds that each opened wave has soaked, by name. */
  readonly soaked: ReadonlyMap<string, number>;
  /** State of each guardrail; one that is missing has no fresh data. */
  readonly guardrails: ReadonlyMap<string, 'holds' | 'breached' | 'unknown'>;
  /** Roles that approved the opening. */
  readonly approvals: ReadonlySet<string>;
  readonly freezes: readonly FreezeFact[];
}

/** What a promotion of a proposal to a wave is judged on. */
export interface Promotion {
  readonly proposal: Proposal;
  readonly wave: WavePolicy;
  readonly policy: EffectivePolicy;
  readonly signals: readonly ReadSignal[];
  readonly facts: PromotionFacts;
}

const byTime = (how: string): Step => ({ by: 'time', how });

type Rule = (promotion: Promotion) => readonly Ground[];

/** Rules that bind at each promotion and not at merge (DESIGN 5, 7). */
const rules: readonly Rule[] = [
  function freeze({ proposal, facts, wave }) {
    const now = Date.parse(facts.now);
    return facts.freezes
      .filter(({ surface, until }) => proposal.surfaces.includes(surface) && !(Date.parse(until) <= now))
      .map(({ surface, until, by }) => {
        const message = `${surface} is frozen until ${until} by @${by.login}, so ${wave.name} can't open.`;
        return wait(
          'freeze_active',
          `surface:${surface}`,
          message,
          byTime(`wait until ${until}, or have it lifted: /unfreeze ${surface}`),
        );
      });
  },
  function shadow({ proposal, facts, wave }) {
    if (proposal.rollout?.rollout_mode.require_shadow_period !== true || facts.shadow_passed || wave.traffic === 0)
      return [];
    const message = `A shadow period without traffic has to pass before ${wave.name} opens.`;
    return [
      wait('shadow_period_pending', `wave:${wave.name}`, message, byTime('wait until the shadow period has passed')),
    ];
  },
  function order({ policy, wave, facts }) {
    const before = wavesBefore(wave, policy.waves);
    const closed = before.find(({ name }) => !facts.soaked.has(name));
    if (closed === undefined) return [];
    const message = `${wave.name} (${wave.traffic} %) opens after ${before.map(({ name }) => name).join(', ')}.`;
    return [wait('traffic_not_open', `wave:${wave.name}`, message, byTime(`promote ${closed.name} first`))];
  },
  function soak({ policy, wave, facts }) {
    return wavesBefore(wave, policy.waves).flatMap(({ name, soak_seconds }) => {
      const soaked = facts.soaked.get(name) ?? 0;
      if (soaked >= soak_seconds) return [];
      const message = `${name} has to soak ${soak_seconds} seconds before ${wave.name} opens.`;
      return [wait('soak_pending', `wave:${name}`, message, byTime(`wait until ${name} has soaked`))];
    });
  },
  function guardrails({ wave, facts }) {
    return wave.guardrails.flatMap((name) => {
      const state = facts.guardrails.get(name) ?? 'unknown';
      const subject = `guardrail:${name}`;
      if (state === 'holds') return [];
      return state === 'breached'
        ? [
            block(
              'guardrail_breached',
              subject,
              `The guardrail ${name} is breached.`,
              byMachine('the rollout holds or rolls back'),
            ),
          ]
        : [
            wait(
              'guardrail_unknown',
              subject,
              `The guardrail ${name} has no fresh data.`,
              byMachine(`samples for ${name} have to arrive`),
            ),
          ];
    });
  },
  function signals({ signals: all }) {
    return all
      .filter(({ signal }) => signal.at === 'promote')
      .filter(({ signal }) => signal.value !== (signal.demanded_as === 'blocker' ? 'false' : 'true'))
      .map(({ signal, policy: { source } }) => {
        const message = `${signal.name} binds at promotion and is not settled yet: ${signal.why}`;
        const role = source.kind === 'attested_by' ? source.role : null;
        const step =
          role === null ? byMachine(`${signal.name} has to be settled`) : byRole(role, `/attest ${signal.name}`);
        return wait('promotion_signal_pending', `signal:${signal.name}`, message, step);
      });
  },
  function approvals({ wave, facts }) {
    return wave.approvals
      .filter((role) => !facts.approvals.has(role))
      .map((role) => {
        const message = `Opening ${wave.name} takes ${role}.`;
        return wait('wave_approval_pending', `role:${role}`, message, byRole(role, `/promote ${wave.name}`));
      });
  },
];

export function judgePromotion(promotion: Promotion): readonly Ground[] {
  return rules.flatMap((rule) => rule(promotion));
}

/** What will bind when the record's own wave is opened, told at merge. */
export function announcePromotion(
  proposal: Proposal,
  matter: Matter,
  signals: readonly ReadSignal[],
): readonly Ground[] {
  const { policy, snapshot } = matter;
  const wave = proposal.rollout === null ? null : waveOf(proposal.rollout, policy.waves);
  if (wave === null) return [];
  const names = new Set([...proposal.demands.signals, ...proposal.demands.blockers].map(({ name }) => name));
  const facts: PromotionFacts = { ...noFactsYet, now: snapshot.now, freezes: snapshot.freezes };
  return judgePromotion({
    proposal,
    wave,
    policy,
    signals: signals.filter(({ signal }) => names.has(signal.name)),
    facts,
  });
}

const noFactsYet = {
  shadow_passed: false,
  soaked: new Map<string, number>(),
  guardrails: new Map<string, 'holds'>(),
  approvals: new Set<string>(),
};
