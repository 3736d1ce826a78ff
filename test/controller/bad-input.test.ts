import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Condition } from '../../src/core/conditions.ts';
import type { Status } from '../../src/core/status.ts';
import { openDirectory } from '../../src/source/index.ts';
import { definition, type House, job, openHouse, phaseOf, quiet, until } from './house.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

async function house(files: Readonly<Record<string, string>>, endpoint?: string): Promise<House> {
  const opened = await openHouse(files, endpoint === undefined ? {} : { endpoint });
  cleanups.push(() => opened.close());
  return opened;
}

function condition(status: Status | undefined, type: string): Condition | undefined {
  return status?.conditions.find((each) => each.type === type);
}

const S3 = '{ s3: { bucket: data, prefix: input/ } }';
const MANIFEST = 'manifest: { bucket: data }';

describe('bad input leads to a condition that says what to do', () => {
  test.each<[string, { readonly a: string; readonly reason: string; readonly message: RegExp }]>([
    [
      'a queue that is not there',
      {
        a: job('a', '{ size: 2 }').replace('jobQueue: q', 'jobQueue: nowhere'),
        reason: 'SubmitRefused',
        message: /nowhere/,
      },
    ],
    [
      'a definition that nobody knows',
      {
        a: job('a', '{ size: 2 }').replace('jobDefinition: d', 'jobDefinition: ghost'),
        reason: 'DefinitionNotFound',
        message: /ghost.*Add one, or correct/,
      },
    ],
    [
      'a bucket that is not there',
      {
        a: job('a', '{ s3: { bucket: nowhere, prefix: x/ } }', [MANIFEST]),
        reason: 'BucketNotFound',
        message: /nowhere/,
      },
    ],
    [
      'a bucket for manifests that is not there',
      {
        a: job('a', '{ items: [1, 2] }', ['manifest: { bucket: nowhere }']),
        reason: 'BucketNotFound',
        message: /nowhere/,
      },
    ],
    [
      'a file of items that is not there',
      { a: job('a', '{ file: none.jsonl }', [MANIFEST]), reason: 'ItemsFileMissing', message: /none\.jsonl/ },
    ],
  ])('%s', async (_what, { a, reason, message }) => {
    const place = await house({ 'd.yaml': definition(), 'a.yaml': a, 'ok.yaml': job('ok', '{ size: 2 }') });
    const running = await place.start();

    const status = await phaseOf(place, 'a.yaml', 'Failed');

    expect(condition(status, 'Stalled')).toMatchObject({
      status: 'True',
      reason,
      message: expect.stringMatching(message) as string,
    });
    expect(condition(status, 'Ready')?.status).toBe('False');
    expect(condition(status, 'Reconciling')).toBeUndefined();
    await phaseOf(place, 'ok.yaml', 'Succeeded');
    await quiet(running);
    expect((await place.jobs('a-')).length).toBe(0);
  });

  test('access denied', async () => {
    const place = await house(
      { 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 2 }') },
      await denyingServer(),
    );
    await place.start();

    const own = await phaseOf(place, 'd.yaml', 'Failed');
    const status = await phaseOf(place, 'a.yaml', 'Failed');

    expect(condition(own, 'Stalled')).toMatchObject({
      reason: 'DefinitionRefused',
      message: expect.stringMatching(/not authorized to perform: batch:/) as string,
    });
    expect(condition(status, 'Stalled')).toMatchObject({
      message: expect.stringMatching(/AccessDenied.*not authorized/) as string,
    });
  });

  test('access denied to a definition outside the source', async () => {
    const place = await house({ 'a.yaml': job('a', '{ size: 2 }') }, await denyingServer());
    await place.start();

    const status = await phaseOf(place, 'a.yaml', 'Failed');

    expect(condition(status, 'Stalled')).toMatchObject({
      reason: 'AccessDenied',
      message: expect.stringMatching(/not authorized to perform: batch:/) as string,
    });
  });

  test('a spec whose name is taken twice: both are Invalid, and nothing is submitted', async () => {
    const place = await house({
      'd.yaml': definition(),
      'a.yaml': job('a', '{ size: 2 }'),
      'b.yaml': job('a', '{ size: 3 }'),
      'c.yaml': job('c', '{ size: 2 }'),
    });
    const running = await place.start();

    const first = await phaseOf(place, 'a.yaml', 'Invalid');
    const second = await phaseOf(place, 'b.yaml', 'Invalid');
    await phaseOf(place, 'c.yaml', 'Succeeded');
    await quiet(running);

    for (const status of [first, second]) {
      expect(condition(status, 'Stalled')?.message).toMatch(/a\.yaml:4:.*\n?b\.yaml:4:/s);
    }
    expect(await place.jobs('a-')).toHaveLength(0);

    place.remove('b.yaml');
    await phaseOf(place, 'a.yaml', 'Succeeded');
    expect(await place.jobs('a-')).toHaveLength(1);
  });

  test.each([
    ['nonsense', 'status: [1, 2]'],
    ['another phase', 'status: { phase: Failed, run: 99, indexes: { total: -1 } }'],
    ['a wrong object', 'status: { object: ArrayJob/z@00000000, conditions: [{ type: 3 }] }'],
    ['a text', 'status: done!'],
    ['nothing at all', ''],
  ])('status edited by hand to %s is written again, and nothing is submitted', async (_what, text) => {
    const place = await house({ 'd.yaml': definition(), 'a.yaml': job('a', '{ size: 2 }') });
    const running = await place.start();
    const before = await phaseOf(place, 'a.yaml', 'Succeeded');
    await quiet(running);
    const file = place.read('a.yaml');

    place.write('a.yaml', `${file.slice(0, file.indexOf('status:'))}${text}\n`);

    const after = await phaseOf(place, 'a.yaml', 'Succeeded');
    await quiet(running);
    const { conditions: _conditions, ...rest } = before;
    expect(after).toMatchObject(rest);
    expect(await place.jobs()).toHaveLength(1);
  });

  test('a file that is half written keeps what it declares alive', async () => {
    const place = await house({
      'd.yaml': definition(),
      'a.yaml': job('a', '{ size: 2 }', ['containerOverrides: { command: [sleep, "2"] }']),
    });
    const running = await place.start();
    await until(
      () => place.engine.stats().running,
      (count) => count === 2,
    );

    place.write('a.yaml', place.read('a.yaml').slice(0, 120));
    await quiet(running);
    place.write('a.yaml', '');
    await quiet(running);
    place.write('a.yaml', job('a', '{ size: 2 }', ['containerOverrides: { command: [sleep, "2"] }']));
    await phaseOf(place, 'a.yaml', 'Succeeded');

    expect(await place.jobs()).toHaveLength(1);
    expect((await place.jobs())[0]?.status).toBe('SUCCEEDED');
  });

  test('hostile names become findings, never paths', async () => {
    const names = [
      '../../etc',
      'a/b',
      '"a\\u0000b"',
      '"\\u202egnp"',
      'UPPER',
      '__proto__',
      '"a b"',
      'x'.repeat(64),
    ];
    const files = Object.fromEntries(
      names.map((name, i) => [`f${i}.yaml`, job(name, '{ size: 1 }')] as const),
    );
    const place = await house({
      ...files,
      'd.yaml': definition(),
      'ok.yaml': job('constructor', '{ size: 2 }'),
    });
    const running = await place.start();

    await phaseOf(place, 'ok.yaml', 'Succeeded');
    await quiet(running);

    expect((await place.jobs()).map((each) => each.name.split('-')[0])).toEqual(['constructor']);
    for (const file of Object.keys(files)) {
      expect(
        running.problems.some((line) => line.startsWith(`${file}:5:`) || line.startsWith(`${file}:4:`)),
        file,
      ).toBe(true);
    }
  });
});

