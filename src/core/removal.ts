import type { Json } from './json.ts';
import { rememberedIn } from './rebuild.ts';
import { newRecord, nextRunNumber, type ObjectRecord, type RunRecord } from './record.ts';

/** How long it is remembered of a removed object which runs it had: far longer than Batch remembers its jobs. */
export const REMOVED_KEPT_MS = 90 * 24 * 3_600_000;

/** How long all of its record is kept, with its items: about as long as Batch remembers its jobs. */
export const REMOVED_WHOLE_MS = 7 * 24 * 3_600_000;

/** What is kept of an object that has been removed; undefined when it never ran. */
export function removedRecord(record: ObjectRecord, now: number): ObjectRecord | undefined {
  const lastRun = nextRunNumber(record) - 1;
  if (lastRun === 0) return undefined;
  const { deletingSince: _deleting, left: _left, ...left } = record;
  return {
    ...newRecord(record.name, record.sourceId, ''),
    lastRun,
    removedAt: now,
    left: { ...left, ...(left.run === undefined ? {} : { run: held(left.run, now) }) },
  };
}

/** The time until it comes back counts against no deadline, as the time of a suspension does not. */
function held(run: RunRecord, now: number): RunRecord {
  return run.completedAt === undefined ? { ...run, suspendedAt: run.suspendedAt ?? now } : run;
}

/** What is left of a removed object's record at this time; undefined when nothing is. */
export function fadedRecord(record: ObjectRecord, now: number): ObjectRecord | undefined {
  const age = now - (record.removedAt ?? now);
  if (age > REMOVED_KEPT_MS) return undefined;
  if (age <= REMOVED_WHOLE_MS) return record;
  const { left: _left, ...faded } = record;
  return faded;
}

/**
 * The record to go on from when a removed object is declared again. With a status of its own it is the one that was
 * removed: a file that was half-written, moved away and back, or reverted in git. Its record knows better than that status,
 * which may be from some time before. Without one it is another object of the same name.
 */
export function returnedRecord(record: ObjectRecord, status: Json | undefined): ObjectRecord {
  const { left } = record;
  // A version that does not know of `left` has gone on from the status, and has kept it as it was.
  if (record.run !== undefined) return record;
  const remembered = rememberedIn(status, record.name, record.sourceId);
  if (left?.run === undefined || remembered === undefined) return record;
  return remembered.run > left.run.number ? record : left;
}
