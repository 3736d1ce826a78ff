import { EMPTY, type IntervalSet, intersect, isEmpty, subtract, union, unionOf } from './intervals.ts';
import type { Backoff } from './record.ts';

/** First wait before a failed index goes again; doubled each time. Kubernetes' Job controller uses the same. */
export const BACKOFF_BASE_MS = 10_000;

/** The longest wait: ten minutes, as in Kubernetes. */
export const BACKOFF_MAX_MS = 600_000;

/** How long an index waits after its n-th failure, n from 1. */
export function backoffMs(failures: number): number {
  return Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** Math.min(20, Math.max(0, failures - 1)));
}

/**
 * Adds one failure for each index of the set. In the table, element k holds the indexes with k + 1 failures;
 * `struck` is the same table of this set's indexes alone.
 */
export function strike(
  strikes: readonly IntervalSet[],
  indexes: IntervalSet,
): { readonly strikes: readonly IntervalSet[]; readonly struck: readonly IntervalSet[] } {
  const first = subtract(indexes, unionOf(strikes));
  const struck = [first, ...strikes.map((set) => intersect(set, indexes))];
  const next = struck.map((set, k) => union(subtract(strikes[k] ?? EMPTY, indexes), set));
  while (next.length > 0 && isEmpty(next[next.length - 1]!)) next.pop();
  return { strikes: next, struck };
}

/** Adds indexes that wait until a moment; entries of one moment are merged. */
export function holdBack(list: readonly Backoff[], until: number, indexes: IntervalSet): readonly Backoff[] {
  if (isEmpty(indexes)) return list;
  const same = list.find((each) => each.until === until);
  if (same === undefined) return [...list, { until, indexes }];
  return list.map((each) => (each === same ? { until, indexes: union(each.indexes, indexes) } : each));
}

/** Drops what is due, and what nobody holds back for so long: it was written by a clock that is ahead of this one. */
export function stillHeld(list: readonly Backoff[], now: number): readonly Backoff[] {
  return list.filter((each) => each.until > now && each.until - now <= BACKOFF_MAX_MS);
}

export function heldIndexes(list: readonly Backoff[]): IntervalSet {
  return unionOf(list.map((each) => each.indexes));
}
