import type { Plan, PlanInput } from './decision.ts';
import { EMPTY, intersect, type IntervalSet, size, subtract, unionOf } from './intervals.ts';
import { plan } from './plan.ts';
import type { RunRecord, ShardRecord } from './record.ts';

/** What a decision leads to once the arrays that are to be stopped have ended. */
export interface Aftermath {
  /** The decision that follows; the first one itself when nothing has to end before. */
  readonly plan: Plan;
  /** All indexes; undefined when the work could not be resolved. */
  readonly live: IntervalSet | undefined;
  /** Indexes that will be submitted, sooner or later; undefined when that cannot be told. */
  readonly toRun: IntervalSet | undefined;
  /** Those among them that had succeeded. */
  readonly redone: IntervalSet;
  /** Arrays and plain jobs that are stopped, and the indexes that lose their child. */
  readonly stopped: { readonly arrays: number; readonly children: number };
}

/** So often a decision may wait for arrays to end before it is given up to look further. */
const STEPS_MAX = 4;

/** Carries a decision on, as if every array that it stops (or waits for) ended at once without a further success. */
export function aftermathOf(input: PlanInput, first: Plan): Aftermath {
  const declared = input.declared.kind === 'valid' ? input.declared : undefined;
  const live = declared?.work.kind === 'resolved' ? declared.work.live : undefined;
  const before = input.record?.run;
  let next = first;
  for (let step = 0; step < STEPS_MAX && next.situation?.kind === 'holding'; step++) {
    const run = next.record?.run;
    if (next.record === undefined || run === undefined) break;
    const waits = next.situation.reason === 'WaitingForRun';
    const shards = waits ? [] : run.shards.filter((each) => each.terminating === undefined);
    const record = { ...next.record, run: { ...run, shards } };
    next = plan({ ...input, record, observed: new Map() });
  }
  const ended = new Set(first.actions.flatMap((each) => (each.kind === 'terminate' ? [each.name] : [])));
  const stops = (before?.shards ?? []).filter(
    (shard) => isUnderWay(shard) && shard.terminating === undefined && ended.has(shard.name),
  );
  const toRun = openOf(next, live, before);
  return {
    plan: next,
    live,
    toRun,
    redone: intersect(toRun ?? EMPTY, before?.succeeded ?? EMPTY),
    stopped: {
      arrays: stops.length,
      children: stops.reduce((sum, each) => sum + size(subtract(each.indexes, each.settled)), 0),
    },
  };
}

function isUnderWay(shard: ShardRecord): boolean {
  return shard.phase !== 'cleared';
}

/** Indexes without an outcome and without an array that goes on. */
function openOf(
  next: Plan,
  live: IntervalSet | undefined,
  before: RunRecord | undefined,
): IntervalSet | undefined {
  const { situation, record } = next;
  if (situation === undefined) return EMPTY;
  if (['invalid', 'suspended', 'stopped'].includes(situation.kind)) return EMPTY;
  if (live === undefined) return undefined;
  const run = record?.run;
  if (run === undefined) return situation.kind === 'stalled' ? EMPTY : live;
  const known = new Set((before?.shards ?? []).filter(isUnderWay).map((each) => each.name));
  const going = run.shards.filter((each) => known.has(each.name) && each.terminating === undefined);
  const taken = unionOf(going.map((each) => subtract(each.indexes, each.settled)));
  return subtract(subtract(subtract(live, run.succeeded), run.failed), taken);
}
