import type { FailedAttempt } from '../../core/recovery/deliveries.ts';

/** GitHub's own log of the App's webhooks, asked as the App. Both throw a Fault. */
export interface DeliveryLog {
  /** Failed attempts since a time, newest first. */
  failed(since: Date): Promise<readonly FailedAttempt[]>;
  /** Asks for another attempt; false = GitHub has the delivery no more. */
  redeliver(id: number): Promise<boolean>;
}
