import { expect, test } from 'vitest';
import { EMPTY, range } from '../../src/core/intervals.ts';
import type { FailedChild, ObservedJob } from '../../src/core/observation.ts';
import type { ShardRecord } from '../../src/core/record.ts';
import { childrenToAsk, withAnswers } from '../../src/core/strange-words.ts';

const shard: ShardRecord = {
  round: 0,
  shard: 0,
  name: 's',
  indexes: range(10, 400),
  phase: 'submitted',
  jobId: 'p',
  submittedAt: 0,
  intendedAt: 0,
  queue: 'q',
  how: 'h',
  settled: EMPTY,
};
const job: ObservedJob = { jobId: 'p', status: 'PENDING' };
const child = (position: number, statusReason?: string): FailedChild => ({
  position,
  jobId: `p:${position}`,
  ...(statusReason === undefined ? {} : { statusReason }),
});
const asked = (failed: readonly FailedChild[], over: Partial<ShardRecord> = {}, of = job) =>
  childrenToAsk({ ...shard, ...over }, of, failed).map((each) => each.position);

test('one child is asked about for each reason that is not in words of Batch', () => {
  const failed = [
    child(0, 'Essential container in task exited'),
    child(1, 'Host EC2 (instance i-0) terminated.'),
    child(2),
    child(3, 'stuck'),
    child(4, 'stuck'),
    child(5, 'too slow'),
  ];

  expect(asked(failed)).toEqual([3, 5]);
});

test('nothing is asked that is known: our own words, those of the whole array, and children of earlier looks', () => {
  const failed = [child(3, 'stuck')];

  expect(asked(failed, { terminating: { reason: 'stuck', at: 0 } })).toEqual([]);
  expect(asked(failed, {}, { ...job, isTerminated: true, statusReason: 'stuck' })).toEqual([]);
  expect(asked(failed, { settled: range(13, 14) })).toEqual([]);
  expect(asked(failed, { settled: range(3, 4) })).toEqual([3]);
});

test('an answer holds for every child with the same words', () => {
  const failed = [child(3, 'stuck'), child(4, 'stuck'), child(5, 'too slow'), child(6)];

  const told = withAnswers(failed, new Set(['stuck']));

  expect(told.map((each) => each.isTerminated === true)).toEqual([true, true, false, false]);
  expect(withAnswers(failed, new Set())).toBe(failed);
});
