import { isStale } from './dependencies.ts';
import type { Desired } from './desired.ts';
import { EMPTY, intersect, isEmpty, parse, size, subtract, type IntervalSet } from './intervals.ts';
import type { PlanEvent } from './outcomes.ts';
import { liveIndexes } from './outcomes.ts';
import {
  HISTORY_KEPT,
  newRun,
  nextRunNumber,
  NO_CANARY,
  type ObjectRecord,
  PAST_KEPT,
  type PastRevision,
  type RunRecord,
  type ShardRecord,
} from './record.ts';
import { indexWords } from './words.ts';

/** What the spec asks for now, in digests. */
export interface Target {
  readonly revision: string;
  readonly how: string;
  /** The revisions of everything upstream; undefined while one of them is not known. */
  readonly inputs?: string | undefined;
  /** The indexes whose items exist. */
  readonly indexes: IntervalSet;
}

/** What a change of the spec does to the record, before anything new is submitted. */
export interface Adopted {
  readonly record: ObjectRecord & { readonly run: RunRecord };
  /** Set while arrays of the old terms must end before the new ones may start. */
  readonly holding?: { readonly reason: 'Replacing' | 'WaitingForRun'; readonly message: string };
  readonly events: readonly PlanEvent[];
  /** Why indexes are to be run, for the reader of a plan. */
  readonly causes?: readonly Cause[];
}

/** Indexes, and why they are to be run. */
export interface Cause {
  readonly indexes: IntervalSet;
  readonly why: string;
}

export const REPLACED = 'arrayjob: replaced by a new revision';
export const MOVED = 'arrayjob: moved to new terms';
export const RERUN = 'arrayjob: rerun requested';
export const RETIRED = 'arrayjob: items are gone';

/** Which indexes a value of the annotation `arrayjob.dev/rerun` asks for: the part before `@`, or all. */
export function rerunScope(value: string, run: RunRecord, all: IntervalSet): IntervalSet {
  const limit = value.includes('@') ? value.slice(0, value.indexOf('@')).trim() : onlyFailed(value);
  if (limit === 'failed') return intersect(run.failed, all);
  const { set, skipped } = parse(limit);
  return limit === '' || skipped.length > 0 || isEmpty(set) ? all : intersect(set, all);
}

/** `failed` with nothing behind it cannot mean all. */
function onlyFailed(value: string): string {
  return value.trim() === 'failed' ? 'failed' : '';
}

/** Marks shards to be stopped; those already being stopped keep their first reason. */
export function terminateShards(
  run: RunRecord,
  which: (shard: ShardRecord) => boolean,
  reason: string,
  now: number,
): RunRecord {
  return {
    ...run,
    shards: run.shards.map((shard) =>
      shard.terminating === undefined && which(shard)
        ? { ...shard, terminating: { reason, at: now } }
        : shard,
    ),
  };
}

/** Compares what is asked for with what the record was made for, and brings the record over where it may go. */
export function adoptChange(record: ObjectRecord, desired: Desired, target: Target, now: number): Adopted {
  const { run } = record;
  if (run === undefined) {
    const first = newRun(nextRunNumber(record), target.revision, target.how, now);
    return { record: { ...record, rerunSeen: desired.rerun ?? '', run: first }, events: [] };
  }
  if (run.revision !== target.revision)
    return adoptRevision(record, withoutCleared(run), desired, target, now);
  if (asksRerun(record, desired)) {
    const scope = rerunScope(desired.rerun ?? '', run, target.indexes);
    return adoptRerun(record, withoutCleared(run), desired, target, now, scope, 'as asked');
  }
  if (isStale(run.inputs, target.inputs) && desired.onUpstreamChange === 'Rerun') {
    const why = 'because what it depends on has a new revision';
    const earlier = pastResult(record, target);
    const back = intersect(earlier?.succeeded ?? EMPTY, target.indexes);
    const scope = subtract(target.indexes, back);
    const again = adoptRerun(record, withoutCleared(run), desired, target, now, target.indexes, why);
    if (again.holding !== undefined) return again;
    // What it made of these inputs before stands again, as it does for an earlier revision of its own.
    const event: PlanEvent = {
      type: 'Normal',
      reason: 'Rerun',
      message: isEmpty(back)
        ? `${indexWords(size(scope))} to be run again, ${why}`
        : `What it depends on is back at an earlier revision: ${size(back)} results still stand`,
    };
    return {
      ...again,
      record: {
        ...again.record,
        past: withPast(record, run, target),
        run: { ...again.record.run, ...lineageOf(earlier), succeeded: back },
      },
      events: [event, ...again.events.filter((each) => each.reason !== 'Rerun')],
    };
  }
  if (run.how !== target.how) return adoptTerms(record, run, desired, target, now);
  return { record: { ...record, run }, events: [] };
}

