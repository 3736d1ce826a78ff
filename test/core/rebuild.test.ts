import { expect, test } from 'vitest';
import { format, range } from '../../src/core/intervals.ts';
import { jobName, tagsOf } from '../../src/core/names.ts';
import { type FoundJob, rebuildRecord, rememberedIn } from '../../src/core/rebuild.ts';

const REVISION = '0123456789ab';
const status = {
  object: 'ArrayJob/a@11112222',
  phase: 'Running',
  revision: REVISION,
  run: 2,
  indexes: { total: 10 },
  completedIndexes: '0-3',
  failedIndexes: 7,
};
const from = { name: 'a', sourceId: '11112222', rerun: '', how: 'x', queue: 'q', now: 1_000 };

function found(run: number, round: number, indexes: string | undefined, arraySize: number): FoundJob {
  const id = { name: 'a', sourceId: '11112222', revision: REVISION, run, round, shard: 0 };
  return {
    jobId: `id-${run}-${round}`,
    name: jobName(id),
    status: 'RUNNING',
    arraySize,
    tags: tagsOf(id),
    environment: indexes === undefined ? {} : { ARRAYJOB_INDEXES: indexes },
  };
}

function rebuilt(remembered: ReturnType<typeof rememberedIn>, jobs: readonly FoundJob[]) {
  const result = rebuildRecord({ ...from, remembered, jobs });
  if (result.kind !== 'rebuilt') throw new Error(JSON.stringify(result));
  return result.record.run!;
}

test('what a status calls completed and failed stands, and its jobs are taken over with their indexes', () => {
  const run = rebuilt(rememberedIn(status, 'a', '11112222'), [found(2, 3, '4-6,8', 4)]);

  expect([run.number, run.nextRound, format(run.succeeded), format(run.failed)]).toEqual([2, 4, '0-3', '7']);
  expect(run.shards.map((each) => [each.jobId, format(each.indexes), each.phase])).toEqual([
    ['id-2-3', '4-6,8', 'submitted'],
  ]);
});

test('a status of another object, or of another source, tells nothing', () => {
  expect(rememberedIn(status, 'b', '11112222')).toBeUndefined();
  expect(rememberedIn(status, 'a', '33334444')).toBeUndefined();
  expect(rememberedIn({ ...status, run: 'x' }, 'a', '11112222')).toBeUndefined();
});

test('what a cut list leaves open is failed as lost rather than run again', () => {
  const cut = rememberedIn({ ...status, completedIndexes: '0-3,… (2 more intervals)' }, 'a', '11112222');

  const run = rebuilt(cut, [found(2, 0, '8', 1)]);

  expect(format(run.succeeded)).toBe('0-3');
  expect(format(run.failed)).toBe('4-7,9');
});

test('a run that the status has not heard of is taken from its jobs alone', () => {
  const run = rebuilt(rememberedIn(status, 'a', '11112222'), [found(3, 0, undefined, 2)]);

  expect([run.number, format(run.succeeded), format(run.failed)]).toEqual([3, '2-3', '7']);
  expect(run.shards.map((each) => format(each.indexes))).toEqual([format(range(0, 2))]);
});

test('a job whose indexes cannot be told is refused', () => {
  const result = rebuildRecord({ ...from, remembered: undefined, jobs: [found(1, 0, '1,x', 2)] });

  expect(result.kind).toBe('refused');
});

test('two jobs of one name are one shard that is looked for again', () => {
  const first = found(2, 0, undefined, 2);

  const run = rebuilt(undefined, [first, { ...first, jobId: 'younger' }]);

  expect(run.shards.map((each) => [each.jobId, each.verify])).toEqual([['id-2-0', true]]);
});

test('what a later round has again is no failure of the earlier one', () => {
  const ended: FoundJob = { ...found(2, 0, undefined, 10), status: 'FAILED' };
  const other: FoundJob = { ...found(1, 4, '5', 1), status: 'RUNNING' };

  const run = rebuilt(undefined, [other, ended, found(2, 1, '3-6', 4), found(2, 2, '6', 1)]);

  expect(run.shards.map((each) => [each.jobId, format(each.settled)])).toEqual([
    ['id-2-0', '3-6'],
    ['id-2-1', '6'],
    ['id-2-2', ''],
    ['id-1-4', ''],
  ]);
});

test('what the status calls failed and a round that it has not heard of has again is under way', () => {
  const run = rebuilt(rememberedIn({ ...status, jobs: [{ round: 0 }, { round: 1 }] }, 'a', '11112222'), [
    found(2, 1, '8-9', 2),
    found(2, 2, '7', 1),
  ]);

  expect([run.nextRound, format(run.failed)]).toEqual([3, '']);
});
