import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY, format, fromIndexes, parse, range, size } from '../../src/core/intervals.ts';
import { JOB_STATES, newRecord, newRun, type RunRecord, type ShardRecord } from '../../src/core/record.ts';
import { boundedText, countIndexes, countStates, statusObject, statusOfRun } from '../../src/core/status.ts';

const ALL = range(0, 100);
const shard = (more: Partial<ShardRecord> = {}): ShardRecord => ({
  round: 0,
  shard: 0,
  name: 's',
  indexes: range(50, 60),
  phase: 'submitted',
  jobId: 'j',
  intendedAt: 0,
  queue: 'q',
  how: 'h',
  settled: EMPTY,
  ...more,
});
const run = (more: Partial<RunRecord> = {}): RunRecord => ({ ...newRun(1, 'r', 'h', 0), ...more });

describe('the counts of indexes', () => {
  test.each<[string, Partial<RunRecord>, Partial<ReturnType<typeof countIndexes>>]>([
    ['nothing has begun', {}, { waiting: 100 }],
    [
      'what has ended is counted once',
      { succeeded: range(0, 4), failed: range(4, 6) },
      { succeeded: 4, failed: 2, waiting: 94 },
    ],
    [
      'arrays under way are counted live',
      { shards: [shard({ summary: { RUNNING: 3, STARTING: 1, SUCCEEDED: 2, RUNNABLE: 4 } })] },
      { succeeded: 2, running: 4, waiting: 94 },
    ],
    [
      'a summary that lags behind the listing counts nobody twice',
      {
        failed: range(50, 55),
        shards: [shard({ settled: range(50, 55), summary: { RUNNING: 10 } })],
      },
      { failed: 5, running: 5, waiting: 90 },
    ],
    ['what is in doubt waits', { shards: [shard({ phase: 'doubtful' })] }, { waiting: 100 }],
    [
      'retired indexes are not counted',
      { succeeded: range(90, 200), failed: range(200, 210) },
      { succeeded: 10, waiting: 90 },
    ],
    [
      'a plain job counts by its own status',
      { shards: [shard({ indexes: range(7, 8), status: 'RUNNING' })] },
      { running: 1, waiting: 99 },
    ],
  ])('%s', (_, more, expected) => {
    const none = { total: 100, succeeded: 0, failed: 0, running: 0, waiting: 0 };

    expect(countIndexes(run(more), ALL)).toEqual({ ...none, ...expected });
  });

  const sets = fc.array(fc.nat(30), { maxLength: 20 }).map(fromIndexes);
  const summaries = fc.dictionary(fc.constantFrom(...JOB_STATES), fc.nat(20));
  test('are disjoint and add up to the total, whatever Batch says', () => {
    fc.assert(
      fc.property(sets, sets, sets, sets, summaries, fc.nat(30), (a, b, indexes, settled, summary, total) => {
        const failed = fromIndexes([...listOf(b)].filter((each) => !listOf(a).includes(each)));
        const record = run({
          succeeded: a,
          failed,
          strikes: [b, a],
          shards: [shard({ indexes, settled, summary })],
        });

        const { total: all, ...parts } = countIndexes(record, range(0, total));

        expect(all).toBe(total);
        expect(Object.values(parts).every((each) => each >= 0)).toBe(true);
        expect(Object.values(parts).reduce((x, y) => x + y)).toBe(total);
      }),
    );
  });
});

function listOf(set: readonly number[]): number[] {
  return set.flatMap((from, i) =>
    i % 2 === 0 ? Array.from({ length: set[i + 1]! - from }, (_, k) => from + k) : [],
  );
}

describe('the states of the latest children', () => {
  test.each<[string, Partial<RunRecord>, number]>([
    ['an index that waits out its backoff has a failed child', { strikes: [range(0, 3)] }, 3],
    [
      'one that runs again has not',
      { strikes: [range(50, 60)], shards: [shard({ summary: { RUNNING: 10 } })] },
      0,
    ],
    ['one that has succeeded since has not', { strikes: [range(0, 3)], succeeded: range(0, 2) }, 1],
    ['one that has failed for good has one', { strikes: [range(0, 3)], failed: range(0, 3) }, 3],
    ['a failure that is not listed yet is one', { shards: [shard({ summary: { FAILED: 4 } })] }, 4],
  ])('%s', (_, more, failed) => {
    expect(countStates(run(more), ALL).FAILED).toBe(failed);
  });
});

describe('the status', () => {
  const record = { ...newRecord('a', 's', ''), run: run({ succeeded: range(0, 3), failed: range(5, 6) }) };

  test('shows what has ended as interval text', () => {
    const status = statusOfRun(record, ALL);

    expect(status).toMatchObject({ completedIndexes: '0-2', failedIndexes: '5', revision: 'r', run: 1 });
  });

  test('says nothing of a run before there is one', () => {
    expect(statusOfRun(newRecord('a', 's', ''), undefined)).toEqual({});
    expect(statusOfRun(newRecord('a', 's', ''), range(0, 2)).indexes).toMatchObject({ waiting: 2 });
  });

  test('shows the ten largest groups of failures and twenty jobs', () => {
    const failures = Array.from({ length: 30 }, (_, i) => ({
      signature: String(i),
      count: i,
      reason: 'r',
      sampleIndex: i,
    }));
    const shards = Array.from({ length: 30 }, (_, i) => shard({ name: String(i) }));

    const status = statusOfRun({ ...record, run: run({ failures, shards }) }, ALL);

    expect(status.failures?.map((each) => each.count)).toEqual([29, 28, 27, 26, 25, 24, 23, 22, 21, 20]);
    expect(status.jobs).toHaveLength(20);
  });

  test('says whose it is', () => {
    expect(statusObject('ArrayJob', 'a', '9b1f0c2d')).toBe('ArrayJob/a@9b1f0c2d');
  });
});

describe('interval text in a status', () => {
  test('that is short is whole', () => {
    expect(boundedText(fromIndexes([1, 3]))).toBe('1,3');
  });

  test('that is long is cut between intervals, and says so', () => {
    const set = fromIndexes(Array.from({ length: 5_000 }, (_, i) => 2 * i));

    const text = boundedText(set);
    const { set: shown, skipped } = parse(text);

    expect(text.length).toBeLessThanOrEqual(4_096);
    expect(skipped).toHaveLength(1);
    expect(text).toContain(`${5_000 - size(shown)} more intervals`);
    expect(format(set).startsWith(format(shown))).toBe(true);
  });
});