function asksRerun(record: ObjectRecord, desired: Desired): boolean {
  return (desired.rerun ?? '') !== '' && desired.rerun !== record.rerunSeen;
}

/** What Batch is known not to have needs no stopping, and is cut anew. */
function withoutCleared(run: RunRecord): RunRecord {
  return { ...run, shards: run.shards.filter((shard) => shard.phase !== 'cleared') };
}

/** Whether a run has begun and has more to do by itself, be it that nothing is submitted at the moment. */
function isGoing(run: RunRecord): boolean {
  return run.stop === undefined && run.completedAt === undefined && run.nextRound > 0;
}

function adoptRevision(
  record: ObjectRecord,
  run: RunRecord,
  desired: Desired,
  target: Target,
  now: number,
): Adopted {
  const live = liveIndexes(run);
  if (desired.onChange === 'Ignore' && isGoing(run)) {
    return {
      record: { ...record, run: { ...run, revision: target.revision, how: target.how } },
      events: [
        {
          type: 'Normal',
          reason: 'ChangeIgnored',
          message: `Revision ${target.revision} is taken over without running anything again (onChange: Ignore)`,
        },
      ],
    };
  }
  if (run.shards.length === 0) {
    const earlier = pastResult(record, target);
    const past = earlier?.succeeded ?? EMPTY;
    // Asked for together with a rerun, what stood is not what is wanted.
    const restored = asksRerun(record, desired)
      ? subtract(past, rerunScope(desired.rerun ?? '', run, target.indexes))
      : past;
    const next: RunRecord = {
      ...newRun(nextRunNumber(record), target.revision, target.how, now),
      succeeded: restored,
      // Not known yet what the inputs are now: compared with these when it is.
      ...(earlier?.inputs === undefined ? {} : { inputs: earlier.inputs }),
      ...lineageOf(earlier),
    };
    const message = isEmpty(restored)
      ? `Revision ${target.revision} replaces ${run.revision}: every index runs again`
      : `Back to revision ${target.revision}: ${size(restored)} results still stand`;
    return {
      record: {
        ...record,
        past: withPast(record, run, target),
        history: withHistory(record, run, target.indexes),
        rerunSeen: desired.rerun ?? '',
        run: next,
      },
      events: [{ type: 'Normal', reason: 'NewRevision', message }],
    };
  }
  if (desired.onChange === 'Wait') {
    const message = `Revision ${target.revision} starts when what is under way (${indexWords(size(live))}) has ended (onChange: Wait)`;
    return { record: { ...record, run }, holding: { reason: 'WaitingForRun', message }, events: [] };
  }
  const message = `Revision ${target.revision} starts when the arrays of ${run.revision} have been stopped`;
  return {
    record: { ...record, run: terminateShards(run, () => true, REPLACED, now) },
    holding: { reason: 'Replacing', message },
    events: [],
  };
}

/** What stands of an earlier time with the same revision and, as far as is known, the same inputs. */
function pastResult(record: ObjectRecord, target: Target): PastRevision | undefined {
  return record.past.find(
    (each) => each.revision === target.revision && !isStale(each.inputs, target.inputs),
  );
}

function lineageOf(result: { readonly lineage?: string | undefined } | undefined): {
  readonly lineage?: string;
} {
  return result?.lineage === undefined ? {} : { lineage: result.lineage };
}

/** Earlier results, with those of the run that is left and without those that are taken up again. */
function withPast(record: ObjectRecord, run: RunRecord, target: Target): ObjectRecord['past'] {
  const { revision, how, inputs, lineage, succeeded } = run;
  const others = record.past.filter(
    (each) =>
      !(each.revision === revision && !isStale(each.inputs, inputs)) &&
      !(each.revision === target.revision && !isStale(each.inputs, target.inputs)),
  );
  const left: PastRevision = {
    revision,
    how,
    ...(inputs === undefined ? {} : { inputs }),
    ...lineageOf({ lineage }),
    succeeded,
  };
  return [left, ...others].slice(0, PAST_KEPT);
}

