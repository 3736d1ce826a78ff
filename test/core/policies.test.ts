import { describe, expect, test } from 'vitest';
import type { Amount, Desired } from '../../src/core/desired.ts';
import { amountOf } from '../../src/core/desired.ts';
import { range, type IntervalSet } from '../../src/core/intervals.ts';
import { roomIn } from '../../src/core/parallelism.ts';
import { deadlineOf, reconsidered, stopOf } from '../../src/core/policies.ts';
import { newRun, type RunRecord } from '../../src/core/record.ts';
import { DESIRED } from './world.ts';

const ALL = range(0, 1_000);
const NOW = 500_000;
const percent = (value: number): Amount => ({ kind: 'percent', value });
const count = (value: number): Amount => ({ kind: 'count', value });
const failed = (n: number): Partial<RunRecord> => ({ failed: range(0, n) });
const canary = (n: number, passed = false): Partial<RunRecord> => ({
  canary: { failed: n, signature: '1 x', passed },
});
const stop = (run: Partial<RunRecord>, desired: Partial<Desired>, indexes: IntervalSet = ALL) =>
  stopOf({ ...newRun(1, 'r', 'h', 0), ...run }, { ...DESIRED, ...desired }, indexes, NOW);

describe('a run', () => {
  test.each<[string, Partial<RunRecord>, Partial<Desired>, string | undefined]>([
    ['goes on with failures and no limit', failed(999), {}, undefined],
    ['goes on at its limit of failures', failed(50), { maxFailedIndexes: percent(5) }, undefined],
    ['stops past it', failed(51), { maxFailedIndexes: percent(5) }, 'MaxFailedIndexesExceeded'],
    [
      'stops at the first failure when none is allowed',
      failed(1),
      { maxFailedIndexes: count(0) },
      'MaxFailedIndexesExceeded',
    ],
    [
      'does not count failures of retired indexes',
      { failed: range(2_000, 2_100) },
      { maxFailedIndexes: count(0) },
      undefined,
    ],
    [
      'stops when enough have succeeded',
      { succeeded: range(0, 990) },
      { minSucceeded: percent(99) },
      'SuccessPolicyMet',
    ],
    ['goes on just below that', { succeeded: range(0, 989) }, { minSucceeded: percent(99) }, undefined],
    [
      'is a success before it is a failure',
      { succeeded: range(0, 990), failed: range(990, 1_000) },
      { minSucceeded: percent(99), maxFailedIndexes: count(0) },
      'SuccessPolicyMet',
    ],
    ['stops when its first children all failed alike', canary(10), { canary: undefined }, 'CanaryFailed'],
    ['waits for the share of the canary', canary(19), { canary: percent(2) }, undefined],
    ['stops at the share of the canary', canary(20), { canary: percent(2) }, 'CanaryFailed'],
    ['takes at least ten for a sign', canary(9), { canary: percent(0.1) }, undefined],
    ['goes on when the canary has passed', canary(50, true), { canary: undefined }, undefined],
    ['goes on when the canary is off', canary(1_000), { canary: 'off' }, undefined],
    ['goes on when the canary is 0', canary(1_000), { canary: count(0) }, undefined],
    ['stops at its deadline', {}, { activeDeadlineMs: NOW }, 'DeadlineExceeded'],
    ['goes on before it', {}, { activeDeadlineMs: NOW + 1 }, undefined],
    ['has no deadline any more once it is over', { completedAt: 1 }, { activeDeadlineMs: 1 }, undefined],
  ])('%s', (_, run, desired, reason) => {
    expect(stop(run, desired)?.reason).toBe(reason);
  });

  test('no larger than its canary has nothing to save', () => {
    expect(stop(canary(10), { canary: undefined }, range(0, 10))).toBeUndefined();
    expect(stop(canary(10), { canary: undefined }, range(0, 11))?.reason).toBe('CanaryFailed');
  });

  test('of which nothing is left has nothing to save', () => {
    const over = { ...canary(30), failed: range(0, 30) };

    expect(stop(over, { canary: undefined }, range(0, 30))).toBeUndefined();
    expect(stop(over, { canary: undefined }, range(0, 31))?.reason).toBe('CanaryFailed');
  });

  test('counts its deadline from its start', () => {
    expect(
      deadlineOf({ ...newRun(1, 'r', 'h', 100), nextRound: 1 }, { ...DESIRED, activeDeadlineMs: 50 }),
    ).toBe(150);
  });
});

