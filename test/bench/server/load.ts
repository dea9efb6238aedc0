import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** Deliveries to send: `count` of them, so many in a row about each pull request, over so many installations. */
export interface Load {
  readonly url: string;
  readonly secret: string;
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

function deliver({ url, secret, installations, each }: Load, index: number): Promise<Sent> {
  const number = Math.floor(index / each);
  const place = number % installations;
  const name = `agents-${place}`;
  const body = JSON.stringify({
    action: 'synchronize',
    installation: { id: 1_000 + place },
    repository: { id: 5_000 + place, name, full_name: `acme/${name}`, owner: { login: 'acme' } },
    pull_request: { number, head: { sha: String(number).padStart(40, '0') } },
    sender: { login: 'alice', type: 'User', id: 1 },
  });
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
