import { type Adopted, REPLACED, RETIRED, type Target, terminateShards } from './change.ts';
import type { Action, PlanInput } from './decision.ts';
import { isStale, lineageFrom } from './dependencies.ts';
import type { Desired } from './desired.ts';
import {
  EMPTY,
  first,
  intersect,
  isEmpty,
  range,
  subtract,
  union,
  unionOf,
  type IntervalSet,
} from './intervals.ts';
import { liveIndexes, type PlanEvent } from './outcomes.ts';
import { waitsInBatch, waitsWrongly } from './native.ts';
import { newRun, nextRunNumber, type ObjectRecord, type RunRecord, type ShardRecord } from './record.ts';

export const WITHDRAWN = 'arrayjob: what it depends on has changed';

/** TerminateJob is called again when a job has not ended by then. */
export const TERMINATE_RETRY_MS = 60_000;

/** Calls to stop what is marked to be stopped and has an id. */
export function terminations(run: RunRecord, now: number): readonly Action[] {
  return run.shards.flatMap((shard): Action[] => {
    const { terminating, jobId } = shard;
    if (terminating === undefined || jobId === undefined) return [];
    const sent = terminating.sentAt;
    if (sent !== undefined && now - sent >= 0 && now - sent < TERMINATE_RETRY_MS) return [];
    return [{ kind: 'terminate', name: shard.name, jobId, reason: terminating.reason }];
  });
}

/** Shards that Batch is known not to have and that are not wanted any more. */
export function dropCleared(run: RunRecord, unwanted: (shard: ShardRecord) => boolean): RunRecord {
  return { ...run, shards: run.shards.filter((shard) => shard.phase !== 'cleared' || !unwanted(shard)) };
}

/** A run that goes on after a suspension; what is left of it has the whole of its deadline again. */
export function resumed(run: RunRecord, now: number): RunRecord {
  const { suspendedAt, ...rest } = run;
  if (suspendedAt === undefined) return run;
  return run.completedAt === undefined ? { ...rest, startedAt: now } : rest;
}

/**
 * Failures beyond the budget are for good, also those that were counted while no readable spec said what the budget is.
 * With a larger budget than the one that they had used up, indexes go again.
 */
export function spend(run: RunRecord, desired: Desired): RunRecord {
  const beyond = unionOf(run.strikes.slice(desired.backoffLimitPerIndex));
  const over = subtract(subtract(subtract(beyond, run.succeeded), liveIndexes(run)), run.failed);
  const spent = intersect(run.spent ?? EMPTY, run.failed);
  const again = subtract(spent, beyond);
  if (isEmpty(over) && isEmpty(again)) return run;
  return {
    ...run,
    failed: union(subtract(run.failed, again), over),
    spent: union(subtract(spent, again), over),
  };
}

/** When indexes mean something else than before, nothing that is known of them stands; arrays over the old ones end first. */
export function renumber(
  record: ObjectRecord,
  target: Target,
  now: number,
):
  | { readonly record: ObjectRecord; readonly holding?: undefined; readonly events: readonly PlanEvent[] }
  | Held {
  const { renumbering, ...rest } = record;
  if (rest.run === undefined || renumbering !== true) return { record: rest, events: [] };
  const run = dropCleared(
    terminateShards(rest.run, () => true, REPLACED, now),
    () => true,
  );
  if (run.shards.length > 0) {
    const message = 'The new work starts when the arrays over the former items have been stopped';
    return {
      record: { ...rest, run, renumbering: true },
      holding: { reason: 'Replacing', message },
      events: [],
    };
  }
  return {
    record: { ...rest, past: [], run: newRun(nextRunNumber(rest), target.revision, target.how, now) },
    events: [],
  };
}

type Held = Adopted & { readonly holding: NonNullable<Adopted['holding']> };

/** With SEQUENTIAL an index starts only when all before it have succeeded: the first that cannot start bars the rest. */
export function inOrder(failed: IntervalSet, waiting: IntervalSet, free: IntervalSet): IntervalSet {
  const barrier = Math.min(first(failed) ?? Infinity, first(subtract(waiting, free)) ?? Infinity);
  return barrier === Infinity ? free : intersect(free, range(0, barrier));
}

/** Remembers what a run is computed from; from then on, other inputs make it stale. */
export function withInputs(run: RunRecord, declared: PlanInput['declared'] & { kind: 'valid' }): RunRecord {
  const { gate, desired } = declared;
  if (gate.inputs === undefined) return run;
  if (desired.onUpstreamChange === 'Rerun' && isStale(run.inputs, gate.inputs)) return run;
  const { lineage = run.inputs === '' ? '' : lineageFrom(gate.inputs), ...rest } = run;
  // What depends on nothing needs none.
  const isPlain = lineage === '' && gate.inputs === '';
  return { ...rest, inputs: gate.inputs, ...(isPlain ? {} : { lineage }) };
}

/** Stops arrays of which no index is wanted any more; in the others, retired children run to their end. */
export function retire(run: RunRecord, indexes: IntervalSet, now: number): RunRecord {
  const pointless = (shard: ShardRecord) => {
    const live = subtract(shard.indexes, shard.settled);
    return !isEmpty(live) && isEmpty(intersect(live, indexes));
  };
  return terminateShards(run, (shard) => pointless(shard) && shard.phase !== 'cleared', RETIRED, now);
}

/** Takes back what waits in Batch, not begun, for something else than the dependencies ask for by now. */
export function withdraw(
  run: RunRecord,
  declared: PlanInput['declared'] & { kind: 'valid' },
  now: number,
): RunRecord {
  const names = new Set(
    declared.desired.dependsOn.flatMap((each) => (each.kind === 'sequential' ? [] : [each.name])),
  );
  const wrong = (shard: ShardRecord) =>
    waitsInBatch(shard) && waitsWrongly(shard, declared.gate.unmet, names);
  return terminateShards(run, wrong, WITHDRAWN, now);
}
