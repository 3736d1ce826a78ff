import { heldIndexes, backoffMs, holdBack, strike } from './backoff.ts';
import type { Desired } from './desired.ts';
import { addFailures, signatureOf } from './failures.ts';
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
import { type FailedChild, isTerminal, type Observation, type ObservedJob } from './observation.ts';
import { ENDED_KEPT, type EndedShard, type RunRecord, type ShardRecord, withShard } from './record.ts';
import { childOf, type Verdict, verdictOn } from './verdicts.ts';

/** Something worth an event line. */
export interface PlanEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export interface Folded {
  readonly run: RunRecord;
  readonly events: readonly PlanEvent[];
  /** Younger jobs of the same name, to be terminated. */
  readonly duplicates: readonly { readonly jobId: string; readonly name: string }[];
}

export interface FoldSettings {
  readonly now: number;
  readonly settleMs: number;
  /** When this process began to look; doubts from before are waited out anew, whatever the wall clock did meanwhile. */
  readonly lookingSince: number;
}

/** The words of failures that the controller itself finds, in the place of Batch's. */
export const LOST = 'Lost: Batch no longer knows the job and no outcome was recorded';
export const TERMINATED_EXTERNALLY = 'TerminatedExternally';

/** Brings what was observed of a run's shards into its record. */
export function foldObservations(
  run: RunRecord,
  desired: Pick<Desired, 'failureRules' | 'backoffLimitPerIndex'>,
  observed: ReadonlyMap<string, Observation>,
  settings: FoldSettings,
): Folded {
  const state: Mutable = { run, events: [], duplicates: [] };
  for (const shard of run.shards) {
    const seen = observed.get(shard.name);
    if (seen === undefined) continue;
    if (seen.kind === 'search') foldSearch(state, shard, seen.jobs, settings);
    else if (seen.kind === 'absent') foldAbsent(state, shard, settings);
    else foldJob(state, shard, seen, desired, settings);
  }
  return state;
}

interface Mutable {
  run: RunRecord;
  events: PlanEvent[];
  duplicates: { jobId: string; name: string }[];
}

