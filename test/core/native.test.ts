import { describe, expect, test } from 'vitest';
import { format, parse, range, subtract, type IntervalSet } from '../../src/core/intervals.ts';
import { arraysOf, nativeBatches, type Unmet, waitsInBatch, waitsWrongly } from '../../src/core/native.ts';
import { newRun, type ShardRecord } from '../../src/core/record.ts';

const set = (text: string): IntervalSet => parse(text).set;
const array = (jobId: string, indexes: string, sound = true) => ({ jobId, indexes: set(indexes), sound });
const unmet = (over: Partial<Unmet> = {}): Unmet => ({
  name: 'up',
  kind: 'whole',
  seen: true,
  open: set(''),
  unfinished: set('0-9'),
  arrays: [array('a', '0-9')],
  ...over,
});
const shard = (over: Partial<ShardRecord> = {}): ShardRecord => ({
  round: 0,
  shard: 0,
  name: 'x-00000000-1-0-0',
  indexes: set('0-9'),
  phase: 'submitted',
  intendedAt: 0,
  jobId: 'id',
  queue: 'q',
  how: 'h',
  settled: set(''),
  ...over,
});

function told(
  list: readonly Unmet[],
  closed = set('0-9'),
  sequential = false,
  free = set(''),
): readonly string[] {
  return nativeBatches(list, closed, free, sequential).map(
    ({ indexes, dependsOn, exact }) =>
      `${format(indexes)}${exact ? ' exactly' : ''} behind ${dependsOn
        .map((each) => (each.type === undefined ? each.jobId : `${each.jobId}:${each.type}`))
        .join(' ')}`,
  );
}

describe('what Batch can wait for in the place of the controller', () => {
  test.each<[string, readonly Unmet[], readonly string[]]>([
    ['the whole of one living array', [unmet()], ['0-9 behind a']],
    [
      'the whole in several arrays',
      [unmet({ arrays: [array('a', '0-4'), array('b', '5-9')] })],
      ['0-9 behind a b'],
    ],
    [
      'only the arrays of what is unfinished',
      [unmet({ unfinished: set('5-9'), arrays: [array('a', '0-4'), array('b', '5-9')] })],
      ['0-9 behind b'],
    ],
    ['not a whole of which something is in no array', [unmet({ arrays: [array('a', '0-8')] })], []],
    ['not a whole of which an array has a failure', [unmet({ arrays: [array('a', '0-9', false)] })], []],
    ['not a share', [unmet({ kind: 'share' })], []],
    ['not what has not been looked at', [unmet({ seen: false, unfinished: set(''), arrays: [] })], []],
    ['N_TO_N over the same indexes', [unmet({ kind: 'nToN' })], ['0-9 exactly behind a:N_TO_N']],
    [
      'N_TO_N along every array',
      [unmet({ kind: 'nToN', arrays: [array('a', '0-4'), array('b', '5-9')] })],
      ['0-4 exactly behind a:N_TO_N', '5-9 exactly behind b:N_TO_N'],
    ],
    [
      'N_TO_N of a single index as a plain job',
      [unmet({ kind: 'nToN', arrays: [array('a', '3')] })],
      ['3 exactly behind a'],
    ],
    [
      'not N_TO_N along an array over indexes that are not waiting',
      [unmet({ kind: 'nToN', arrays: [array('a', '0-12')] })],
      [],
    ],
    [
      'not N_TO_N along an array with a failure',
      [unmet({ kind: 'nToN', arrays: [array('a', '0-9', false)] })],
      [],
    ],
    [
      'N_TO_N on two, cut alike',
      [unmet({ kind: 'nToN' }), unmet({ kind: 'nToN', name: 'other', arrays: [array('b', '0-9')] })],
      ['0-9 exactly behind a:N_TO_N b:N_TO_N'],
    ],
    [
      'N_TO_N on two, one of them met where the other is alive',
      [
        unmet({ kind: 'nToN', arrays: [array('a', '0-4')] }),
        unmet({ kind: 'nToN', name: 'other', open: set('0-4'), arrays: [array('b', '5-9')] }),
      ],
      ['0-4 exactly behind a:N_TO_N'],
    ],
    [
      'not N_TO_N on two that are cut otherwise',
      [
        unmet({ kind: 'nToN' }),
        unmet({ kind: 'nToN', name: 'other', arrays: [array('b', '0-4'), array('c', '5-9')] }),
      ],
      [],
    ],
    [
      'a whole and N_TO_N together',
      [unmet(), unmet({ kind: 'nToN', name: 'other', arrays: [array('b', '0-9')] })],
      ['0-9 exactly behind a b:N_TO_N'],
    ],
  ])('is %s', (_, list, expected) => {
    expect(told(list)).toEqual(expected);
  });

  test.each<[string, string, string, readonly string[]]>([
    [
      'with what may start already, when nothing else of it is missing',
      '3-9',
      '0-2',
      ['0-9 exactly behind a:N_TO_N'],
    ],
    ['not when something of it is done or under way here', '3-9', '0-1', []],
    ['not when all of it may start', '10-12', '0-9', []],
  ])('is N_TO_N along an array %s', (_, closed, free, expected) => {
    expect(told([unmet({ kind: 'nToN', open: set('0-2') })], set(closed), false, set(free))).toEqual(
      expected,
    );
  });

  test('is at most twenty jobs', () => {
    const arrays = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ jobId: `j${i}`, indexes: range(i, i + 1), sound: true }));

    expect(told([unmet({ unfinished: range(0, 20), arrays: arrays(20) })])).toHaveLength(1);
    expect(told([unmet({ unfinished: range(0, 21), arrays: arrays(21) })])).toHaveLength(0);
    expect(told([unmet({ unfinished: range(0, 20), arrays: arrays(20) })], set('0-9'), true)).toHaveLength(0);
  });

  test('is nothing index by index for what runs in order', () => {
    expect(told([unmet({ kind: 'nToN' })], set('0-9'), true)).toEqual([]);
    expect(told([unmet()], set('0-9'), true)).toEqual(['0-9 behind a']);
  });
});

