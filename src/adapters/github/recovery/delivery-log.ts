import type { FailedAttempt } from '../../../core/recovery/deliveries.ts';
import type { DeliveryLog } from '../../../reconcile/ports/delivery-log.ts';
import { Fault } from '../../fault.ts';
import { idAt, listAt, numberAt, textAt } from '../json-value.ts';
import { restPath, type Transport } from '../transport/transport.ts';

/** More than 100,000 failed attempts in three days are no log to work through. */
const mostPages = 1_000;

/** The log by REST, over a transport that speaks as the App. */
export class GithubDeliveryLog implements DeliveryLog {
  readonly #asApp: Transport;

  constructor(asApp: Transport) {
    this.#asApp = asApp;
  }

  /** GitHub lists the newest first, and so does its own script for redeliveries expect: an old page is the last to be read. */
  async failed(since: Date): Promise<readonly FailedAttempt[]> {
    const found: FailedAttempt[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      const values = { status: 'failure', per_page: 100, ...(cursor === null ? {} : { cursor }) };
      const { data, headers } = await this.#asApp.rest({
        method: 'GET',
        path: restPath('/app/hook/deliveries', values),
      });
      const items = listAt({ data }, 'data').flatMap(attemptOf);
      const recent = items.filter(({ delivered_at }) => Date.parse(delivered_at) >= since.getTime());
      found.push(...recent);
      cursor = nextCursor(headers['link'] ?? '');
      if (cursor === null || (items.length > 0 && recent.length === 0)) break;
    }
    return found;
  }

  async redeliver(delivery_id: number): Promise<boolean> {
    try {
      const path = restPath('/app/hook/deliveries/{delivery_id}/attempts', { delivery_id });
      await this.#asApp.rest({ method: 'POST', path });
      return true;
    } catch (error) {
      if (error instanceof Fault && ['github_not_found', 'github_invalid'].includes(error.code)) return false;
      throw error;
    }
  }
}

function attemptOf(item: unknown): FailedAttempt[] {
  const [id, guid, event] = [idAt(item, 'id'), textAt(item, 'guid'), textAt(item, 'event')];
  const delivered_at = textAt(item, 'delivered_at');
  if (id === null || guid === null || event === null || delivered_at === null) return [];
  return [{ id, guid, event, delivered_at, status_code: numberAt(item, 'status_code') ?? 0 }];
}

/** From `<…?cursor=v1_12>; rel="next"`. */
function nextCursor(link: string): string | null {
  const next = link.split(',').find((part) => part.includes('rel="next"'));
  const [, address = ''] = /<([^<>]+)>/.exec(next ?? '') ?? [];
  return URL.canParse(address) ? new URL(address).searchParams.get('cursor') : null;
}
