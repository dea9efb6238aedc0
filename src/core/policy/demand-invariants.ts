import { compileGlob, type Glob, matchesAny } from '../change/surfaces/glob.ts';
import { canonicalName } from '../change/surfaces/names.ts';
import type { Demands, EffectivePolicy, RiskLevel, SurfacePolicy } from '../../generated/types.ts';
import { lacking, type Loosening, type LooseningCode, namesOr, pointerTo } from './loosening.ts';
import { freeName, witnessesOf } from './witness.ts';

const risks = ['low', 'medium', 'high'] as const;
const kinds = [
  { of: 'reviews', code: 'review_lost', nothing: 'nobody' },
  { of: 'evals', code: 'eval_lost', nothing: 'nothing' },
  { of: 'signals', code: 'signal_lost', nothing: 'nothing' },
] as const satisfies readonly { of: keyof Demands; code: LooseningCode; nothing: string }[];

/** No risk, surface or change type loses a review, an eval or a signal; no file falls out of its surface or to a lower risk. */
export function lostDemands(before: EffectivePolicy, after: EffectivePolicy): readonly Loosening[] {
  const free = freeName(Object.values(after.surfaces).flatMap(({ paths }) => paths));
  const places = { before: compiled(before), after: compiled(after) };
  return [
    ...risks.flatMap((risk) => {
      const plan = before.risk[risk].plan !== null && after.risk[risk].plan === null;
      return [
        ...lost(before.risk[risk], after.risk[risk], `A ${risk} change`, ['risk', risk], after),
        ...(plan
          ? [
              {
                code: 'plan_lost' as const,
                pointer: pointerTo('risk', risk),
                message: `A ${risk} change: each wave was opened by a person, now waves with \`promote: auto\` open by themselves.`,
              },
            ]
          : []),
      ];
    }),
    ...Object.entries(before.change_types).flatMap(([type, demands]) =>
      lost(demands, after.change_types[type] ?? none, `A change of type ${type}`, ['change_types', type], after),
    ),
    ...Object.entries(before.surfaces).flatMap(([name, { paths }]) =>
      paths.flatMap((glob) => witnessesOf(glob, free).flatMap((path) => lostOnPath(name, path, places))),
    ),
    ...lostRecord(before, after),
  ];
}

const none: Demands = { reviews: [], evals: [], signals: [] };

interface Compiled {
  readonly policy: EffectivePolicy;
  readonly surfaces: readonly {
    readonly name: string;
    readonly globs: readonly Glob[];
    readonly surface: SurfacePolicy;
  }[];
}

function compiled(policy: EffectivePolicy): Compiled {
  const surfaces = Object.entries(policy.surfaces).map(([name, surface]) => ({
    name,
    surface,
    globs: surface.paths.map(compileGlob),
  }));
  return { policy, surfaces };
}

/** What one file demands by its surfaces and its floor, before and after. */
function lostOnPath(
  name: string,
  path: string,
  places: { readonly before: Compiled; readonly after: Compiled },
): readonly Loosening[] {
  const after = places.after.policy;
  const then = pathDemands(path, places.before);
  const now = pathDemands(path, places.after);
  const steps = Object.hasOwn(after.surfaces, name) ? ['surfaces', name] : ['surfaces'];
  const pointer = pointerTo(...steps);
  if (now.risk === null) {
    return [{ code: 'surface_lost', pointer, message: `A change of ${path} was ${name}, now it is not governed.` }];
  }
  const lowered = then.risk !== null && risks.indexOf(now.risk) < risks.indexOf(then.risk);
  const renamed = !now.surfaces.includes(name);
  return [
    ...(renamed
      ? [
          {
            code: 'surface_lost' as const,
            pointer,
            message: `A change of ${path} was ${name}, now it is ${namesOr(now.surfaces, 'no surface')}.`,
          },
        ]
      : []),
    ...(lowered
      ? [
          {
            code: 'risk_lowered' as const,
            pointer,
            message: `A change of ${path} (${name}) had at least ${then.risk} risk, now ${now.risk}.`,
          },
        ]
      : []),
    ...lost(then.demands, now.demands, `A change of ${path} (${name})`, steps, after),
  ];
}

interface PathDemands {
  /** null = no surface. */
  readonly risk: RiskLevel | null;
  readonly surfaces: readonly string[];
  readonly demands: Demands;
}

function pathDemands(path: string, { policy, surfaces }: Compiled): PathDemands {
  const hit = surfaces.filter(({ globs }) => matchesAny(globs, path));
  const risk = risks.findLast((level) => hit.some(({ surface }) => surface.risk === level)) ?? null;
  const all = [...hit.map(({ surface }) => surface.requires), ...(risk === null ? [] : [policy.risk[risk]])];
  return {
    risk,
    surfaces: hit.map(({ name }) => name),
    demands: {
      reviews: [...new Set(all.flatMap(({ reviews }) => reviews))],
      evals: [...new Set(all.flatMap(({ evals }) => evals))],
      signals: [...new Set(all.flatMap(({ signals }) => signals))],
    },
  };
}

/** Names of the old policy may be other names in the new one. An eval that became a signal is still asked for. */
function lost(
  before: Demands,
  after: Demands,
  what: string,
  steps: readonly string[],
  policy: EffectivePolicy,
): readonly Loosening[] {
  return kinds.flatMap(({ of, code, nothing }): Loosening[] => {
    const defined = of === 'reviews' ? policy.roles : policy.signals;
    const then = before[of].map((name) => canonicalName(name, defined));
    const now = of === 'reviews' ? after.reviews : [...after.evals, ...after.signals];
    const gone = lacking(then, now);
    if (gone.length === 0) return [];
    const pointer = pointerTo(...steps);
    return [
      { code, pointer, message: `${what}: ${namesOr(gone, '')} was asked for, now ${namesOr(after[of], nothing)}.` },
    ];
  });
}

function lostRecord(before: EffectivePolicy, after: EffectivePolicy): readonly Loosening[] {
  const [then, now] = [before.records.required_from, after.records.required_from];
  const pointer = pointerTo('records', 'required_from');
  const message = `A ${then} change needed a record, now only from ${now} risk on.`;
  return risks.indexOf(now) > risks.indexOf(then) ? [{ code: 'record_lost', pointer, message }] : [];
}
