import { heldIndexes } from './backoff.ts';
import type { Desired } from './desired.ts';
import { addFailures } from './failures.ts';
import {
  EMPTY,
  has,
  indexesOf,
  fromIndexes,
  intersect,
  isEmpty,
  pick,
  size,
  subtract,
  union,
  unionOf,
  type IntervalSet,
} from './intervals.ts';
import { isTerminal, type Observation, type ObservedJob } from './observation.ts';
import { ENDED_KEPT, type EndedShard, type RunRecord, type ShardRecord, withShard } from './record.ts';
import { type Folding, type PlanEvent, settleFailures } from './settle.ts';
import { childOf } from './verdicts.ts';
import { indexWords } from './words.ts';

export type { PlanEvent } from './settle.ts';

export interface Folded {
  readonly run: RunRecord;
  readonly events: readonly PlanEvent[];
  /** Younger jobs of the same name, to be terminated. */
  readonly duplicates: readonly { readonly jobId: string; readonly name: string }[];
}

export interface FoldSettings {
  readonly now: number;
  /**
   * When Batch was asked for what was observed. That it does not know of something counts from there: a process may have been stopped
   * between the answer and this moment.
   */
  readonly askedAt: number;
  readonly settleMs: number;
  /** When this process began to look; doubts from before are waited out anew, whatever the wall clock did meanwhile. */
  readonly lookingSince: number;
  /** What Batch's own clock says; absent before Batch has answered. */
  readonly serviceNow?: number | undefined;
}

/**
 * Batch keeps ended jobs for seven days at least (DescribeJobs). A submission that nobody has looked for within that time may have run
 * and be forgotten: that it is not found says nothing any more. Batch's clock tells, since wall clocks may be wrong by more than that.
 */
const BATCH_MEMORY_MS = 7 * 24 * 3_600_000;

/** The words of a failure that the controller itself finds, in the place of Batch's. */
export const LOST = 'Lost: Batch no longer knows the job and no outcome was recorded';

/** Brings what was observed of a run's shards into its record. */
export function foldObservations(
  run: RunRecord,
  desired: Pick<Desired, 'failureRules' | 'backoffLimitPerIndex'>,
  observed: ReadonlyMap<string, Observation>,
  settings: FoldSettings,
): Folded {
  const state: Folding = { run, events: [], duplicates: [] };
  for (const shard of run.shards) {
    const seen = observed.get(shard.name);
    if (seen === undefined) continue;
    if (seen.kind === 'search') foldSearch(state, shard, seen.jobs, settings);
    else if (seen.kind === 'absent') foldAbsent(state, shard, settings);
    else foldJob(state, shard, seen, desired, settings);
  }
  return state;
}

/** A search by name decides what became of a submission whose answer is not known. */
function foldSearch(
  state: Folding,
  shard: ShardRecord,
  jobs: readonly ObservedJob[],
  settings: FoldSettings,
): void {
  const [oldest, ...younger] = jobs;
  if (oldest === undefined) {
    foldNotFound(state, shard, settings);
    return;
  }
  const living = younger.filter((job) => !isTerminal(job.status));
  for (const job of living) {
    state.duplicates.push({ jobId: job.jobId, name: shard.name });
    if (job.isTerminated === true) continue;
    state.events.push({
      type: 'Warning',
      reason: 'DuplicateTerminated',
      message: `Two jobs are named ${shard.name}: ${oldest.jobId} stays, the younger ${job.jobId} is terminated`,
    });
  }
  if (shard.jobId !== oldest.jobId) {
    state.events.push({
      type: 'Normal',
      reason: 'Adopted',
      message: `Found ${shard.name} in Batch as ${oldest.jobId}`,
    });
  }
  const { doubtSince: _doubt, verify, jobArn, missingSince: _missing, ...rest } = shard;
  const arn = oldest.jobArn ?? (shard.jobId === oldest.jobId ? jobArn : undefined);
  // As long as a second one lives, or the first call may still show, it is looked for again.
  const again = living.length > 0 || (verify === true && shard.phase !== 'submitted');
  state.run = withShard(state.run, {
    ...rest,
    ...(again ? { verify: true } : {}),
    phase: 'submitted',
    jobId: oldest.jobId,
    ...(arn === undefined ? {} : { jobArn: arn }),
    submittedAt: shard.submittedAt ?? oldest.createdAt ?? settings.now,
    status: oldest.status,
  });
}

