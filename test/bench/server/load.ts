import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** Deliveries to send: `count` of them, so many in a row about each pull request, over so many installations. */
export interface Load {
  readonly url: string;
  readonly secret: string;
  /** A delivery as GitHub sends it, made into each one's own. */
  readonly delivery: string;
  readonly count: number;
  readonly from: number;
  readonly installations: number;
  /** Deliveries about each pull request: a push alone brings a handful. */
  readonly each: number;
  /** Deliveries a second; null = as fast as they are answered, 20 at a time. */
  readonly rate: number | null;
}

/** One delivery: what it is about, when it was sent (milliseconds since the epoch), how long the answer took, and its status. */
export type Sent = readonly [name: string, at: number, took: number, status: number];

const agent = new Agent({ keepAlive: true, maxSockets: 200, timeout: 3_000 });
const now = (): number => performance.timeOrigin + performance.now();

/** What of a delivery about a pull request is changed. */
interface Payload {
  number: number;
  installation: object;
  readonly repository: { id: number; name: string; full_name: string };
  readonly pull_request: { number: number; readonly head: { sha: string } };
}

let template: { readonly text: string; readonly payload: Payload } | null = null;

/** The head commit is the pull request's number: the baseline takes it from the delivery, the stub tells by it who wrote. */
function bodyOf(text: string, number: number, place: number): string {
  if (template?.text !== text) template = { text, payload: JSON.parse(text) as Payload };
  const { payload } = template;
  const name = `agents-${place}`;
  Object.assign(payload, { number, installation: { id: 1_000 + place } });
  Object.assign(payload.repository, { id: 5_000 + place, name, full_name: `acme/${name}` });
  payload.pull_request.number = number;
  payload.pull_request.head.sha = String(number).padStart(40, '0');
  return JSON.stringify(payload);
}

function deliver({ url, secret, delivery, installations, each }: Load, index: number): Promise<Sent> {
  const number = Math.floor(index / each);
  const place = number % installations;
  const name = `agents-${place}`;
  const body = bodyOf(delivery, number, place);
  const started = now();
  return new Promise((resolve) => {
    const done = (status: number): void => resolve([`${name}#${number}`, started, now() - started, status]);
    const sent = request(url, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-github-delivery': randomUUID(),
        'x-github-event': 'pull_request',
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      },
    });
    sent.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode ?? 0));
    });
    sent.on('error', () => done(0));
    sent.end(body);
  });
}

async function send(load: Load): Promise<readonly Sent[]> {
  const sent: Promise<Sent>[] = [];
  if (load.rate !== null) {
    const started = now();
    while (sent.length < load.count) {
      const due = Math.min(load.count, Math.ceil(((now() - started) / 1_000) * load.rate));
      while (sent.length < due) sent.push(deliver(load, load.from + sent.length));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return Promise.all(sent);
  }
  let next = 0;
  const all: Sent[] = [];
  const lane = async (): Promise<void> => {
    while (next < load.count) {
      next += 1;
      all.push(await deliver(load, load.from + next - 1));
    }
  };
  await Promise.all(Array.from({ length: 20 }, lane));
  return all;
}

if (process.argv[1] === import.meta.filename) {
  process.on('message', (load: Load) => {
    void send(load).then((sent) => process.send?.(sent));
  });
}
