import { expect, it } from 'vitest';
import { delivery, type InboxStage, wish } from './stage.ts';

/** In which order work is given, and when. */
export function order(stage: InboxStage): void {
  const { keysTaken, taken, wished, wishedFor } = stage;

  it('takes times between two milliseconds', async () => {
    await stage.inbox.wish([{ ...wish('k'), due: 10.5 }], 0);
    expect(await stage.inbox.take(9, 10, 20)).toEqual([]);
    await stage.inbox.release(await taken(11), 12.25);
    await stage.inbox.failed(await taken(13), 'internal', 14.75);
    expect(await taken(15)).toMatchObject({ key: 'k', tries: 1 });
  });

  it('gives a command that was wished for while a process that died held its key, though only commands are asked for', async () => {
    await stage.inbox.wish([{ ...wish('k'), lane: 'event' }], 0);
    await stage.inbox.take(9, 0, 10);
    await stage.inbox.wish([{ ...wish('k'), lane: 'command' }], 5);
    expect(await stage.inbox.take(9, 9, 20, 'command')).toEqual([]);
    expect(await stage.inbox.take(9, 11, 20, 'command')).toMatchObject([{ key: 'k', lane: 'command' }]);
  });

  it('takes wishes that no delivery brought, with their lane and time', async () => {
    await stage.inbox.wish(
      [
        { ...wish('k'), due: 5 },
        { ...wish('l'), lane: 'sweep' },
      ],
      0,
    );
    expect(await keysTaken(9, 0)).toEqual(['l']);
    expect(await keysTaken(9, 5)).toEqual(['k']);
  });

  it('passes over the owners that it is told to', async () => {
    await wished('pull_request acme/a#1', 'pull_request other/acme#2', 'commit acme/b@c', 'sweep open', 'acme');
    const taken = await stage.inbox.take(9, 0, 10, 'sweep', ['acme', 'third']);
    expect(taken.map(({ key }) => key).toSorted()).toEqual(['acme', 'pull_request other/acme#2', 'sweep open']);
    expect((await keysTaken()).toSorted()).toEqual(['commit acme/b@c', 'pull_request acme/a#1']);
  });

  it('gives commands first, then events, then what a sweep found, each by age', async () => {
    await wishedFor({ ...wish('sweep'), lane: 'sweep' });
    for (const [at, key] of ['event b', 'event a'].entries()) {
      await stage.inbox.insert(delivery(key), at);
      await stage.inbox.routed(key, [wish(key)], at);
    }
    await wishedFor({ ...wish('command'), lane: 'command' });
    expect(await keysTaken(1, 2)).toEqual(['command']);
    expect(await keysTaken(2, 2)).toEqual(['event b', 'event a']);
    expect(await keysTaken(1, 2)).toEqual(['sweep']);
  });

  it('gives no lane behind the last one that was asked for', async () => {
    await wishedFor({ ...wish('sweep'), lane: 'sweep' }, wish('event'), { ...wish('command'), lane: 'command' });
    expect(await keysTaken(9, 0, 'command')).toEqual(['command']);
    expect(await keysTaken(9, 0, 'event')).toEqual(['event']);
    expect(await keysTaken(9, 0, 'sweep')).toEqual(['sweep']);
  });

  it('gives one piece of a serial at a time, the most urgent first', async () => {
    const [first, second] = [
      { ...wish('pull'), serial: 's' },
      { ...wish('command'), serial: 's', lane: 'command' as const },
    ];
    await wishedFor(first, second, wish('other'));
    const leases = await stage.inbox.take(9, 0, 10);
    expect(leases.map(({ key, serial, lane }) => [key, serial, lane])).toEqual([
      ['command', 's', 'command'],
      ['other', 'other', 'event'],
    ]);
    expect(await keysTaken()).toEqual([]);
    if (leases[0] !== undefined) await stage.inbox.done(leases[0], [], 1);
    expect(await keysTaken()).toEqual(['pull']);
  });

  it('holds a serial back no longer than its lease lasts', async () => {
    await wishedFor({ ...wish('a'), serial: 's' }, { ...wish('b'), serial: 's' });
    expect(await keysTaken(9, 0)).toEqual(['a']);
    expect(await keysTaken(9, 9)).toEqual([]);
    expect(await keysTaken(9, 10)).toEqual(['a']);
  });

  it('gives nothing before it is due', async () => {
    await wishedFor({ ...wish('k'), due: 50 });
    expect(await stage.inbox.counts(49)).toMatchObject({ work: 1, oldest: null });
    expect(await keysTaken(9, 49)).toEqual([]);
    expect(await stage.inbox.counts(60)).toMatchObject({ work: 1, oldest: 50 });
    expect(await keysTaken(9, 50)).toEqual(['k']);
  });

  it('keeps the best lane and the earliest time of all wishes for a key', async () => {
    await wishedFor({ ...wish('k'), due: 50, lane: 'sweep' });
    await wishedFor({ ...wish('k'), due: 90, lane: 'command' });
    await wishedFor({ ...wish('k'), due: 70, lane: 'event' });
    expect(await stage.inbox.take(9, 50, 60)).toMatchObject([{ key: 'k', lane: 'command', due: 50 }]);
  });
}