function foldNotFound(state: Folding, shard: ShardRecord, settings: FoldSettings): void {
  if (shard.phase === 'submitted') {
    const { verify: _verify, ...rest } = shard;
    state.run = withShard(state.run, rest);
    return;
  }
  const { askedAt } = settings;
  const since = Math.min(askedAt, Math.max(shard.doubtSince ?? askedAt, settings.lookingSince));
  if (askedAt - since >= settings.settleMs) {
    if ((settings.serviceNow ?? settings.now) - shard.intendedAt >= BATCH_MEMORY_MS) {
      lose(state, shard);
      return;
    }
    const { doubtSince: _doubt, ...rest } = shard;
    state.run = withShard(state.run, { ...rest, phase: 'cleared', verify: true });
  } else {
    state.run = withShard(state.run, { ...shard, phase: 'doubtful', doubtSince: since });
  }
}

/** An id that DescribeJobs leaves out: perhaps too young, perhaps forgotten. After the settle time it is Lost. */
function foldAbsent(state: Folding, shard: ShardRecord, settings: FoldSettings): void {
  const { askedAt } = settings;
  const since = Math.min(askedAt, Math.max(shard.missingSince ?? askedAt, settings.lookingSince));
  if (askedAt - since < settings.settleMs) {
    state.run = withShard(state.run, { ...shard, missingSince: since });
    return;
  }
  const lost = subtract(shard.indexes, shard.settled);
  if (endedInRecord(shard)) {
    pass(state);
    succeed(state, lost);
    end(state, shard, isEmpty(shard.settled) ? 'SUCCEEDED' : 'FAILED');
    return;
  }
  lose(state, shard);
}

/** Nobody can tell any more how the open indexes of a shard ended, or whether they ever ran. */
function lose(state: Folding, shard: ShardRecord): void {
  const lost = subtract(shard.indexes, shard.settled);
  state.events.push({
    type: 'Warning',
    reason: 'Lost',
    message: `Batch no longer knows ${shard.name} (${shard.jobId ?? 'no id'}); the outcome of ${indexWords(size(lost))} is not recorded`,
  });
  failForGood(state, lost, LOST);
  end(state, shard, 'LOST');
}

/** What was seen last already said how every child ended, though not yet that the array had. */
function endedInRecord(shard: ShardRecord): boolean {
  if (shard.status === 'SUCCEEDED') return true;
  const left = size(shard.indexes) - size(shard.settled);
  return (
    left > 0 &&
    shard.summary !== undefined &&
    (shard.summary.FAILED ?? 0) === size(shard.settled) &&
    shard.summary.SUCCEEDED === left
  );
}

function succeed(state: Folding, indexes: IntervalSet): void {
  state.run = {
    ...state.run,
    succeeded: union(state.run.succeeded, indexes),
    failed: subtract(state.run.failed, indexes),
  };
}

function failForGood(state: Folding, indexes: IntervalSet, reason: string): void {
  const failures = [...indexesOf(indexes)].map((index) => ({
    index,
    child: { position: 0, statusReason: reason },
  }));
  state.run = {
    ...state.run,
    failed: union(state.run.failed, indexes),
    failures: addFailures(state.run.failures, failures),
  };
}

