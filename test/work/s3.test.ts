import { manifestKey } from '../../src/core/manifest-key.ts';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { range, slices } from '../../src/core/intervals.ts';
import { createS3Handler } from '../../src/local/s3/index.ts';
import { createMemoryS3, createPathFilter, createS3Port, uploadManifest } from '../../src/work/index.ts';
import { createLife, drop, indexes, listOf, prefixOf } from './harness.ts';

describe('the objects below a prefix', () => {
  test('are items in the order of their keys, over all pages, each page fetched once', async () => {
    const life = createLife();
    const keys = Array.from({ length: 20 }, (_, at) => `input/${String(at).padStart(2, '0')}.csv`);
    drop(life, ...[...keys].reverse(), 'other/x.csv');

    const result = await life.resolve(prefixOf({ parameters: { threshold: 0.5 } }));

    expect(await life.items(indexes(result.live))).toEqual(
      keys.map((key) => ({ bucket: 'data', key, parameters: { threshold: 0.5 } })),
    );
    expect(life.s3.calls.filter((call) => call.action === 'list')).toHaveLength(3);
  });

  test('are left out as folder markers and as manifests of the controller itself', async () => {
    const life = createLife();
    drop(life, 'a.csv', 'folder/', 'manifests/other/0123456789ab/0-0.json', 'manifests/readme.json');

    const result = await life.resolve(prefixOf({ prefix: '' }));

    expect(await life.items(indexes(result.live))).toEqual([
      { bucket: 'data', key: 'a.csv' },
      { bucket: 'data', key: 'manifests/readme.json' },
    ]);
  });

  test('are looked at again when the interval has passed, when asked to, and when the clock went back', async () => {
    const life = createLife();
    const work = prefixOf({ refreshIntervalMs: 60_000 });
    drop(life, 'input/a');
    const first = await life.resolve(work);
    drop(life, 'input/0', 'input/b');

    life.now += 59_999;
    const early = await life.resolve(work);
    life.now += 1;
    const due = await life.resolve(work);
    drop(life, 'input/c');
    const asked = await life.resolve(work, {}, true);
    drop(life, 'input/d');
    life.now -= 500_000;
    const back = await life.resolve(work);

    expect(first.dueAt).toBe(1_060_000);
    expect(indexes(early.added)).toEqual([]);
    expect(indexes(due.added)).toEqual([1, 2]);
    expect(indexes(asked.added)).toEqual([3]);
    expect(indexes(back.added)).toEqual([4]);
  });

  test('are listed again at once when the spec asks for others', async () => {
    const life = createLife();
    drop(life, 'input/a.csv', 'input/b.txt');
    await life.resolve(prefixOf({ include: ['*.csv'] }));

    const result = await life.resolve(prefixOf());

    expect(indexes(result.added)).toEqual([1]);
    expect(result.dueAt).toBeUndefined();
  });

  const faults = [
    {
      sentence: 'a bucket that is not there',
      error: { name: 'NoSuchBucket' },
      status: 404,
      class: 'terminal',
      reason: 'BucketNotFound',
    },
    {
      sentence: 'a refusal',
      error: { name: 'AccessDenied' },
      status: 403,
      class: 'terminal',
      reason: 'AccessDenied',
    },
    {
      sentence: 'an expired token',
      error: { name: 'ExpiredToken' },
      status: 403,
      class: 'transient',
      reason: 'S3Unavailable',
    },
    {
      sentence: 'throttling',
      error: { name: 'SlowDown' },
      status: 503,
      class: 'transient',
      reason: 'S3Unavailable',
    },
    {
      sentence: 'too many requests',
      error: { name: 'TooManyRequests' },
      status: 429,
      class: 'transient',
      reason: 'S3Unavailable',
    },
    {
      sentence: 'a lost connection',
      error: { name: 'Error', code: 'ECONNRESET' },
      status: undefined,
      class: 'transient',
      reason: 'S3Unavailable',
    },
    {
      sentence: 'another region',
      error: { name: 'PermanentRedirect' },
      status: 301,
      class: 'terminal',
      reason: 'WrongRegion',
    },
  ];
  test.each(faults)('that cannot be listed for $sentence give $class $reason', async (fault) => {
    const s3 = createMemoryS3({
      buckets: ['data'],
      onCall: () => {
        throw Object.assign(new Error('no'), fault.error, { $metadata: { httpStatusCode: fault.status } });
      },
    });
    const life = createLife(undefined, s3);

    const result = await life.look(prefixOf());

    expect(result).toMatchObject({ kind: 'failed', class: fault.class, reason: fault.reason });
  });
});