describe('a stopped run', () => {
  const again = (from: Partial<Desired>, to: Partial<Desired>, run: Partial<RunRecord>, indexes = ALL) => {
    const full = { ...newRun(1, 'r', 'h', 0), ...run };
    const stopped = { ...full, stop: stop(run, from)!, completedAt: NOW };
    const now = reconsidered(stopped, { ...DESIRED, ...to }, indexes);
    return stopOf(now, { ...DESIRED, ...to }, indexes, NOW)?.reason;
  };
  const CASES: readonly [string, string | undefined, string | undefined][] = [
    [
      'stays stopped while nothing changes',
      again({ maxFailedIndexes: count(5) }, { maxFailedIndexes: count(5) }, failed(6)),
      'MaxFailedIndexesExceeded',
    ],
    [
      'goes on when the limit is raised',
      again({ maxFailedIndexes: count(5) }, { maxFailedIndexes: count(9) }, failed(6)),
      undefined,
    ],
    [
      'stops again when the new limit is passed, too',
      again({ maxFailedIndexes: count(1) }, { maxFailedIndexes: count(5) }, failed(6)),
      'MaxFailedIndexesExceeded',
    ],
    [
      'goes on when the canary is switched off',
      again({ canary: undefined }, { canary: 'off' }, canary(10)),
      undefined,
    ],
    [
      'goes on with a later deadline',
      again({ activeDeadlineMs: 1 }, { activeDeadlineMs: NOW + 9 }, {}),
      undefined,
    ],
    [
      'goes on when new items take it below its success policy',
      again(
        { minSucceeded: percent(99) },
        { minSucceeded: percent(99) },
        { succeeded: range(0, 990) },
        range(0, 1_100),
      ),
      undefined,
    ],
  ];
  test.each(CASES)('%s', (_, reason, expected) => {
    expect(reason).toBe(expected);
  });

  test('by a rule of the failure policy goes on only with other rules', () => {
    const byRule = { reason: 'FailJobRule', message: 'm', at: 0, outcome: 'Failed' as const };
    const stamped = { ...newRun(1, 'r', 'h', 0), stop: stop({ stop: byRule }, {})! };
    const rules = [
      { action: 'Count' as const, onExitCodes: undefined, onReason: 'x', onStatusReason: undefined },
    ];

    expect(reconsidered(stamped, { ...DESIRED, canary: undefined }, range(0, 5)).stop).toBeDefined();
    expect(reconsidered(stamped, { ...DESIRED, failureRules: rules }, ALL).stop).toBeUndefined();
  });
});

test.each([
  ['a number is itself', count(7), 7],
  ['a share is rounded up', percent(0.1), 2],
  ['a share of all is all', percent(100), 1_001],
])('%s', (_, amount, expected) => {
  expect(amountOf(amount, 1_001)).toBe(expected);
});

test('a share that is a whole number of indexes is exactly that number', () => {
  expect(amountOf(percent(1.1), 3_000)).toBe(33);
  expect(amountOf(percent(0.7), 1_000)).toBe(7);
});

describe('the window of parallelism', () => {
  test.each<[string, number | undefined, number, number, number]>([
    ['without one everything goes', undefined, 5_000, 70, 70],
    ['an empty one takes as many as fit', 10, 0, 70, 10],
    ['a full one takes none', 10, 10, 70, 0],
    ['one that is over-full takes none', 10, 15, 70, 0],
    ['one with little room waits for more', 10, 8, 70, 0],
    ['one with a quarter free takes that', 10, 7, 70, 3],
    ['the last few go as soon as they fit', 10, 9, 1, 1],
  ])('%s', (_, parallelism, unfinished, waiting, room) => {
    expect(roomIn(parallelism, unfinished, waiting)).toBe(room);
  });
});