function foldJob(
  state: Folding,
  shard: ShardRecord,
  seen: Observation & { kind: 'job' },
  desired: Pick<Desired, 'failureRules' | 'backoffLimitPerIndex'>,
  settings: FoldSettings,
): void {
  const { job } = seen;
  const { now, askedAt } = settings;
  const single = size(shard.indexes) === 1;
  const failed = single ? (job.status === 'FAILED' ? [childOf(job)] : []) : (seen.failed ?? []);
  const { missingSince: _missing, statusReason: _reason, runnableSince, ...rest } = shard;
  const current: ShardRecord = {
    ...rest,
    ...(isWaitingForRoom(job) ? { runnableSince: Math.min(now, runnableSince ?? now) } : {}),
    status: job.status,
    ...(job.jobArn === undefined ? {} : { jobArn: job.jobArn }),
    ...(job.statusReason === undefined ? {} : { statusReason: job.statusReason }),
    ...(job.summary === undefined ? {} : { summary: job.summary }),
  };
  let settled = settleFailures(state, current, job, failed, desired, now);
  state.run = withShard(state.run, settled);
  if (!isTerminal(job.status)) {
    if ((job.summary?.SUCCEEDED ?? 0) > 0) pass(state);
    return;
  }
  let succeeded = succeededOf(settled, job, seen.succeeded, single);
  if (succeeded === undefined) {
    const since = Math.min(askedAt, Math.max(settled.unexplainedSince ?? askedAt, settings.lookingSince));
    settled = { ...settled, unexplainedSince: since };
    state.run = withShard(state.run, settled);
    if (seen.failed === undefined || seen.succeeded === undefined || askedAt - since < settings.settleMs)
      return;
    // Every child of an array that has ended has ended: what is in neither listing shares the fate of the whole.
    succeeded = intersect(subtract(settled.indexes, settled.settled), pickedBy(settled, seen.succeeded));
    const silent = subtract(subtract(settled.indexes, settled.settled), succeeded);
    const words = job.statusReason === undefined ? {} : { statusReason: job.statusReason };
    const children = [...indexesOf(settled.indexes)].flatMap((index, position) =>
      has(silent, index) ? [{ position, ...words }] : [],
    );
    settled = settleFailures(state, settled, job, children, desired, now);
  }
  if (!isEmpty(succeeded)) pass(state);
  succeed(state, succeeded);
  end(state, settled, job.status as 'SUCCEEDED' | 'FAILED');
}

/** Children could run and none does. */
function isWaitingForRoom(job: ObservedJob): boolean {
  const { status, summary } = job;
  if (summary === undefined) return status === 'RUNNABLE';
  return (summary.RUNNABLE ?? 0) > 0 && (summary.STARTING ?? 0) + (summary.RUNNING ?? 0) === 0;
}

/** The indexes that succeeded in a shard that has ended; undefined while the listings do not yet explain every child. */
function succeededOf(
  shard: ShardRecord,
  job: ObservedJob,
  listed: readonly number[] | undefined,
  single: boolean,
): IntervalSet | undefined {
  const rest = subtract(shard.indexes, shard.settled);
  if (job.status === 'SUCCEEDED') return rest;
  if (single) return EMPTY;
  const agrees = job.summary?.FAILED === size(shard.settled) && (job.summary.SUCCEEDED ?? 0) === size(rest);
  if (agrees) return rest;
  if (listed === undefined) return undefined;
  const succeeded = pickedBy(shard, listed);
  return isEmpty(subtract(rest, succeeded)) ? intersect(rest, succeeded) : undefined;
}

function pickedBy(shard: ShardRecord, positions: readonly number[]): IntervalSet {
  return pick(shard.indexes, fromIndexes(positions));
}

function pass(state: Folding): void {
  if (!state.run.canary.passed) state.run = { ...state.run, canary: { ...state.run.canary, passed: true } };
}

function end(state: Folding, shard: ShardRecord, status: EndedShard['status']): void {
  const line: EndedShard = {
    id: shard.jobId ?? '',
    name: shard.name,
    round: shard.round,
    shard: shard.shard,
    size: size(shard.indexes),
    status,
  };
  state.run = {
    ...state.run,
    shards: state.run.shards.filter((each) => each.name !== shard.name),
    ended: [...state.run.ended, line].slice(-ENDED_KEPT),
  };
}

/** Indexes of a run that are submitted, or may be, and have not ended. */
export function liveIndexes(run: RunRecord): IntervalSet {
  return unionOf(run.shards.map((shard) => subtract(shard.indexes, shard.settled)));
}

/** Indexes that wait out a backoff. */
export function waitingForBackoff(run: RunRecord): IntervalSet {
  return heldIndexes(run.backoff);
}
