import { ARRAY_SIZE_MIN, DEPENDENCIES_MAX } from './limits.ts';
import {
  EMPTY,
  equal,
  intersect,
  isEmpty,
  size,
  subtract,
  union,
  unionOf,
  type IntervalSet,
} from './intervals.ts';
import type { NativeDependency, RunRecord, ShardRecord } from './record.ts';

/** An array (or plain job) of an upstream object that Batch has. */
export interface UpstreamArray {
  readonly jobId: string;
  readonly indexes: IntervalSet;
  /** Nothing of it has failed or is being stopped, so that all of it may still succeed. */
  readonly sound: boolean;
}

/** A dependency that is not met yet for all indexes. */
export interface Unmet {
  readonly name: string;
  /** Unmet shares (`minSucceeded`) are nothing that Batch can wait for. */
  readonly kind: 'whole' | 'share' | 'nToN';
  /** False as long as the upstream has not been looked at: nothing is known of its arrays then. */
  readonly seen: boolean;
  /** The own indexes for which it is met. */
  readonly open: IntervalSet;
  /** The upstream's indexes that have not succeeded. */
  readonly unfinished: IntervalSet;
  readonly arrays: readonly UpstreamArray[];
}

/** Indexes that may be submitted before their dependencies are met, because Batch itself waits for these. */
export interface NativeBatch {
  readonly indexes: IntervalSet;
  readonly dependsOn: readonly NativeDependency[];
  /** It must be one array over exactly these indexes: child i waits for child i. */
  readonly exact: boolean;
}

/** What Batch has of a run. */
export function arraysOf(run: RunRecord): readonly UpstreamArray[] {
  return run.shards.flatMap((shard): UpstreamArray[] =>
    shard.phase === 'submitted' && shard.jobId !== undefined
      ? [{ jobId: shard.jobId, indexes: shard.indexes, sound: isSound(shard) }]
      : [],
  );
}

function isSound(shard: ShardRecord): boolean {
  return (
    shard.terminating === undefined &&
    shard.missingSince === undefined &&
    shard.doubtSince === undefined &&
    isEmpty(shard.settled) &&
    shard.status !== 'FAILED' &&
    (shard.summary?.FAILED ?? 0) === 0
  );
}

/**
 * Cuts `closed`, what may not start yet, into what Batch can be given with its own dependsOn, and means exactly what the unmet dependencies
 * mean: the whole of an upstream when everything that it has left is in living arrays; N_TO_N along an upstream's
 * array, index for index, and then with those among `free` whose partners have succeeded already. Everything else is left
 * to the controller. At most 20 ids (SubmitJob, dependsOn).
 */
export function nativeBatches(
  unmet: readonly Unmet[],
  closed: IntervalSet,
  free: IntervalSet,
  sequential: boolean,
): readonly NativeBatch[] {
  if (unmet.length === 0 || isEmpty(closed)) return [];
  const ids: NativeDependency[] = [];
  for (const each of unmet) {
    if (each.kind === 'nToN') continue;
    const whole = each.kind === 'whole' ? wholeOf(each) : undefined;
    if (whole === undefined) return [];
    ids.push(...whole);
  }
  const most = DEPENDENCIES_MAX - (sequential ? 1 : 0);
  const pairs = unmet.filter((each) => each.kind === 'nToN');
  if (pairs.length === 0) {
    return ids.length > most ? [] : [{ indexes: closed, dependsOn: ids, exact: false }];
  }
  // The order of a SEQUENTIAL array would have to hold across arrays.
  if (sequential) return [];
  const batches: NativeBatch[] = [];
  let taken = EMPTY;
  for (const { indexes, sound } of pairs.flatMap((each) => each.arrays)) {
    if (!sound || isEmpty(intersect(indexes, closed)) || !isEmpty(intersect(indexes, taken))) continue;
    if (!isEmpty(subtract(subtract(indexes, closed), free))) continue;
    const partners = partnersOf(pairs, indexes);
    if (partners === undefined || ids.length + partners.length > most) continue;
    taken = union(taken, indexes);
    batches.push({ indexes, dependsOn: [...ids, ...partners], exact: true });
  }
  return batches;
}

/** The arrays whose success is the success of the whole; undefined when something of it is in none of them. */
function wholeOf(unmet: Unmet): readonly NativeDependency[] | undefined {
  const needed = unmet.arrays.filter((each) => !isEmpty(intersect(each.indexes, unmet.unfinished)));
  if (isEmpty(unmet.unfinished) || !needed.every((each) => each.sound)) return undefined;
  if (!isEmpty(subtract(unmet.unfinished, unionOf(needed.map((each) => each.indexes))))) return undefined;
  return needed.map(({ jobId }) => ({ jobId, name: unmet.name }));
}

/** For each N_TO_N dependency the array over exactly these indexes, or nothing where they are met already; undefined when one has neither. */
function partnersOf(pairs: readonly Unmet[], indexes: IntervalSet): readonly NativeDependency[] | undefined {
  const partners: NativeDependency[] = [];
  for (const { name, open, arrays } of pairs) {
    if (isEmpty(subtract(indexes, open))) continue;
    const same = arrays.find((each) => each.sound && equal(each.indexes, indexes));
    if (same === undefined) return undefined;
    const { jobId } = same;
    // A single index is a plain job on both sides, and those know no N_TO_N.
    partners.push(size(indexes) < ARRAY_SIZE_MIN ? { jobId, name } : { jobId, name, type: 'N_TO_N' });
  }
  return partners;
}

/** Whether Batch has, or is about to have, a shard wait for a dependency, and nothing of it has started yet. */
export function waitsInBatch(shard: ShardRecord): boolean {
  const { dependsOn = [], status, summary = {} } = shard;
  if (shard.phase === 'cleared' || !dependsOn.some((each) => each.jobId !== undefined)) return false;
  if (status !== undefined && status !== 'SUBMITTED' && status !== 'PENDING') return false;
  const { SUBMITTED: _submitted, PENDING: _pending, ...begun } = summary;
  return Object.values(begun).every((count) => count === 0);
}

/**
 * Whether what a shard waits for in Batch is no longer what its dependencies ask for: the upstream has got more to do,
 * a dependency has been added, or one has been taken away.
 */
export function waitsWrongly(
  shard: ShardRecord,
  unmet: readonly Unmet[],
  declared: ReadonlySet<string>,
): boolean {
  const dependsOn = shard.dependsOn ?? [];
  if (dependsOn.some(({ name }) => name !== undefined && !declared.has(name))) return true;
  const ids = new Set(dependsOn.map((each) => each.jobId));
  return unmet.some(({ kind, seen, open, unfinished, arrays }) => {
    if (!seen) return false;
    const awaited = unionOf(arrays.filter((each) => ids.has(each.jobId)).map((each) => each.indexes));
    const needed = kind === 'nToN' ? subtract(shard.indexes, open) : unfinished;
    return !isEmpty(subtract(needed, awaited));
  });
}