describe('sizes at the edges', () => {
  test('an empty prefix is Succeeded with NoWork', async () => {
    const place = await house({ 'd.yaml': definition(), 'a.yaml': job('a', S3, [MANIFEST]) });
    await place.start();

    const status = await phaseOf(place, 'a.yaml', 'Succeeded');

    expect(condition(status, 'Ready')).toMatchObject({ status: 'True', reason: 'NoWork' });
    expect(await place.jobs()).toHaveLength(0);
  });

  test('one object is a plain job with a manifest of one', async () => {
    const place = await house({ 'd.yaml': definition(), 'a.yaml': job('a', S3, [MANIFEST]) });
    place.put('data', 'input/only.csv');
    await place.start();

    await phaseOf(place, 'a.yaml', 'Succeeded');

    const jobs = await place.jobs();
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.arraySize).toBeUndefined();
    const key = jobs[0]?.environment['ARRAYJOB_MANIFEST_KEY'] ?? '';
    expect(place.object('data', key)).toMatchObject([{ bucket: 'data', key: 'input/only.csv' }]);
  });

  test('10,001 objects are two shards with a manifest each', async () => {
    const place = await openHouse(
      { 'd.yaml': definition(), 'a.yaml': job('a', S3, [MANIFEST]) },
      // Nothing can start, so that no ten thousand processes do.
      { engine: { vcpus: 1 } },
    );
    cleanups.push(() => place.close());
    for (let i = 0; i < 10_001; i++) place.put('data', `input/${String(i).padStart(5, '0')}`, '');
    place.edit('d.yaml', "'0.25'", "'4'");

    const planned = await place.plan();
    await place.once();

    const submits = planned.find((each) => each.object === 'ArrayJob/a')?.actions ?? [];
    expect(submits.map(({ kind, size, indexes }) => ({ kind, size, indexes }))).toEqual([
      { kind: 'submit', size: 10_000, indexes: '0-9999' },
      { kind: 'submit', size: 1, indexes: '10000' },
    ]);
    const jobs = await place.jobs();
    expect(jobs.map((each) => each.arraySize)).toEqual([10_000, undefined]);
    const manifests = jobs.map((each) =>
      place.object('data', each.environment['ARRAYJOB_MANIFEST_KEY'] ?? ''),
    );
    expect(manifests.map((each) => (each as unknown[]).length)).toEqual([10_000, 1]);
    expect((manifests[1] as unknown[])[0]).toMatchObject({ bucket: 'data', key: 'input/10000' });
  });
});

describe('a source that cannot be read', () => {
  test.each([
    ['is missing', 'nowhere', /nowhere/],
    ['is a file', 'd.yaml', /d\.yaml.*director/],
  ])('%s', async (_what, name, message) => {
    const place = await house({ 'd.yaml': definition() });

    const opening = openDirectory(`${place.dir}/${name}`);

    await expect(opening).rejects.toThrow(message);
  });
});

/** A service that refuses everything, as IAM does. */
async function denyingServer(): Promise<string> {
  const server: Server = createServer((request, response) => {
    const words = 'User: arn:aws:iam::1:user/x is not authorized to perform: batch:Everything';
    request.resume();
    response.writeHead(403, {
      'content-type': 'application/json',
      'x-amzn-errortype': 'AccessDeniedException',
    });
    response.end(JSON.stringify({ message: words }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cleanups.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
