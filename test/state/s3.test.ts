import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acquireLease, openS3Store, openStore } from '../../src/state/index.ts';
import type { StateStore } from '../../src/state/index.ts';
import { all, describeStore, put } from './contract.ts';
import { startS3Server } from './s3-server.ts';
import type { S3Server } from './s3-server.ts';
import { createVirtualTime } from './virtual-clock.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
let server: S3Server;
let client: S3Client;
let places = 0;

beforeAll(async () => {
  server = await startS3Server();
  client = new S3Client({
    endpoint: server.endpoint,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials,
  });
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

beforeEach(() => {
  server.meddle = () => false;
});

const open = (prefix: string): Promise<StateStore> =>
  openS3Store(`s3://state/${prefix}`, { client, timeoutMs: 5_000 });

describeStore('S3', async () => {
  const prefix = `contract/${places++}`;
  return { open: () => open(prefix), remove: async () => undefined };
});

describe('the S3 store', () => {
  /** Lets S3 do what was asked, and breaks the connection instead of answering. */
  const loseReplies = (method: string, times: number): void => {
    let left = times;
    server.meddle = (request, response, serve) => {
      if (request.method !== method || left-- <= 0) return false;
      response.end = () => {
        request.socket.destroy();
        return response;
      };
      response.write = () => true;
      serve(request, response);
      return true;
    };
  };

  const answer = (method: string, status: number, code: string): void => {
    server.meddle = (request, response) => {
      if (request.method !== method) return false;
      request.resume();
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(`<Error><Code>${code}</Code><Message>said by the test</Message></Error>`);
      return true;
    };
  };

  test('a put whose reply was lost, and whose second try met the first, is known for its own', async () => {
    const store = await open(`lost/${places++}`);
    await put(store, 'b', 'x', 'absent');
    loseReplies('PUT', 1);

    const created = await store.put('a', 'one', 'absent');
    loseReplies('PUT', 1);
    const changed = await store.put('a', 'two', created.ok ? created.etag : '');

    expect([created.ok, changed.ok]).toEqual([true, true]);
    expect(await store.get('a')).toEqual({ text: 'two', etag: changed.ok ? changed.etag : '' });
  });

  test('a put whose every reply was lost is settled by reading back', async () => {
    const store = await open(`lost/${places++}`);
    await put(store, 'b', 'x', 'absent');
    loseReplies('PUT', 99);

    expect(await store.put('a', 'one', 'absent')).toMatchObject({ ok: true });
  });

  test('the same text by another writer is not taken for our own', async () => {
    const store = await open(`same/${places++}`);
    await put(store, 'a', 'same', 'absent');

    expect(await store.put('a', 'same', 'absent')).toEqual({ ok: false, conflict: true });
  });

  test('a delete whose reply was lost is true', async () => {
    const store = await open(`lost/${places++}`);
    const etag = await put(store, 'a', 'x', 'absent');
    loseReplies('DELETE', 1);

    expect(await store.delete('a', etag)).toBe(true);
    expect(await store.get('a')).toBeUndefined();
  });

  test('more keys than one page are listed', async () => {
    const store = await open(`pages/${places++}`);
    const keys = Array.from({ length: 1_050 }, (_, n) => `k/${String(n).padStart(4, '0')}`);
    for (let at = 0; at < keys.length; at += 50) {
      await Promise.all(keys.slice(at, at + 50).map((key) => put(store, key, '', 'any')));
    }

    expect(await all(store.list('k/'))).toEqual(keys);
  });

  test.each([
    [403, 'AccessDenied', 'terminal', /s3:ListBucket/],
    [404, 'NoSuchBucket', 'terminal', /create the bucket/],
    [500, 'InternalError', 'transient', /tried again/],
    [503, 'SlowDown', 'transient', /tried again/],
  ])('an answer %d %s is %s', async (status, code, errorClass, remedy) => {
    const store = await open(`errors/${places++}`);
    await put(store, 'a', 'x', 'absent');
    answer('PUT', status, code);

    await expect(store.put('a', 'y', 'any')).rejects.toMatchObject({
      code,
      class: errorClass,
      message: expect.stringMatching(remedy) as string,
    });
  });

  test('a bucket that is not there, a server that is not there and a wrong url are said at once', async () => {
    const absent = openS3Store('s3://no-such-bucket-here/x', { client });
    const silent = new S3Client({
      endpoint: 'http://127.0.0.1:1',
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    });

    await expect(absent).rejects.toMatchObject({ code: 'NoSuchBucket', class: 'terminal' });
    await expect(openS3Store('s3://state/x', { client: silent })).rejects.toMatchObject({
      class: 'transient',
    });
    await expect(openStore('s3://Bad_Bucket/x')).rejects.toMatchObject({
      code: 'InvalidUrl',
      class: 'terminal',
    });
    await expect(openStore('gs://bucket/x')).rejects.toMatchObject({ code: 'InvalidUrl' });
  });

  test('the lease passes on in S3 as it does anywhere', async () => {
    const time = createVirtualTime();
    const [a, b] = [time.clock(), time.clock()];
    const store = await open(`lease/${places++}`);
    const first = await acquireLease(store, { holder: 'a', clock: a });
    const second = await acquireLease(store, { holder: 'b', clock: b });

    a.paused = true;
    await expect
      .poll(async () => (await time.advance(1_000), second.state), { timeout: 10_000, interval: 5 })
      .toBe('held');

    expect([first.check(), second.check()]).toEqual([false, true]);
    // Virtual time goes on while a real request is under way: it may have been lost and taken once more.
    expect(second.epoch).toBeGreaterThanOrEqual(2);
    const { epoch } = second;
    await second.release();
    expect(JSON.parse((await store.get('lease'))!.text)).toMatchObject({ epoch, released: true });
  });
});