function adoptRerun(
  record: ObjectRecord,
  run: RunRecord,
  desired: Desired,
  target: Target,
  now: number,
  scope: IntervalSet,
  why: string,
): Adopted {
  const touched = (shard: ShardRecord) => !isEmpty(intersect(subtract(shard.indexes, shard.settled), scope));
  if (run.shards.some(touched)) {
    return {
      record: { ...record, run: terminateShards(run, touched, RERUN, now) },
      holding: {
        reason: 'Replacing',
        message: 'The rerun starts when the arrays under way have been stopped',
      },
      events: [],
    };
  }
  const {
    completedAt: _completed,
    stop: _stop,
    refusal: _refusal,
    definition: _definition,
    inputs,
    lineage,
    ...rest
  } = run;
  // What a rerun leaves standing was computed from what it was computed from.
  const kept = isEmpty(subtract(target.indexes, scope))
    ? {}
    : { ...(inputs === undefined ? {} : { inputs }), ...lineageOf({ lineage }) };
  // Rounds go on counting: a manifest's key names the revision and the round, and an older round may still be read.
  const next: RunRecord = {
    ...rest,
    ...kept,
    number: nextRunNumber(record),
    startedAt: now,
    succeeded: subtract(run.succeeded, scope),
    failed: subtract(run.failed, scope),
    spent: subtract(run.spent ?? EMPTY, scope),
    strikes: run.strikes.map((set) => subtract(set, scope)),
    backoff: run.backoff.map(({ until, indexes }) => ({ until, indexes: subtract(indexes, scope) })),
    ended: [],
    failures: [],
    canary: NO_CANARY,
  };
  const begun = {
    ...record,
    rerunSeen: desired.rerun ?? '',
    history: withHistory(record, run, target.indexes),
    run: next,
  };
  const event: PlanEvent = {
    type: 'Normal',
    reason: 'Rerun',
    message: `${indexWords(size(scope))} to be run again, ${why}`,
  };
  const cause: Cause = { indexes: scope, why: `run again ${why}` };
  if (next.how === target.how) return { record: begun, events: [event], causes: [cause] };
  const adopted = adoptTerms(begun, next, desired, target, now);
  return {
    ...adopted,
    events: [event, ...adopted.events],
    causes: [cause, ...(adopted.causes ?? [])],
  };
}

function adoptTerms(
  record: ObjectRecord,
  run: RunRecord,
  desired: Desired,
  target: Target,
  now: number,
): Adopted {
  const moved =
    desired.onChange === 'Replace'
      ? terminateShards(run, (shard) => shard.how !== target.how, MOVED, now)
      : run;
  const untouched = isEmpty(run.failed) && run.stop === undefined && run.refusal === undefined;
  const { stop: _stop, refusal: _refusal, completedAt, ...rest } = moved;
  const fresh: RunRecord = {
    ...rest,
    how: target.how,
    failed: EMPTY,
    spent: EMPTY,
    strikes: [],
    backoff: [],
    failures: untouched ? run.failures : [],
    canary: NO_CANARY,
    ...(untouched ? {} : { startedAt: now }),
    ...(untouched && completedAt !== undefined ? { completedAt } : {}),
  };
  const events: PlanEvent[] =
    size(run.failed) > 0
      ? [
          {
            type: 'Normal',
            reason: 'NewTerms',
            message: `${indexWords(size(run.failed))} that failed to be run again under the new terms`,
          },
        ]
      : [];
  const causes = [{ indexes: run.failed, why: 'failed under the former terms' }];
  return { record: { ...record, run: fresh }, events, causes };
}

function withHistory(record: ObjectRecord, run: RunRecord, indexes: IntervalSet): ObjectRecord['history'] {
  const failed = size(intersect(run.failed, indexes));
  const succeeded = size(intersect(run.succeeded, indexes));
  const total = size(indexes);
  const phase = run.stop?.outcome ?? (failed > 0 ? 'Failed' : succeeded === total ? 'Succeeded' : 'Replaced');
  const line = {
    run: run.number,
    revision: run.revision,
    phase,
    succeeded,
    failed,
    total,
    startTime: new Date(run.startedAt).toISOString(),
    ...(run.completedAt === undefined ? {} : { completionTime: new Date(run.completedAt).toISOString() }),
  };
  return [line, ...record.history].slice(0, HISTORY_KEPT);
}
