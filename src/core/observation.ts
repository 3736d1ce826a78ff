import { size } from './intervals.ts';
import type { JobState, ObjectRecord, ShardRecord, StateCounts } from './record.ts';

/** What DescribeJobs says of a parent array or a plain job, as far as decisions need it. */
export interface ObservedJob {
  readonly jobId: string;
  readonly jobArn?: string;
  readonly status: JobState;
  readonly statusReason?: string;
  readonly createdAt?: number;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  /** Someone called TerminateJob or CancelJob for it. */
  readonly isTerminated?: boolean;
  readonly summary?: StateCounts;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly logStream?: string;
}

/** A child that ended FAILED; its position is its index in the array. */
export interface FailedChild {
  readonly position: number;
  readonly jobId?: string;
  readonly statusReason?: string;
  readonly reason?: string;
  readonly exitCode?: number;
  readonly logStream?: string;
  /** Known from a description: someone called TerminateJob for this very child. */
  readonly isTerminated?: boolean;
}

/** What a look at one shard showed. No entry: it was not looked at, or the look failed. */
export type Observation =
  | {
      readonly kind: 'job';
      readonly job: ObservedJob;
      /** All FAILED children, when they were listed. */
      readonly failed?: readonly FailedChild[];
      /** Positions of all SUCCEEDED children, when they were listed. */
      readonly succeeded?: readonly number[];
    }
  | { readonly kind: 'absent' }
  /** Jobs with the shard's exact name and tags, oldest first; none: the search found nothing. */
  | { readonly kind: 'search'; readonly jobs: readonly ObservedJob[] };

export type Observations = ReadonlyMap<string, Observation>;

/** What a pass must look at, by shard. */
export interface Look {
  readonly shard: ShardRecord;
  readonly kind: 'describe' | 'search';
}

/** The looks that the next plan needs. Shards known not to have been submitted need none. */
export function looksOf(record: ObjectRecord | undefined, now: number, settleMs: number): readonly Look[] {
  return (record?.run?.shards ?? []).flatMap((shard): Look[] => {
    if (shard.phase === 'cleared') return [];
    if (shard.phase !== 'submitted') return [{ shard, kind: 'search' }];
    const age = now - (shard.submittedAt ?? now);
    // A moment in the future is of a clock that has been set back since.
    const verifyDue = shard.verify === true && (age >= settleMs || age < 0);
    return [{ shard, kind: verifyDue ? 'search' : 'describe' }];
  });
}

export function isTerminal(status: JobState): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED';
}

/** Whether the failed children of an array must be listed: its FAILED count has grown past what is known, or it ended so. */
export function needsFailedChildren(shard: ShardRecord, job: ObservedJob): boolean {
  if (size(shard.indexes) < 2) return false;
  return (job.summary?.FAILED ?? 0) > size(shard.settled) || job.status === 'FAILED';
}

/** Whether succeeded children must be listed too: the array has ended and the counts do not explain every child. */
export function needsSucceededChildren(shard: ShardRecord, job: ObservedJob, failedListed: number): boolean {
  if (size(shard.indexes) < 2 || job.status !== 'FAILED') return false;
  return (
    job.summary?.FAILED !== failedListed ||
    (job.summary.SUCCEEDED ?? 0) + failedListed !== size(shard.indexes)
  );
}

/** Whether a shard is being looked for, so that time alone tells what becomes of it. */
export function isLookedFor(shard: ShardRecord): boolean {
  const { phase, missingSince, unexplainedSince } = shard;
  if (phase === 'intended' || phase === 'doubtful') return true;
  return missingSince !== undefined || unexplainedSince !== undefined;
}
