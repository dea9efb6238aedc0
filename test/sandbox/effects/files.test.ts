import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { here, type OpenWorld, openWorld, refusal } from '../open-world.ts';
import { openPull } from './open-pull.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const open = (files?: Record<string, string>) => openPull(world, files);

describe('files', () => {
  it('show both names of a rename and come at most 100 a page', async () => {
    const { sandbox, repository, people, app } = world;
    const many = Object.fromEntries(
      Array.from({ length: 130 }, (_, index) => [`many/${index}.md`, `${index} of many\n`]),
    );
    const text = 'One\nTwo\nThree\nFour\nFive\n';
    await sandbox.push(repository, 'main', { pusher: people.grace, files: { 'old.md': text } });
    const pull = await open({ ...many });
    await sandbox.push(repository, pull.head.ref, { pusher: people.alice, files: { 'old.md': null, 'new.md': text } });
    const at = { ...here, pull_number: pull.number };
    const first = await app.rest.pulls.listFiles({ ...at, per_page: 300 });
    expect(first.data).toHaveLength(100);
    expect(first.headers.link).toMatch(/page=2.*rel="next"/);
    const all = await app.paginate(app.rest.pulls.listFiles, { ...at, per_page: 100 });
    expect(all).toHaveLength(132);
    expect(all.find((file) => file.filename === 'new.md')).toMatchObject({
      status: 'renamed',
      previous_filename: 'old.md',
    });
  });

  it('stop at 3,000', async () => {
    const { app } = world;
    const many = Object.fromEntries(Array.from({ length: 3010 }, (_, index) => [`huge/${index}.md`, `${index}\n`]));
    const pull = await open(many);
    const one = { ...here, pull_number: pull.number };
    expect((await app.rest.pulls.get(one)).data.changed_files).toBe(3011);
    const at = { ...one, per_page: 100 };
    const last = await app.rest.pulls.listFiles({ ...at, page: 30 });
    expect([last.data.length, last.headers.link]).toEqual([100, expect.not.stringContaining('rel="next"')]);
    expect((await app.rest.pulls.listFiles({ ...at, page: 31 })).data).toEqual([]);
  });

  it('of a comparison stop at 300', async () => {
    const { sandbox, repository, people, app } = world;
    const many = Object.fromEntries(Array.from({ length: 310 }, (_, index) => [`lots/${index}.md`, `${index}\n`]));
    await sandbox.push(repository, 'wide', { pusher: people.alice, from: 'main', files: many });
    const { data } = await app.rest.repos.compareCommitsWithBasehead({ ...here, basehead: 'main...wide' });
    expect([data.status, data.ahead_by, data.files?.length]).toEqual(['ahead', 1, 300]);
  });

  it('above 1 MB come raw only, as text and object not', async () => {
    const { sandbox, repository, people, app } = world;
    const large = 'x'.repeat(1024 * 1024 + 1);
    await sandbox.push(repository, 'large', {
      pusher: people.alice,
      files: { 'large.txt': large, 'small.txt': 'ü\n' },
    });
    const at = { ...here, path: 'large.txt', ref: 'large' };
    expect((await refusal(app.rest.repos.getContent(at))).status).toBe(403);
    const object = await app.rest.repos.getContent({ ...at, mediaType: { format: 'object' } });
    expect(object.data).toMatchObject({ content: '', encoding: 'none', size: large.length });
    const raw = await app.rest.repos.getContent({ ...at, mediaType: { format: 'raw' } });
    expect((raw.data as unknown as string).length).toBe(large.length);
    const small = await app.rest.repos.getContent({ ...at, path: 'small.txt' });
    expect(Buffer.from((small.data as { content: string }).content, 'base64').toString()).toBe('ü\n');
  });
});

describe('writing through the API', () => {
  it('commits by blob, tree, commit and ref, and by contents', async () => {
    const { sandbox, repository, people } = world;
    const bob = world.as(sandbox.userToken(people.bob));
    const main = repository.refs.get('refs/heads/main') ?? '';
    const blob = await bob.rest.git.createBlob({ ...here, content: 'hello\n' });
    expect(blob.data.sha).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
    const entry = { path: 'deep/hello.txt', mode: '100644', type: 'blob', sha: blob.data.sha } as const;
    // a commit is taken as base_tree too
    const tree = await bob.rest.git.createTree({ ...here, base_tree: main, tree: [entry] });
    const commit = await bob.rest.git.createCommit({ ...here, message: 'hello', tree: tree.data.sha, parents: [main] });
    await bob.rest.git.createRef({ ...here, ref: 'refs/heads/api', sha: commit.data.sha });
    expect((await refusal(bob.rest.git.createRef({ ...here, ref: 'refs/heads/api', sha: main }))).status).toBe(422);
    expect((await refusal(bob.rest.git.updateRef({ ...here, ref: 'heads/api', sha: main }))).status).toBe(422);
    await bob.rest.git.updateRef({ ...here, ref: 'heads/api', sha: main, force: true });
    const file = {
      ...here,
      path: 'deep/hello.txt',
      branch: 'api',
      message: 'm',
      content: Buffer.from('1').toString('base64'),
    };
    const made = await bob.rest.repos.createOrUpdateFileContents(file);
    expect(made.status).toBe(201);
    expect((await refusal(bob.rest.repos.createOrUpdateFileContents(file))).status).toBe(422);
    expect((await refusal(bob.rest.repos.createOrUpdateFileContents({ ...file, sha: blob.data.sha }))).status).toBe(
      409,
    );
    const { data } = await bob.rest.repos.getCommit({ ...here, ref: 'api' });
    expect([data.author?.login, data.files?.map((one) => one.filename)]).toEqual(['bob', ['deep/hello.txt']]);
  });
});
