import { type Context, Hono } from 'hono';
import type { App } from '../state/app.ts';
import type { Delivery } from '../state/delivery.ts';
import { select } from '../state/queries.ts';
import { notFound, Refusal } from '../state/refusal.ts';
import { deliveryItem, deliveryView } from '../views/app.ts';
import { appFor } from './apps.ts';
import { bodyOf, optionalText } from './body.ts';
import { type Env, idParam, type Rest } from './environment.ts';

/** "You can redeliver webhook deliveries that occurred in the past 3 days"; the list goes as far back. */
const kept = 3 * 86_400_000;

const succeeded = (delivery: Delivery): boolean => delivery.statusCode >= 200 && delivery.statusCode < 400;

const configOf = (app: App) => ({
  content_type: 'json',
  insecure_ssl: '0',
  secret: '********',
  url: app.webhookUrl ?? '',
});

/** Where an App's webhooks go, the log of them, and sending one again. */
export function hookDeliveryRoutes(rest: Rest): Hono<Env> {
  const routes = new Hono<Env>();

  const logOf = (c: Context<Env>, app: App): Delivery[] => {
    const since = rest.now().getTime() - kept;
    return select(
      c.get('world').deliveries.values(),
      (one) => one.appId === app.id && one.deliveredAt.getTime() > since,
    ).sort((a, b) => b.deliveredAt.getTime() - a.deliveredAt.getTime() || b.id - a.id);
  };
  const deliveryFor = (c: Context<Env>): Delivery => {
    const app = appFor(c);
    const id = idParam(c, 'delivery_id');
    const delivery = logOf(c, app).find((one) => one.id === id);
    if (delivery === undefined) throw notFound();
    return delivery;
  };

  routes.get('/app/hook/config', (c) => c.json(configOf(appFor(c))));

  routes.patch('/app/hook/config', async (c) => {
    const app = appFor(c);
    const body = await bodyOf(c);
    app.webhookUrl = optionalText(body, 'url') ?? app.webhookUrl;
    app.webhookSecret = optionalText(body, 'secret') ?? app.webhookSecret;
    return c.json(configOf(app));
  });

  routes.get('/app/hook/deliveries', (c) => {
    const { status, cursor, per_page: asked } = c.req.query();
    const all = logOf(c, appFor(c)).filter((one) => status === undefined || succeeded(one) === (status === 'success'));
    const size = Math.min(Number(asked ?? 30) || 30, 100);
    const start = cursor === undefined ? 0 : all.findIndex((one) => `v1_${one.id}` === cursor);
    if (start === -1) throw new Refusal(422, 'Invalid cursor');
    const next = all[start + size];
    if (next !== undefined) {
      const url = new URL(c.req.header('x-sandbox-url') ?? c.req.url);
      url.searchParams.set('cursor', `v1_${next.id}`);
      c.header('link', `<${url.href}>; rel="next"`);
    }
    return c.json(all.slice(start, start + size).map(deliveryItem));
  });

  routes.get('/app/hook/deliveries/:delivery_id', (c) => c.json(deliveryView(deliveryFor(c))));

  routes.post('/app/hook/deliveries/:delivery_id/attempts', (c) => {
    rest.redeliver(deliveryFor(c));
    return c.json({}, 202);
  });

  return routes;
}
