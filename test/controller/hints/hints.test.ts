import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/controller/clock.ts';
import { parseBatchEvent } from '../../../src/controller/hints/batch-event.ts';
import { createGatherer } from '../../../src/controller/hints/gather.ts';
import { type Hints, parseQueue, startHints } from '../../../src/controller/hints/sqs.ts';
import { until } from '../house.ts';
import { virtualClock } from '../virtual-clock.ts';
import { type SqsServer, startSqs } from './sqs-server.ts';

/** An event as EventBridge writes it. */
export function batchEvent(detail: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    version: '0',
    id: 'c8f9c4b5-76e5-d76a-f980-7011e206042b',
    'detail-type': 'Batch Job State Change',
    source: 'aws.batch',
    account: '123456789012',
    time: '2026-11-24T03:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: { jobName: 'a-0011aabb-1-0-0', jobId: 'j-1', status: 'SUCCEEDED', ...detail },
  });
}

const TAGS = { 'arrayjob.dev/name': 'a-long-name', 'arrayjob.dev/source': '01234567' };

describe('an event of Batch', () => {
  test.each<[string, string, object]>([
    [
      'by its tags',
      batchEvent({ tags: TAGS }),
      { kind: 'job', name: 'a-long-name', sourceId: '01234567', child: false, ended: true },
    ],
    [
      'by its name',
      batchEvent({ status: 'RUNNABLE' }),
      { kind: 'job', name: 'a', child: false, ended: false },
    ],
    ['of a child', batchEvent({ jobId: 'j-1:17' }), { kind: 'job', name: 'a', child: true }],
    [
      'by way of SNS',
      JSON.stringify({ Type: 'Notification', Message: batchEvent({ tags: TAGS }) }),
      { kind: 'job', name: 'a-long-name' },
    ],
    ['of somebody else’s job', batchEvent({ jobName: 'nightly' }), { kind: 'foreign' }],
    ['of another service', JSON.stringify({ source: 'aws.ec2', detail: {} }), { kind: 'foreign' }],
    ['without a job', batchEvent({ jobName: 7 }), { kind: 'malformed' }],
    ['of no detail', JSON.stringify({ source: 'aws.batch' }), { kind: 'malformed' }],
    ['of no JSON', '{"source', { kind: 'malformed' }],
    ['of nothing', '', { kind: 'malformed' }],
    ['of a list', '[]', { kind: 'malformed' }],
    ['of tags that are none', batchEvent({ tags: ['x'] }), { kind: 'job', name: 'a' }],
  ])('%s', (_what, text, event) => {
    expect(parseBatchEvent(text)).toMatchObject(event);
  });
});

describe('hints', () => {
  test('of a whole job make one look, soon', async () => {
    const clock = virtualClock();
    const looks: string[] = [];
    const gatherer = createGatherer(clock, (key) => looks.push(key));

    for (let i = 0; i < 100; i++) gatherer.hint('ArrayJob/a', false);
    gatherer.hint('ArrayJob/b', false);
    await clock.advance(500);

    expect(looks).toEqual(['ArrayJob/a', 'ArrayJob/b']);
  });

  test('of ten thousand children make a look every ten seconds', async () => {
    const clock = virtualClock();
    const looks: number[] = [];
    const gatherer = createGatherer(clock, () => looks.push(clock.now()));

    for (let i = 0; i < 10_000; i++) {
      gatherer.hint('ArrayJob/a', true);
      if (i % 100 === 0) await clock.advance(600);
    }
    await clock.advance(20_000);

    expect(looks.length).toBeGreaterThanOrEqual(6);
    expect(looks.length).toBeLessThanOrEqual(8);
  });

  test('that the whole job has moved does not wait for children', async () => {
    const clock = virtualClock();
    const looks: number[] = [];
    const gatherer = createGatherer(clock, () => looks.push(clock.now()));
    gatherer.hint('ArrayJob/a', true);
    await clock.advance(1_000);

    gatherer.hint('ArrayJob/a', true);
    gatherer.hint('ArrayJob/a', false);
    await clock.advance(500);

    expect(looks).toEqual([500, 1_500]);
  });
});

describe('the queue', () => {
  let sqs: SqsServer;
  let hints: Hints;
  afterEach(async () => {
    await hints.stop();
    await sqs.close();
  });

  const open = (queue: string) => {
    const seen = { names: [] as string[], counts: [] as string[], health: [] as boolean[] };
    const clock = systemClock();
    hints = startHints({
      queue: parseQueue(queue)!,
      clock: { ...clock, after: (ms, run) => clock.after(ms / 100, run) },
      onEvent: ({ name }) => {
        seen.names.push(name);
        return name === 'a';
      },
      count: (outcome) => seen.counts.push(outcome),
      onHealth: (ok) => seen.health.push(ok),
      client: {
        endpoint: sqs.url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
      },
    });
    return seen;
  };

  test('is read and emptied, whatever is in it', async () => {
    sqs = await startSqs();
    for (const body of [batchEvent({}), 'nonsense', batchEvent({ jobName: 'b-0011aabb-1-0-0' }), '{}'])
      sqs.send(body);

    const seen = open(sqs.queueUrl);

    await until(
      () => sqs.left(),
      (left) => left === 0,
    );
    expect(seen.counts.sort()).toEqual(['foreign', 'malformed', 'malformed', 'used']);
    sqs.send(batchEvent({}));
    await until(
      () => sqs.left(),
      (left) => left === 0,
    );
    expect(seen.names).toEqual(['a', 'b', 'a']);
  });

  test('is found by name', async () => {
    sqs = await startSqs();
    sqs.send(batchEvent({}));

    const seen = open('sqs://events');

    await until(
      () => seen.names.length,
      (count) => count === 1,
    );
    expect(sqs.operations.slice(0, 2)).toEqual(['GetQueueUrl', 'ReceiveMessage']);
  });

  test('that cannot be read is said once, asked ever more seldom, and read again when it can', async () => {
    sqs = await startSqs();
    sqs.fail(400);
    const seen = open(sqs.queueUrl);
    await until(
      () => sqs.operations.length,
      (count) => count >= 4,
    );

    sqs.fail(undefined);
    sqs.send(batchEvent({}));

    await until(
      () => seen.health.length,
      (count) => count >= 2,
    );
    expect(seen.health).toEqual([false, true]);
    expect(seen.names).toHaveLength(1);
  });

  test('is let go of at once, though it waits for messages', async () => {
    sqs = await startSqs();
    open(sqs.queueUrl);
    await until(
      () => sqs.operations.length,
      (count) => count === 1,
    );

    const begun = performance.now();
    await hints.stop();

    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

test.each([
  ['sqs://events', { kind: 'name', name: 'events' }],
  ['sqs://123456789012/events', { kind: 'name', name: 'events', account: '123456789012' }],
  ['https://sqs.eu-central-1.amazonaws.com/123456789012/events', { kind: 'url', region: 'eu-central-1' }],
  ['http://localhost:4566/000000000000/events', { kind: 'url', region: undefined }],
  ['sqs://', undefined],
  ['sqs://a/b', undefined],
  ['https://example.org/', undefined],
  ['arn:aws:sqs:us-east-1:123456789012:events', undefined],
])('--events %s', (text, queue) => {
  if (queue === undefined) expect(parseQueue(text)).toBeUndefined();
  else expect(parseQueue(text)).toMatchObject(queue);
});
