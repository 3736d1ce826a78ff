import type { Condition, Phase } from './conditions.ts';
import { FAILURES_SHOWN } from './failures.ts';
import { EMPTY, format, intersect, size, subtract, type IntervalSet, unionOf } from './intervals.ts';
import {
  ENDED_KEPT,
  JOB_STATES,
  type JobState,
  type ObjectRecord,
  type RunRecord,
  type ShardRecord,
} from './record.ts';

/** Disjoint counts of indexes; they add up to `total`. */
export interface IndexCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly running: number;
  readonly waiting: number;
}

export interface StatusJob {
  readonly id: string;
  readonly name: string;
  readonly round: number;
  readonly shard: number;
  readonly size: number;
  readonly status: string;
}

/** The status block of an ArrayJob, as it is written into the file. */
export interface Status {
  readonly phase: Phase;
  readonly object: string;
  /** Of a JobDefinition: the revision that jobs are submitted with, `name:revision`. */
  readonly jobDefinition?: string;
  readonly revision?: string;
  readonly run?: number;
  readonly indexes?: IndexCounts;
  readonly states?: Readonly<Record<JobState, number>>;
  readonly completedIndexes?: string;
  readonly failedIndexes?: string;
  readonly jobs?: readonly StatusJob[];
  readonly failures?: readonly {
    readonly count: number;
    readonly exitCode?: number;
    readonly reason: string;
    readonly sampleIndex: number;
    readonly logStream?: string;
  }[];
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly history?: ObjectRecord['history'];
  readonly conditions: readonly Condition[];
}

/** Characters of interval text that a status shows before it cuts. */
export const INTERVAL_TEXT_MAX = 4_096;

/** Whose status a block is: kind, name and source id. */
export function statusObject(kind: string, name: string, sourceId: string): string {
  return `${kind}/${name}@${sourceId}`;
}

/** Interval text cut at a comma when it would pass the bound; the cut is said. */
export function boundedText(set: IntervalSet): string {
  const text = format(set);
  if (text.length <= INTERVAL_TEXT_MAX) return text;
  const cut = text.slice(0, text.lastIndexOf(',', INTERVAL_TEXT_MAX - 40));
  const shown = cut.split(',').length;
  return `${cut},… (${text.split(',').length - shown} more intervals)`;
}

function liveOf(shard: ShardRecord): IntervalSet {
  return subtract(shard.indexes, shard.settled);
}

/** Whether Batch has children for it. */
function isPlaced(shard: ShardRecord): boolean {
  return shard.phase === 'submitted';
}

/** Sums Batch's seven states over the latest child of every index that has one. */
export function countStates(run: RunRecord, indexes: IntervalSet): Record<JobState, number> {
  const counts = Object.fromEntries(JOB_STATES.map((state) => [state, 0])) as Record<JobState, number>;
  counts.SUCCEEDED += size(intersect(run.succeeded, indexes));
  // The latest child of an index that waits to be run again has failed.
  const fallen = unionOf([...run.strikes, ...run.backoff.map((each) => each.indexes), run.failed]);
  const elsewhere = unionOf([run.succeeded, ...run.shards.filter(isPlaced).map(liveOf)]);
  counts.FAILED += size(intersect(subtract(fallen, elsewhere), indexes));
  for (const shard of run.shards) {
    if (shard.phase === 'cleared') continue;
    const live = intersect(liveOf(shard), indexes);
    if (size(shard.indexes) > 1 && shard.summary !== undefined) {
      let left = size(live);
      for (const state of ['SUCCEEDED', 'RUNNING', 'STARTING', 'RUNNABLE', 'PENDING', 'SUBMITTED'] as const) {
        const count = Math.min(left, shard.summary[state] ?? 0);
        counts[state] += count;
        left -= count;
      }
      const unlisted = Math.max(0, (shard.summary.FAILED ?? 0) - size(shard.settled));
      counts.FAILED += Math.min(left, unlisted);
      counts.SUBMITTED += Math.max(0, left - unlisted);
    } else if (shard.phase === 'submitted') {
      counts[shard.status ?? 'SUBMITTED'] += size(live);
    }
  }
  return counts;
}

/** Counts indexes disjointly; what neither ended nor runs is waiting. */
export function countIndexes(run: RunRecord | undefined, indexes: IntervalSet): IndexCounts {
  const total = size(indexes);
  if (run === undefined) return { total, succeeded: 0, failed: 0, running: 0, waiting: total };
  const states = countStates(run, indexes);
  const failed = size(intersect(run.failed, indexes));
  const sure = size(subtract(intersect(run.succeeded, indexes), run.failed));
  const succeeded = Math.max(sure, Math.min(total - failed, states.SUCCEEDED));
  const running = Math.min(total - failed - succeeded, states.STARTING + states.RUNNING);
  return { total, succeeded, failed, running, waiting: total - succeeded - failed - running };
}

function jobOf(shard: ShardRecord): StatusJob {
  const status =
    shard.terminating !== undefined ? 'TERMINATING' : (shard.status ?? shard.phase.toUpperCase());
  return {
    id: shard.jobId ?? '',
    name: shard.name,
    round: shard.round,
    shard: shard.shard,
    size: size(shard.indexes),
    status,
  };
}

/** The part of the status that is read off the record. */
export function statusOfRun(
  record: ObjectRecord,
  indexes: IntervalSet | undefined,
): Omit<Status, 'phase' | 'object' | 'conditions'> {
  const { run } = record;
  if (run === undefined) return indexes === undefined ? {} : { indexes: countIndexes(undefined, indexes) };
  const known = indexes ?? EMPTY;
  const jobs = [...run.shards.map(jobOf), ...[...run.ended].reverse()].slice(0, ENDED_KEPT);
  const failures = [...run.failures]
    .sort((a, b) => b.count - a.count)
    .slice(0, FAILURES_SHOWN)
    .map(({ signature: _signature, sampleJobId: _job, ...rest }) => rest);
  const failed = indexes === undefined ? run.failed : intersect(run.failed, known);
  const succeeded = indexes === undefined ? run.succeeded : intersect(run.succeeded, known);
  return {
    revision: run.revision,
    run: run.number,
    ...(indexes === undefined ? {} : { indexes: countIndexes(run, known), states: countStates(run, known) }),
    ...(size(succeeded) > 0 ? { completedIndexes: boundedText(succeeded) } : {}),
    ...(size(failed) > 0 ? { failedIndexes: boundedText(failed) } : {}),
    ...(jobs.length > 0 ? { jobs } : {}),
    ...(failures.length > 0 ? { failures } : {}),
    startTime: new Date(run.startedAt).toISOString(),
    ...(run.completedAt === undefined ? {} : { completionTime: new Date(run.completedAt).toISOString() }),
    ...(record.history.length > 0 ? { history: record.history } : {}),
  };
}