describe('a shard that waits in Batch', () => {
  const behind = [{ jobId: 'a', name: 'up' }];

  test.each<[string, Partial<ShardRecord>, boolean]>([
    ['pending behind a job', { dependsOn: behind, status: 'PENDING', summary: { PENDING: 10 } }, true],
    ['without a dependency', { status: 'PENDING' }, false],
    ['of which a child can run', { dependsOn: behind, status: 'PENDING', summary: { RUNNABLE: 1 } }, false],
    ['that runs', { dependsOn: behind, status: 'RUNNING' }, false],
    ['that Batch may not have', { dependsOn: behind, phase: 'doubtful' }, true],
    ['that Batch does not have', { dependsOn: behind, phase: 'cleared' }, false],
  ])('%s', (_, over, expected) => {
    expect(waitsInBatch(shard(over))).toBe(expected);
  });

  test.each<[string, readonly Unmet[], readonly string[], boolean]>([
    ['what is still asked for', [unmet()], ['up'], false],
    ['what has been met meanwhile', [], ['up'], false],
    ['what is no longer declared', [], [], true],
    ['less than a grown upstream has to do', [unmet({ unfinished: set('0-10') })], ['up'], true],
    [
      'nothing of a dependency that was added',
      [unmet(), unmet({ name: 'new', arrays: [] })],
      ['up', 'new'],
      true,
    ],
    ['an upstream that was not looked at yet', [unmet({ seen: false, arrays: [] })], ['up'], false],
    ['an array of which a child has failed', [unmet({ arrays: [array('a', '0-9', false)] })], ['up'], false],
  ])('waits for %s', (_, list, declared, wrong) => {
    expect(waitsWrongly(shard({ dependsOn: behind }), list, new Set(declared))).toBe(wrong);
  });

  test('of N_TO_N waits wrongly when the array that was its partner has been replaced', () => {
    const pair = shard({ dependsOn: [{ jobId: 'a', name: 'up', type: 'N_TO_N' }] });
    const other = unmet({ kind: 'nToN', arrays: [array('b', '0-9')] });

    expect(waitsWrongly(pair, [other], new Set(['up']))).toBe(true);
    expect(waitsWrongly(pair, [{ ...other, open: set('0-9') }], new Set(['up']))).toBe(false);
  });
});

test('an array that is being stopped, has failures or is in doubt is nothing to build on', () => {
  const states: readonly Partial<ShardRecord>[] = [
    {},
    { settled: set('3') },
    { summary: { FAILED: 1 } },
    { status: 'FAILED' },
    { terminating: { reason: 'r', at: 0 } },
    { missingSince: 1 },
  ];
  const run = { ...newRun(1, 'r', 'h', 0), shards: [...states.map(shard), shard({ phase: 'intended' })] };

  const arrays = arraysOf(run);

  expect(arrays.map((each) => each.sound)).toEqual([true, false, false, false, false, false]);
  expect(subtract(arrays[0]!.indexes, set('0-9'))).toEqual(set(''));
});
