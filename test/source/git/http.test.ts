import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { editFor, namesOf, spec, until } from '../folder.ts';
import { type Hosting, openHosting } from './hosting.ts';
import { type GitServer, serveGit } from './http-backend.ts';

const TOKEN = 'ghp_a-very-secret/token+1';

let hosting: Hosting;
let server: GitServer;
let url: string;

beforeEach(async () => {
  hosting = openHosting({ 'a.yaml': spec('a'), 'b.yaml': spec('b') });
  server = await serveGit(hosting.root);
  url = `${server.url}/repo.git`;
});

afterEach(async () => {
  delete process.env['ARRAYJOB_GIT_TOKEN'];
  delete process.env['GITHUB_TOKEN'];
  await server.close();
  await hosting.close();
});

test('reads and writes over HTTP, with one round trip for a remote that has not moved', async () => {
  const source = await hosting.open({ url, intervalMs: 100_000 });
  const edit = editFor(await source.load(), 'a', { phase: 'Running' });
  const [result] = await source.writeStatus([edit]);
  let changes = 0;
  const watch = await source.watch(() => changes++);
  server.requests.length = 0;

  source.lookNow();
  await until('a look', () => server.requests.length > 1);
  await watch.close();

  expect(result?.outcome).toBe('written');
  expect(hosting.remote('a.yaml')).toContain('phase: Running');
  expect(changes).toBe(0);
  // Two requests of HTTP are one ls-remote: what the server can do, and its refs.
  expect(server.requests).toEqual([
    'GET /repo.git/info/refs?service=git-upload-pack',
    'POST /repo.git/git-upload-pack',
  ]);
});

describe('with a token', () => {
  beforeEach(() => {
    server.token = TOKEN;
  });

  test('reads and writes when the environment has it', async () => {
    process.env['ARRAYJOB_GIT_TOKEN'] = TOKEN;
    const source = await hosting.open({ url });

    const [result] = await source.writeStatus([editFor(await source.load(), 'a', { phase: 'Running' })]);

    expect(result?.outcome).toBe('written');
  });

  test('takes it out of a URL as well, and shows it nowhere', async () => {
    const secret = encodeURIComponent(TOKEN);
    const notes: string[] = [];
    const source = await hosting.open({
      url: url.replace('http://', `http://me:${secret}@`),
      onNote: (note) => notes.push(note),
      onHealth: (health) => notes.push(JSON.stringify(health)),
    });
    const edit = editFor(await source.load(), 'a', { phase: 'Running' });
    server.token = 'another';

    const [result] = await source.writeStatus([edit]);

    expect(source.url).toBe(url);
    expect(result).toMatchObject({ outcome: 'failed' });
    expect(result?.reason).toContain('ARRAYJOB_GIT_TOKEN');
    const said = JSON.stringify([notes, result, source]);
    for (const each of [TOKEN, secret, Buffer.from(TOKEN).toString('base64')])
      expect(said).not.toContain(each);
  });

  test('says what to do without one, and does not ask on a terminal', async () => {
    await expect(hosting.open({ url })).rejects.toMatchObject({
      name: 'SourceError',
      code: 'SourceUnauthorized',
      message: expect.stringContaining('set ARRAYJOB_GIT_TOKEN') as unknown,
    });
  });

  test("never sends another host's token", async () => {
    process.env['GITHUB_TOKEN'] = TOKEN;

    await expect(hosting.open({ url })).rejects.toMatchObject({ code: 'SourceUnauthorized' });
  });
});

describe('a remote that is down', () => {
  test('costs freshness only: what is known stands, nothing is tried in a rush, and all is written when it is back', async () => {
    let now = Date.now();
    const healths: string[] = [];
    const source = await hosting.open({ url, now: () => now, onHealth: (each) => healths.push(each.reason) });
    const before = await source.load();
    const edit = editFor(before, 'a', { phase: 'Running' });
    server.trouble = 'down';
    now += 2_000;

    const during = await source.load();
    const [first] = await source.writeStatus([edit]);
    const tries = server.requests.length;
    const [second] = await source.writeStatus([edit]);

    expect(during.version).toBe(before.version);
    expect([first, second]).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }]);
    expect(server.requests).toHaveLength(tries);
    expect(source.health()).toMatchObject({ ok: false, reason: 'RemoteUnreachable' });

    server.trouble = undefined;
    now += 3_600_000;
    const [third] = await source.writeStatus([edit]);

    expect(third?.outcome).toBe('written');
    expect(healths).toEqual(['RemoteUnreachable', 'InStep']);
  });

  test('does not keep a controller from starting that has been there before', async () => {
    const first = await hosting.open({ url });
    await first.close();
    server.trouble = 'down';

    const notes: string[] = [];
    const second = await hosting.open({ url, onNote: (note) => notes.push(note) });

    expect(namesOf(await second.load())).toEqual(['a', 'b']);
    expect(notes.join()).toContain('as it was known last');
    expect(second.id).toBe(first.id);
  });

  test('is a reason not to start for one that has not', async () => {
    server.trouble = 'down';

    await expect(hosting.open({ url })).rejects.toMatchObject({ code: 'SourceUnreachable' });
  });
});

test('a push whose answer is lost is found to have arrived, and is not made twice', async () => {
  const source = await hosting.open({ url });
  const edit = editFor(await source.load(), 'a', { phase: 'Running' });
  server.trouble = 'drop-after-push';

  const [result] = await source.writeStatus([edit]);

  expect(result?.outcome).toBe('written');
  expect(hosting.log()).toHaveLength(2);
});
