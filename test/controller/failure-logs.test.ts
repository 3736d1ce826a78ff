import { afterEach, describe, expect, test } from 'vitest';
import type { JobDetail } from '../../src/batch/api.ts';
import { ok } from '../../src/batch/outcome.ts';
import { createFailureLogs } from '../../src/controller/failure-logs.ts';
import { type FailureGroup, newRecord, newRun, type ObjectRecord } from '../../src/core/record.ts';
import { definition, type House, job, openHouse, phaseOf, shell } from './house.ts';

const EMPTY_JOB: JobDetail = {
  jobId: '',
  name: 'a',
  status: 'FAILED',
  tags: {},
  environment: {},
  dependsOn: [],
  attempts: [],
};

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

test('of each way to fail, the status says where one log of it is', async () => {
  const script = shell('echo index $AWS_BATCH_JOB_ARRAY_INDEX; exit $((AWS_BATCH_JOB_ARRAY_INDEX % 3))');
  house = await openHouse({
    'd.yaml': definition(),
    'a.yaml': job('a', '{ size: 6 }', [script, 'canary: 0', 'retryStrategy: { attempts: 2 }']),
  });

  const running = await house.start();
  const { failures = [] } = await phaseOf(house, 'a.yaml', 'Failed');

  expect(failures.map(({ count, exitCode }) => [count, exitCode])).toEqual([
    [2, 1],
    [2, 2],
  ]);
  const samples = await house.api.describeJobs(
    (await house.jobs()).flatMap(({ jobId }) => failures.map((each) => `${jobId}:${each.sampleIndex}`)),
  );
  const streams = [...(samples.kind === 'ok' ? samples.value.values() : [])].map((each) => each.logStream);
  expect(failures.map((each) => each.logStream).sort()).toEqual(streams.sort());
  expect(new Set(streams).size).toBe(2);
  expect(running.problems).toEqual([]);
});

describe('where a failure has its log', () => {
  const group = (signature: string, more: Partial<FailureGroup> = {}): FailureGroup => ({
    signature,
    count: 1,
    reason: signature,
    sampleIndex: 0,
    sampleJobId: `j:${signature}`,
    ...more,
  });
  const recordOf = (groups: readonly FailureGroup[], over = false): ObjectRecord => ({
    ...newRecord('a', '01234567', ''),
    run: { ...newRun(1, 'r', 'h', 0), failures: groups, ...(over ? { completedAt: 1 } : {}) },
  });
  /** Batch, which tells of children by their id; `none` has never had a log. */
  function batch() {
    const asked: string[] = [];
    const world = { answers: true };
    const logs = createFailureLogs((ids) => {
      asked.push(ids.join(' '));
      if (!world.answers) return Promise.resolve({ kind: 'transient', code: 'Unreachable', message: 'no' });
      const job = (id: string): JobDetail => ({
        ...EMPTY_JOB,
        jobId: id,
        ...(id === 'j:none' ? {} : { attempts: [{ logStream: `${id} 1` }, { logStream: `${id} 2` }] }),
      });
      return Promise.resolve(ok(new Map(ids.map((id) => [id, job(id)]))));
    });
    const streams = async (record: ObjectRecord, before?: ObjectRecord) =>
      (await logs.note(record, before)).run?.failures.map((each) => each.logStream);
    return { asked, world, streams };
  }

  test('is asked for once, in one call for all that are new, and is that of the last attempt', async () => {
    const { asked, streams } = batch();
    const record = recordOf([group('x'), group('y'), group('z', { logStream: 'known' })]);

    expect(await streams(record)).toEqual(['j:x 2', 'j:y 2', 'known']);
    expect(await streams(recordOf([...(record.run?.failures ?? []), group('w')]))).toEqual([
      undefined,
      undefined,
      'known',
      'j:w 2',
    ]);
    expect(asked).toEqual(['j:x j:y', 'j:w']);
  });

  test('is not asked for again where there was none', async () => {
    const { asked, streams } = batch();

    await streams(recordOf([group('none')]));

    expect(await streams(recordOf([group('none')]))).toEqual([undefined]);
    expect(asked).toHaveLength(1);
  });

  test('is asked for again when Batch did not answer', async () => {
    const { asked, world, streams } = batch();
    world.answers = false;
    const record = recordOf([group('x')]);
    expect(await streams(record)).toEqual([undefined]);

    world.answers = true;

    expect(await streams(record, record)).toEqual(['j:x 2']);
    expect(asked).toHaveLength(2);
  });

  test('of a run that is over only failures count that have just come', async () => {
    const { asked, streams } = batch();
    const before = recordOf([group('x')]);

    await streams(recordOf([group('x')], true), before);
    await streams(recordOf([group('x'), group('y')], true), before);

    expect(asked).toEqual(['j:y']);
  });

  test('is asked for ten ways at a time', async () => {
    const { asked, streams } = batch();
    const record = recordOf(Array.from({ length: 25 }, (_, i) => group(`x${i}`)));

    await streams(record);
    await streams(record);
    await streams(record);

    expect(asked.map((each) => each.split(' ').length)).toEqual([10, 10, 5]);
  });
});
