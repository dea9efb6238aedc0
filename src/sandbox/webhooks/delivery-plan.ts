import type { Delivery } from '../state/delivery.ts';

/** Scripts of webhooks that go wrong: which attempt, and what happens to it. */
export type DeliveryFault =
  /** GitHub never tries, and its log does not know of it. */
  | { readonly kind: 'drop' }
  /** Does not reach the receiver; logged as failed, with that status (0 = nothing answered, the default). */
  | { readonly kind: 'fail'; readonly statusCode?: number }
  /** Sent after that long. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Kept back until `release`. */
  | { readonly kind: 'hold' }
  /** Sent so many times, same GUID and bytes. Default 2. */
  | { readonly kind: 'duplicate'; readonly times?: number }
  /** Sent after the next one was answered. */
  | { readonly kind: 'reorder' };

export interface DeliveryRule {
  readonly fault: DeliveryFault;
  readonly event?: string;
  readonly action?: string;
  readonly appId?: number;
  /** Only first attempts (false) or only redeliveries (true). */
  readonly redelivery?: boolean;
  /** Only the k-th matching attempt since the rule was added, 0-based. Default 0. */
  readonly nth?: number;
  /** How many matching attempts are hit, from `nth` on. Default 1. */
  readonly times?: number;
}

export interface DeliveryPlan {
  readonly add: (rule: DeliveryRule) => void;
  /** Later attempts go through; what is held stays held. */
  readonly clear: () => void;
  /** The first fault that hits this attempt; asking counts it. */
  readonly hit: (delivery: Delivery) => DeliveryFault | null;
}

function matches(rule: DeliveryRule, delivery: Delivery): boolean {
  return (
    (rule.event === undefined || rule.event === delivery.event) &&
    (rule.action === undefined || rule.action === delivery.action) &&
    (rule.appId === undefined || rule.appId === delivery.appId) &&
    (rule.redelivery === undefined || rule.redelivery === delivery.redelivery)
  );
}

export function createDeliveryPlan(): DeliveryPlan {
  const rules: { readonly rule: DeliveryRule; seen: number }[] = [];
  return {
    add: (rule) => {
      rules.push({ rule, seen: 0 });
    },
    clear: () => {
      rules.length = 0;
    },
    hit: (delivery) => {
      const hits = rules.filter((entry) => {
        if (!matches(entry.rule, delivery)) return false;
        const position = entry.seen++;
        const first = entry.rule.nth ?? 0;
        return position >= first && position < first + (entry.rule.times ?? 1);
      });
      return hits[0]?.rule.fault ?? null;
    },
  };
}
