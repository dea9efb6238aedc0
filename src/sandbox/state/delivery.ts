/** One attempt to deliver a webhook to an App. Attempts of one event share the GUID. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly appId: number;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly url: string;
  readonly redelivery: boolean;
  /** When it was attempted. */
  deliveredAt: Date;
  /** Seconds. */
  duration: number;
  /** GitHub's word for the outcome: `OK`, or the reason phrase. */
  status: string;
  /** 0 while under way and when nothing answered. */
  statusCode: number;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The exact text that was signed and sent. */
  readonly requestBody: string;
  responseHeaders: Record<string, string>;
  responseBody: string;
}
