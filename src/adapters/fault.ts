import { redact } from '../core/redaction/redact.ts';
import { type FaultCode, faults } from '../generated/codes.ts';

/** What a fault says besides its code. What has the form of a secret is taken out of `message` (threat T28). */
export interface FaultDetails {
  readonly message: string;
  readonly cause?: unknown;
  /** GitHub's `x-github-request-id`, for its support. */
  readonly request_id?: string | null;
  /** Seconds until GitHub takes requests again; null = it didn't say. */
  readonly retry_after_seconds?: number | null;
}

const mostMessage = 10_000;

/**
 * The world failed, not the change: thrown by adapters only, caught once per shell, and the gate stays closed
 * (DESIGN section 3). Codes: schemas/codes/faults.json.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly retryable: boolean;
  readonly request_id: string | null;
  readonly retry_after_seconds: number | null;

  constructor(code: FaultCode, { message, cause, request_id, retry_after_seconds }: FaultDetails) {
    super(redact(message.slice(0, mostMessage)), cause === undefined ? {} : { cause });
    this.name = 'Fault';
    this.code = code;
    this.retryable = faults[code].retryable;
    this.request_id = request_id ?? null;
    this.retry_after_seconds = retry_after_seconds ?? null;
  }
}

/** What a shell says when it catches something: a fault as it is, anything else as a defect of ours. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Fault('internal', { message, cause: error });
}
