import { isEmpty, size, slices, subtract, take, type IntervalSet } from './intervals.ts';

/**
 * Cuts indexes into the sets of one array each, in order: at most `shardSize` indexes, and at most as many as
 * `fits` says of a set's beginning (the 8,192 characters of overrides hold only so much interval text).
 */
export function cutShards(
  indexes: IntervalSet,
  shardSize: number,
  fits: (indexes: IntervalSet) => number,
): readonly IntervalSet[] {
  const result: IntervalSet[] = [];
  for (const slice of slices(indexes, shardSize)) {
    let rest = slice;
    while (!isEmpty(rest)) {
      const part = take(rest, Math.max(1, Math.min(size(rest), fits(rest))));
      result.push(part);
      rest = subtract(rest, part);
    }
  }
  return result;
}

/**
 * How many indexes may be submitted now, given a window of `parallelism` and how many are unfinished.
 * A window that is nearly full waits until a quarter of it is free: arrays of one would cost a submission each.
 */
export function roomIn(parallelism: number | undefined, unfinished: number, waiting: number): number {
  if (parallelism === undefined) return waiting;
  const free = Math.max(0, parallelism - unfinished);
  const worthwhile = unfinished === 0 || free >= Math.min(waiting, Math.ceil(parallelism / 4));
  return worthwhile ? Math.min(free, waiting) : 0;
}
