import { html } from 'hono/html';
import type { Delivery } from '../state/delivery.ts';
import type { World } from '../state/world.ts';
import type { Html } from './html.ts';
import { badge, when } from './marks.ts';

/** All webhook deliveries, newest first, at most this many. */
const mostShown = 500;

export function deliveriesPage(world: World): Html {
  const deliveries = [...world.deliveries.values()].toReversed().slice(0, mostShown);
  if (deliveries.length === 0) return html`<h1>Deliveries</h1><p class="dim">No webhook has been sent yet.</p>`;
  return html`<h1>Deliveries</h1><section class="box"><table class="plain">
<tr><th>status</th><th>event</th><th>to</th><th>delivery</th><th>at</th><th>took</th></tr>
${deliveries.map(
  (
    one,
  ) => html`<tr><td>${badge(outcome(one))}</td><td>${eventName(one)}</td><td>${world.apps.get(one.appId)?.slug ?? ''}</td>
<td><a class="code" href="/ui/deliveries/${one.id}">${one.guid}</a>${one.redelivery ? html` <span class="tag">redelivery</span>` : ''}</td>
<td>${when(one.deliveredAt)}</td><td>${one.duration.toFixed(2)} s</td></tr>`,
)}</table></section>`;
}

export function deliveryPage(delivery: Delivery): Html {
  return html`<h1>${eventName(delivery)}</h1>
<p class="row">${badge(outcome(delivery))} <span class="code">${delivery.guid}</span> <span class="dim">to ${delivery.url} ${when(delivery.deliveredAt)}</span></p>
<h2>Request</h2>${message(delivery.requestHeaders, delivery.requestBody)}
<h2>Response</h2>${message(delivery.responseHeaders, delivery.responseBody)}`;
}

function message(headers: Readonly<Record<string, string>>, body: string): Html {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return html`<section class="box"><header>Headers</header><pre class="file">${lines.join('\n')}</pre></section>
<section class="box"><header>Body</header><pre class="file">${indented(body)}</pre></section>`;
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function eventName(delivery: Delivery): string {
  return delivery.action === null ? delivery.event : `${delivery.event}.${delivery.action}`;
}

function outcome({ statusCode, status }: Delivery) {
  if (statusCode >= 200 && statusCode < 300) return { tone: 'good', sign: '✓', word: String(statusCode) } as const;
  if (statusCode === 0 && status === '') return { tone: 'wait', sign: '●', word: 'under way' } as const;
  return { tone: 'bad', sign: '✗', word: statusCode === 0 ? status || 'no answer' : String(statusCode) } as const;
}
