import {
  EMPTY,
  bound,
  intersect,
  isEmpty,
  parse,
  range,
  size,
  subtract,
  union,
  unionOf,
} from './intervals.ts';
import type { IntervalSet } from './intervals.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { jobName, shardIdOf, type ShardId } from './names.ts';
import { type JobState, newRecord, newRun, type ObjectRecord, type ShardRecord } from './record.ts';
import { INDEXES_VARIABLE } from './prelude.ts';
import { statusObject } from './status.ts';

/** What a status block tells of a run, when the store does not know of it any more. */
export interface Remembered {
  readonly revision: string;
  readonly run: number;
  readonly succeeded: IntervalSet;
  readonly failed: IntervalSet;
  /** A list of indexes was too long for the status, so that not all is known. */
  readonly cut: boolean;
  /** All indexes that there were. */
  readonly total: number;
  /** The first round that its jobs do not name. */
  readonly nextRound: number;
}

/** A job in Batch with the tags of an object. */
export interface FoundJob {
  readonly jobId: string;
  readonly jobArn?: string;
  readonly name: string;
  readonly status: JobState;
  readonly statusReason?: string;
  readonly createdAt?: number;
  readonly arraySize?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
}

export type Rebuilt =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'rebuilt'; readonly record: ObjectRecord; readonly message: string }
  /** Something is there that cannot be made sense of: to go on could run it twice. */
  | { readonly kind: 'refused'; readonly message: string };

const LOST_REASON = 'Lost: neither the state store nor the status says how these indexes ended';

/** What the controller gives as a reason when it stops a job begins so. */
const OWN_REASON = 'arrayjob: ';

/** Reads a status block back; undefined when it is none of this very object, or tells of no run. */
export function rememberedIn(
  status: Json | undefined,
  name: string,
  sourceId: string,
): Remembered | undefined {
  if (!isObject(status) || status['object'] !== statusObject('ArrayJob', name, sourceId)) return undefined;
  const { revision, run } = status;
  if (typeof revision !== 'string' || !/^[0-9a-f]{12}$/.test(revision)) return undefined;
  if (typeof run !== 'number' || !Number.isSafeInteger(run) || run < 1) return undefined;
  const succeeded = intervalsIn(status['completedIndexes']);
  const failed = intervalsIn(status['failedIndexes']);
  const counts = isObject(status['indexes']) ? status['indexes'] : {};
  const jobs = Array.isArray(status['jobs']) ? status['jobs'].filter(isObject) : [];
  return {
    revision,
    run,
    succeeded: subtract(succeeded.set, failed.set),
    failed: failed.set,
    cut: succeeded.cut || failed.cut,
    total: wholeIn(counts, 'total'),
    nextRound: Math.max(0, ...jobs.map((each) => wholeIn(each, 'round') + 1)),
  };
}

