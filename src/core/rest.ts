import type { Action, Plan, PlanInput, WorkState } from './decision.ts';
import type { Desired } from './desired.ts';
import type { IntervalSet } from './intervals.ts';
import { foldObservations, type PlanEvent } from './outcomes.ts';
import type { ObjectRecord, RunRecord } from './record.ts';
import { type Situation, statusFor } from './situation.ts';
import { terminations } from './stages.ts';
import { tagsDueAt } from './tagging.ts';

/** The record with what was observed brought in. */
export interface FoldedInput {
  readonly record: ObjectRecord | undefined;
  readonly events: readonly PlanEvent[];
  readonly terminate: readonly Action[];
}

/** While a spec cannot be read, its last rules hold; budgets are judged once it can be read again. */
export function fold(input: PlanInput, desired: Desired | undefined): FoldedInput {
  const { record } = input;
  if (record?.run === undefined) return { record, events: [], terminate: [] };
  const { failureRules = [] } = record;
  const lastKnown = { failureRules, backoffLimitPerIndex: Number.MAX_SAFE_INTEGER };
  const folded = foldObservations(record.run, desired ?? lastKnown, input.observed, {
    now: input.now,
    askedAt: input.askedAt ?? input.now,
    settleMs: input.settings.settleMs,
    lookingSince: input.settings.lookingSince,
    serviceNow: input.settings.serviceNow,
  });
  return {
    record: { ...record, run: withRunTimes(folded.run, input) },
    events: folded.events,
    terminate: folded.duplicates.map((each) => ({
      kind: 'terminate' as const,
      name: each.name,
      jobId: each.jobId,
      reason: 'arrayjob: duplicate of an older job of this name',
    })),
  };
}

function withRunTimes(run: RunRecord, { around }: PlanInput): RunRecord {
  return around?.runTimes === undefined ? run : { ...run, runTimes: around.runTimes };
}

/** A decision that submits nothing: keeps what is known, carries out what has been marked. */
export function rest(
  input: PlanInput,
  record: ObjectRecord,
  indexes: IntervalSet | undefined,
  situation: Situation,
  folded: FoldedInput,
  more: {
    readonly actions?: readonly Action[];
    readonly events?: readonly PlanEvent[];
    readonly dueAt?: number;
  } = {},
): Plan {
  const { run } = record;
  const due = [more.dueAt, tagsDueAt(run, input.now)].filter((each) => each !== undefined);
  return {
    actions: [
      ...folded.terminate,
      ...(run === undefined ? [] : terminations(run, input.now)),
      ...(more.actions ?? []),
    ],
    record,
    situation,
    status: statusFor(input, record, indexes, situation),
    dueAt: due.length === 0 ? undefined : Math.min(...due),
    watching: run?.shards.some((shard) => shard.phase !== 'cleared') ?? false,
    events: [...folded.events, ...(more.events ?? [])],
  };
}

export function liveWork(work: WorkState): IntervalSet | undefined {
  return work.kind === 'resolved' ? work.live : undefined;
}
