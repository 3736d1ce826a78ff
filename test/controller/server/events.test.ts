import { afterEach, describe, expect, test } from 'vitest';
import { createFeed } from '../../../src/controller/server/feed.ts';
import { until } from '../house.ts';
import { raw, type Served, serve, statusOf } from './support.ts';

let served: Served | undefined;
const aborts: AbortController[] = [];
afterEach(async () => {
  for (const each of aborts.splice(0)) each.abort();
  await served?.server.close();
  served = undefined;
});

/** Opens a stream and gathers what it says. */
async function watch(path = '/api/v1/events?watch', headers: Record<string, string> = {}) {
  const abort = new AbortController();
  aborts.push(abort);
  const response = await fetch(`${served!.server.url}${path}`, { headers, signal: abort.signal });
  const got = { text: '', status: response.status, abort, ended: false };
  void (async () => {
    const decoder = new TextDecoder();
    try {
      for await (const part of response.body!)
        got.text += decoder.decode(part as Uint8Array, { stream: true });
    } catch {
      // Aborted.
    }
    got.ended = true;
  })();
  return got;
}

const say = (feed: Served['feed'], message: string, object = 'ArrayJob/a') =>
  feed.event(object, { type: 'Normal', reason: 'Submitted', message });

const idsIn = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].map((each) => each[1]!);

describe('/api/v1/events', () => {
  test('lists what is remembered, of one object too, and from where one has read', async () => {
    served = await serve({ capacity: 3 });
    for (const each of ['one', 'two', 'three', 'four']) say(served.feed, each);
    say(served.feed, 'other', 'ArrayJob/b');
    const ask = async (query: string) =>
      (await (await fetch(`${served!.server.url}/api/v1/events${query}`)).json()) as {
        items: { id: string; message: string }[];
        gap: boolean;
        last: string;
      };

    const all = await ask('');
    const ofB = await ask('?name=b');
    const rest = await ask(`?after=${all.items[0]!.id}`);
    const nothing = await ask(`?after=${all.last}`);

    expect(all.items.map((each) => each.message)).toEqual(['three', 'four', 'other']);
    expect(ofB.items.map((each) => each.message)).toEqual(['other']);
    expect(rest.items.map((each) => each.message)).toEqual(['four', 'other']);
    expect(nothing).toMatchObject({ items: [], gap: false, last: all.last });
  });

  test('a stream says what is remembered and then what comes', async () => {
    served = await serve();
    say(served.feed, 'before');
    const stream = await watch();
    await until(
      () => stream.text,
      (text) => text.includes('before'),
    );

    served.feed.standing('ArrayJob/a', statusOf('Failed', 'line one\nline two'), 'Running');

    await until(
      () => stream.text,
      (text) => text.includes('event: phase'),
    );
    const data = JSON.parse(/event: phase\ndata: (.*)\n\n/.exec(stream.text)![1]!) as object;
    expect(data).toMatchObject({
      phase: 'Failed',
      type: 'Warning',
      message: 'Failed, was Running: line one\nline two',
    });
  });

  test('a phase that stays is no event', async () => {
    served = await serve();

    served.feed.standing('ArrayJob/a', statusOf('Running'), 'Running');

    expect(served.feed.since(undefined).events).toEqual([]);
  });

  test('a client that comes back gets what it has missed, once', async () => {
    served = await serve();
    say(served.feed, 'one');
    const first = await watch();
    await until(
      () => first.text,
      (text) => text.includes('one'),
    );
    first.abort.abort();
    say(served.feed, 'two');

    const second = await watch('/api/v1/events?watch', { 'Last-Event-ID': idsIn(first.text).at(-1)! });

    await until(
      () => second.text,
      (text) => text.includes('two'),
    );
    expect(second.text).not.toContain('one');
    expect(second.text).not.toContain('gap');
  });

  test.each([
    ['forgotten by now', (ids: readonly string[]) => ids[0]!],
    ['of another process', () => '00000000-1'],
    ['that is none', () => 'x'],
  ])('with an id %s, it says that something is missing', async (_what, idOf) => {
    served = await serve({ capacity: 2 });
    const ids: string[] = [];
    served.feed.subscribe((event) => ids.push(event.id));
    for (const each of ['one', 'two', 'three', 'four']) say(served.feed, each);

    const stream = await watch('/api/v1/events?watch', { 'Last-Event-ID': idOf(ids) });

    await until(
      () => stream.text,
      (text) => text.includes('four'),
    );
    expect(stream.text).toContain('event: gap');
    expect(stream.text).not.toContain('two');
  });

  test('there are only so many streams, and their places are given on', async () => {
    served = await serve();
    const streams = await Promise.all(Array.from({ length: 32 }, () => watch()));

    const refused = await watch();
    streams[0]!.abort.abort();

    expect(refused.status).toBe(503);
    await until(
      async () => (await watch()).status,
      (status) => status === 200,
    );
  });

  test('a client that does not read is dropped', async () => {
    served = await serve();
    const abort = new AbortController();
    aborts.push(abort);
    // The body is never read: what is sent piles up in the sockets, and then in the server.
    const response = await fetch(`${served.server.url}/api/v1/events?watch`, { signal: abort.signal });
    let told = 0;
    const before = process.memoryUsage().rss;

    await until(
      () => {
        for (let i = 0; i < 2_000; i++) say(served!.feed, `${told++} ${'x'.repeat(1_000)}`);
        return new Promise<boolean>((resolve) => {
          setImmediate(() => {
            resolve(told > 60_000);
          });
        });
      },
      (done) => done,
    );

    const text = await response.text().catch(() => 'cut off');
    expect(text === 'cut off' || text.length < 40_000_000).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    served.feed.since(undefined);
  });

  test('closing the server ends streams properly, with all that was said', async () => {
    served = await serve();
    const client = await watch();
    let opened = (): void => undefined;
    const open = new Promise<void>((done) => (opened = done));
    const request = 'GET /api/v1/events?watch HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const stream = raw(served.server.url, request, opened);
    await open;
    await until(
      () => client.text,
      (text) => text.includes('retry'),
    );

    say(served.feed, 'the last word');
    await served.server.close();

    // The end of a body in chunks: without it a client would have to take the stream for cut off.
    expect(await stream).toMatch(/the last word[^]*\r\n0\r\n\r\n$/);
    await until(
      () => client.ended,
      (ended) => ended,
    );
    expect(client.text).toContain('the last word');
  });
});

test('a message is cut, however long it is', () => {
  const feed = createFeed({ now: () => 0, capacity: 2 });

  feed.event('ArrayJob/a', { type: 'Warning', reason: 'R', message: 'x'.repeat(100_000) });

  expect(feed.since(undefined).events[0]!.message).toHaveLength(1_024);
});