function wholeIn(object: JsonObject, member: string): number {
  const value = object[member];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

/** YAML reads a single index as a number. */
function intervalsIn(value: Json | undefined): { readonly set: IntervalSet; readonly cut: boolean } {
  if (value === undefined || value === null) return { set: EMPTY, cut: false };
  if (typeof value !== 'string' && typeof value !== 'number') return { set: EMPTY, cut: true };
  const { set, skipped } = parse(String(value));
  return { set, cut: skipped.length > 0 };
}

interface Placed {
  readonly id: ShardId;
  readonly job: FoundJob;
  readonly indexes: IntervalSet;
  /** A younger job has the same name, and is to be looked for. */
  readonly twice: boolean;
}

/**
 * Makes a record anew out of what a status block tells and Batch still has. Nothing in it runs twice: what the status
 * calls completed or failed stands, every job found is taken over, and what nobody can tell of is failed as lost.
 */
export function rebuildRecord(from: {
  readonly name: string;
  readonly sourceId: string;
  readonly rerun: string;
  /** Digest of the terms in force: those of the lost run are not known, and taken to be the same. */
  readonly how: string;
  readonly queue: string;
  readonly now: number;
  readonly remembered: Remembered | undefined;
  /** All jobs that carry the object's name and source as tags, oldest first. */
  readonly jobs: readonly FoundJob[];
}): Rebuilt {
  const { remembered, now, name, sourceId } = from;
  const placed: Placed[] = [];
  for (const job of from.jobs) {
    const id = shardIdOf(job.tags);
    if (id === undefined || id.name !== name || id.sourceId !== sourceId || jobName(id) !== job.name)
      continue;
    const indexes = indexesOfJob(job);
    if (indexes === undefined) {
      const message = `the indexes of ${job.name} (${job.jobId}) cannot be told from its environment; terminate it in Batch, or remove its tags, to go on without it`;
      return { kind: 'refused', message };
    }
    const older = placed.findIndex((each) => each.job.name === job.name);
    if (older < 0) placed.push({ id, job, indexes, twice: false });
    else placed[older] = { ...placed[older]!, twice: true };
  }
  const newest = placed.reduce<Placed | undefined>(
    (best, each) => (best === undefined || each.id.run > best.id.run ? each : best),
    undefined,
  );
  const current =
    newest !== undefined && newest.id.run > (remembered?.run ?? 0)
      ? { revision: newest.id.revision, run: newest.id.run }
      : remembered;
  if (current === undefined) return { kind: 'nothing' };

  const own = placed.filter(
    ({ id, job }) => (id.run === current.run && id.revision === current.revision) || isLive(job),
  );
  const shards = own
    .map((each) => shardOf(each, from, each.id.run === current.run))
    .map((shard) => ({ ...shard, settled: takenUpLater(shard, own, current.run) }))
    .sort((a, b) => a.round - b.round || a.shard - b.shard);
  const taken = unionOf(own.map((each) => each.indexes));
  const sameRevision = remembered?.revision === current.revision;
  // A rerun that the status has not heard of yet has taken these indexes up again.
  const again = remembered?.run === current.run ? EMPTY : taken;
  const succeeded = sameRevision ? subtract(remembered.succeeded, again) : EMPTY;
  const unheard = own.filter(({ id }) => id.run === remembered?.run && id.round >= remembered.nextRound);
  const tried = union(again, unionOf(unheard.map((each) => each.indexes)));
  const told = sameRevision ? subtract(remembered.failed, tried) : EMPTY;
  const cut = sameRevision && remembered.cut;
  const bounds = Math.max(remembered?.total ?? 0, bound(remembered?.succeeded ?? EMPTY), bound(taken));
  const lost = cut ? subtract(range(0, bounds), unionOf([succeeded, told, taken])) : EMPTY;
  const run = {
    ...newRun(current.run, current.revision, from.how, now),
    nextRound: Math.max(
      sameRevision ? remembered.nextRound : 0,
      ...placed.filter((each) => each.id.run === current.run).map((each) => each.id.round + 1),
      0,
    ),
    succeeded,
    failed: unionOf([told, lost]),
    shards,
    ...(isEmpty(lost)
      ? {}
      : {
          failures: [
            { signature: LOST_REASON, count: size(lost), reason: LOST_REASON, sampleIndex: lost[0]! },
          ],
        }),
  };
  const record: ObjectRecord = { ...newRecord(name, sourceId, from.rerun), run };
  const message = `The record was lost; run ${run.number} was rebuilt from the status and ${shards.length} jobs in Batch: ${size(succeeded)} indexes had succeeded, ${size(run.failed)} had failed${isEmpty(lost) ? '' : ` (of ${size(lost)} of them nobody can tell; rerun them by the annotation arrayjob.dev/rerun)`}`;
  return { kind: 'rebuilt', record, message };
}

/**
 * The indexes of a shard that a later round of the run has again: there their children ended without success, and the later round
 * says what became of them. How these failures were judged is not known any more, nor under which terms they came: they do not count.
 */
function takenUpLater(shard: ShardRecord, own: readonly Placed[], run: number): IntervalSet {
  const later = own.filter(({ id }) => id.run === run && id.round > shard.round);
  const isOwn = own.some(({ id, job }) => id.run === run && job.name === shard.name);
  return isOwn ? intersect(shard.indexes, unionOf(later.map((each) => each.indexes))) : EMPTY;
}

function isLive(job: FoundJob): boolean {
  return job.status !== 'SUCCEEDED' && job.status !== 'FAILED';
}

/** The indexes of a job's positions, as its environment says; undefined when that makes no sense. */
export function indexesOfJob(job: Pick<FoundJob, 'arraySize' | 'environment'>): IntervalSet | undefined {
  const count = job.arraySize ?? 1;
  const text = job.environment[INDEXES_VARIABLE];
  if (text === undefined) return range(0, count);
  const { set, skipped } = parse(text);
  return skipped.length === 0 && size(set) === count ? set : undefined;
}

function shardOf(
  { id, job, indexes, twice }: Placed,
  from: { readonly how: string; readonly queue: string; readonly now: number },
  isCurrent: boolean,
): ShardRecord {
  const { ARRAYJOB_MANIFEST_BUCKET: bucket, ARRAYJOB_MANIFEST_KEY: key } = job.environment;
  const stopped = job.statusReason?.startsWith(OWN_REASON) === true ? job.statusReason : undefined;
  // A job of an earlier run that still lives was being replaced when the store was lost.
  const reason = stopped ?? (isCurrent ? undefined : 'arrayjob: replaced by a new revision');
  return {
    round: id.round,
    shard: id.shard,
    name: job.name,
    indexes,
    phase: 'submitted',
    intendedAt: job.createdAt ?? from.now,
    jobId: job.jobId,
    ...(job.jobArn === undefined ? {} : { jobArn: job.jobArn }),
    submittedAt: job.createdAt ?? from.now,
    queue: from.queue,
    how: from.how,
    status: job.status,
    settled: EMPTY,
    ...(twice ? { verify: true } : {}),
    ...(reason === undefined ? {} : { terminating: { reason, at: from.now } }),
    ...(bucket === undefined || key === undefined ? {} : { manifest: { bucket, key } }),
  };
}