describe('include and exclude', () => {
  const cases: readonly [string, string, boolean][] = [
    ['**/*.csv', 'a.csv', true],
    ['**/*.csv', 'x/y/a.csv', true],
    ['*.csv', 'x/a.csv', false],
    ['*', '.hidden', true],
    ['**', 'a\nb', true],
    ['*.CSV', 'a.csv', false],
    ['{a,b}/*.json', 'b/1.json', true],
    ['!a', '!a', true],
    ['[ab].txt', 'b.txt', true],
  ];
  test.each(cases)('%j against %j: %s', (pattern, path, meant) => {
    expect(createPathFilter([pattern], [])([path])).toEqual([meant]);
    expect(createPathFilter([], [pattern])([path])).toEqual([!meant]);
  });

  test('that would take for ever are stopped', () => {
    const filter = createPathFilter(['(a+)+$'.replace('$', ''), '+(+(a))b'], [], 200);

    expect(() => filter(['a'.repeat(5_000) + 'c'])).toThrow(/took more than 200 ms/);
  });
});

describe('manifests', () => {
  test('hold the item of position k at k, for any shard', async () => {
    const life = createLife();
    await life.resolve(listOf(['a', 'b', { c: 'ü' }, 'd']));
    const shard = slices(range(1, 4), 2)[0]!;

    const uploaded = await uploadManifest({
      ledger: life.ledger!,
      store: life.store,
      indexes: shard,
      bucket: 'data',
      key: 'm.json',
      s3: life.s3,
    });

    expect(uploaded).toMatchObject({ kind: 'uploaded', bucket: 'data', key: 'm.json' });
    const body = Buffer.from(life.s3.buckets.get('data')!.get('m.json')!).toString();
    expect(JSON.parse(body)).toEqual(['b', { c: 'ü' }]);
  });

  test('are never written with a hole', async () => {
    const life = createLife();
    await life.resolve(listOf(['a']));
    const common = { ledger: life.ledger!, store: life.store, bucket: 'data', key: 'm.json', s3: life.s3 };

    const result = await uploadManifest({ ...common, indexes: range(0, 2) });

    expect(result).toMatchObject({ kind: 'failed', reason: 'ItemsUnknown' });
    expect(life.s3.buckets.get('data')!.size).toBe(0);
  });

  test('into a bucket that is not there fail as a condition says it', async () => {
    const life = createLife();
    await life.resolve(listOf(['a']));
    const common = { ledger: life.ledger!, store: life.store, key: 'm.json', s3: life.s3 };

    const result = await uploadManifest({ ...common, indexes: range(0, 1), bucket: 'none' });

    expect(result).toMatchObject({ kind: 'failed', class: 'terminal', reason: 'BucketNotFound' });
  });

  test('have a key from a template', () => {
    const names = { name: 'n', revision: 'abc', run: 1, round: 2, shard: 3 };

    expect(manifestKey('m/{name}/{revision}/{run}/{round}-{shard}{x}.json', names)).toBe(
      'm/n/abc/1/2-3{x}.json',
    );
  });
});

describe('over HTTP, with the SDK', () => {
  const closers: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const serve = async () => {
    const root = await mkdtemp(join(tmpdir(), 'arrayjob-work-'));
    const handler = createS3Handler({ root });
    const server: Server = createServer((request, response) => void handler(request, response));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const s3 = createS3Port({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    closers.push(
      () => rm(root, { recursive: true, force: true }),
      () => new Promise<void>((done) => server.close(() => done())),
      () => s3.close(),
    );
    return { root, s3 };
  };

  test('2,500 keys are listed, awkward ones too, and a manifest is written and read', async () => {
    const { root, s3 } = await serve();
    await mkdir(join(root, 'data', 'input'), { recursive: true });
    const names = Array.from({ length: 2_500 }, (_, at) => `part ${String(at).padStart(4, '0')}+ü%20.csv`);
    for (const name of names) await writeFile(join(root, 'data', 'input', name), 'x');
    const life = createLife(undefined, s3);

    const result = await life.resolve(prefixOf({ include: ['**/*.csv'] }));
    const common = { ledger: life.ledger!, store: life.store, bucket: 'data', key: 'm/0-0.json', s3 };
    const uploaded = await uploadManifest({ ...common, indexes: result.live });

    const items = names.map((name) => ({ bucket: 'data', key: `input/${name}` }));
    expect(await life.items(indexes(result.live))).toEqual(items);
    expect(uploaded.kind).toBe('uploaded');
    expect(JSON.parse(Buffer.from((await s3.get(common))!).toString())).toEqual(items);
    expect(await s3.head({ bucket: 'data', key: 'nothing' })).toBeUndefined();
  });

  test('a bucket that is not there is BucketNotFound', async () => {
    const { s3 } = await serve();

    const result = await createLife(undefined, s3).look(prefixOf());

    expect(result).toMatchObject({ kind: 'failed', class: 'terminal', reason: 'BucketNotFound' });
  });
});