/** A search by name decides what became of a submission whose answer is not known. */
function foldSearch(
  state: Mutable,
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

function foldNotFound(state: Mutable, shard: ShardRecord, settings: FoldSettings): void {
  if (shard.phase === 'submitted') {
    const { verify: _verify, ...rest } = shard;
    state.run = withShard(state.run, rest);
    return;
  }
  const since = Math.min(settings.now, Math.max(shard.doubtSince ?? settings.now, settings.lookingSince));
  if (settings.now - since >= settings.settleMs) {
    const { doubtSince: _doubt, ...rest } = shard;
    state.run = withShard(state.run, { ...rest, phase: 'cleared', verify: true });
  } else {
    state.run = withShard(state.run, { ...shard, phase: 'doubtful', doubtSince: since });
  }
}

/** An id that DescribeJobs leaves out: perhaps too young, perhaps forgotten. After the settle time it is Lost. */
function foldAbsent(state: Mutable, shard: ShardRecord, settings: FoldSettings): void {
  const since = Math.min(settings.now, Math.max(shard.missingSince ?? settings.now, settings.lookingSince));
  if (settings.now - since < settings.settleMs) {
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
  state.events.push({
    type: 'Warning',
    reason: 'Lost',
    message: `Batch no longer knows ${shard.name} (${shard.jobId ?? 'no id'}); the outcome of ${size(lost)} indexes is not recorded`,
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

function succeed(state: Mutable, indexes: IntervalSet): void {
  state.run = {
    ...state.run,
    succeeded: union(state.run.succeeded, indexes),
    failed: subtract(state.run.failed, indexes),
  };
}

function failForGood(state: Mutable, indexes: IntervalSet, reason: string): void {
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
  state: Mutable,
  shard: ShardRecord,
  seen: Observation & { kind: 'job' },
  desired: Pick<Desired, 'failureRules' | 'backoffLimitPerIndex'>,
  settings: FoldSettings,
): void {
  const { job } = seen;
  const { now } = settings;
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
    const since = Math.min(now, Math.max(settled.unexplainedSince ?? now, settings.lookingSince));
    settled = { ...settled, unexplainedSince: since };
    state.run = withShard(state.run, settled);
    if (seen.failed === undefined || seen.succeeded === undefined || now - since < settings.settleMs) return;
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

/** Sorts the newly failed children of a shard into what becomes of their indexes. */
function settleFailures(
  state: Mutable,
  shard: ShardRecord,
  job: ObservedJob,
  failed: readonly FailedChild[],
  desired: Pick<Desired, 'failureRules' | 'backoffLimitPerIndex'>,
  now: number,
): ShardRecord {
  const sorted = new Map<Verdict, { index: number; child: FailedChild }[]>();
  const indexes = failed.length > 0 ? [...indexesOf(shard.indexes)] : [];
  for (const child of failed) {
    const index = indexes[child.position];
    if (index === undefined || has(shard.settled, index)) continue;
    const verdict = verdictOn(child, shard, job, desired);
    const list = sorted.get(verdict);
    if (list === undefined) sorted.set(verdict, [{ index, child }]);
    else list.push({ index, child });
  }
  const of = (...verdicts: readonly Verdict[]) => verdicts.flatMap((each) => sorted.get(each) ?? []);
  const set = (...verdicts: readonly Verdict[]) => fromIndexes(of(...verdicts).map((each) => each.index));

  const before = unionOf(state.run.strikes);
  const { strikes, struck } = strike(state.run.strikes, set('Count'));
  const budget = desired.backoffLimitPerIndex;
  const spent = struck.slice(budget).reduce((sum, each) => union(sum, each), EMPTY);
  let backoff = state.run.backoff;
  struck.slice(0, budget).forEach((each, k) => {
    backoff = holdBack(backoff, now + backoffMs(k + 1), each);
  });
  // An ignored failure is at no cost, but a host that dies again at once must not be hammered either.
  backoff = holdBack(backoff, now + backoffMs(1), set('Ignore'));
  const external = of('external').map(({ index, child }) => ({
    index,
    child: { ...child, statusReason: `${TERMINATED_EXTERNALLY}: ${child.statusReason ?? 'no reason given'}` },
  }));
  const told = [...of('FailJob', 'FailIndex', 'Count', 'Ignore'), ...external];
  state.run = {
    ...state.run,
    strikes,
    backoff,
    failed: union(state.run.failed, union(spent, set('FailIndex', 'FailJob', 'external'))),
    ...(isEmpty(spent) ? {} : { spent: union(state.run.spent ?? EMPTY, spent) }),
    failures: addFailures(state.run.failures, told),
    // Neither a lost host nor a person who stops children says anything about the program, and an index that fails
    // again says no more than it did.
    canary: of('FailJob', 'FailIndex', 'Count')
      .filter(({ index }) => !has(before, index))
      .reduce((count, { child }) => watch(count, signatureOf(child)), state.run.canary),
  };
  const [fatal] = of('FailJob');
  if (fatal !== undefined && state.run.stop === undefined) {
    const message = `Index ${fatal.index} failed as a rule of failurePolicy names: ${signatureOf(fatal.child)}`;
    state.run = { ...state.run, stop: { reason: 'FailJobRule', message, at: now, outcome: 'Failed' } };
  }
  if (external.length > 0) {
    state.events.push({
      type: 'Warning',
      reason: TERMINATED_EXTERNALLY,
      message: `${external.length} children of ${shard.name} were terminated by someone else; they run again only when asked to by the annotation arrayjob.dev/rerun`,
    });
  }
  const all = fromIndexes([...sorted.values()].flat().map((each) => each.index));
  return { ...shard, settled: union(shard.settled, all) };
}

function watch(count: RunRecord['canary'], signature: string): RunRecord['canary'] {
  if (count.passed) return count;
  if (count.signature !== undefined && count.signature !== signature) return { ...count, passed: true };
  return { failed: count.failed + 1, signature, passed: false };
}

function pass(state: Mutable): void {
  if (!state.run.canary.passed) state.run = { ...state.run, canary: { ...state.run.canary, passed: true } };
}

function end(state: Mutable, shard: ShardRecord, status: EndedShard['status']): void {
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
