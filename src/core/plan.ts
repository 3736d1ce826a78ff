import { stillHeld } from './backoff.ts';
import { adoptChange, type Cause, type Target, terminateShards } from './change.ts';
import { decidedText } from './decided.ts';
import type { Action, DefinitionState, Plan, PlanInput, WorkState } from './decision.ts';
import type { Gate } from './dependencies.ts';
import type { Desired } from './desired.ts';
import type { Finding } from './finding.ts';
import { EMPTY, intersect, isEmpty, size, subtract, union, type IntervalSet } from './intervals.ts';
import { type NativeBatch, nativeBatches } from './native.ts';
import { foldObservations, liveIndexes, type PlanEvent, waitingForBackoff } from './outcomes.ts';
import { deadlineOf, reconsidered, stopOf } from './policies.ts';
import { newRecord, type ObjectRecord, type RunRecord } from './record.ts';
import { fadedRecord, removedRecord } from './removal.ts';
import { digestsOf } from './revision.ts';
import { type Situation, statusFor } from './situation.ts';
import {
  dropCleared,
  inOrder,
  renumber,
  resumed,
  retire,
  spend,
  terminations,
  withdraw,
  withInputs,
} from './stages.ts';
import { isOfEarlierRun, submissionsOf } from './submissions.ts';
import { retag, tagActions, tagsDueAt } from './tagging.ts';
import { arraysAre, indexWords } from './words.ts';

export type { Action, DefinitionState, Plan, PlanInput, PlanSettings, WorkState } from './decision.ts';

/** A refused submission is tried again so often without a change of the spec: the cause may lie in the account. */
export const REFUSAL_RETRY_MS = 5 * 60_000;

export const SUSPENDED = 'arrayjob: suspended';
export const DELETED = 'arrayjob: removed from the source';

/**
 * Decides everything about one object. Total and deterministic: the same input gives the same decision,
 * whoever asks; the daemon carries it out, `arrayjob plan` prints it.
 */
export function plan(input: PlanInput): Plan {
  if (input.declared.kind === 'gone') return planGone(input);
  const folded = fold(input, input.declared.kind === 'valid' ? input.declared.desired : undefined);
  if (input.declared.kind === 'invalid') return planInvalid(input, input.declared.findings, folded);
  return planValid(input, input.declared, folded);
}

interface FoldedInput {
  readonly record: ObjectRecord | undefined;
  readonly events: readonly PlanEvent[];
  readonly terminate: readonly Action[];
}

/** While a spec cannot be read, its last rules hold; budgets are judged once it can be read again. */
function fold(input: PlanInput, desired: Desired | undefined): FoldedInput {
  const { record } = input;
  if (record?.run === undefined) return { record, events: [], terminate: [] };
  const { failureRules = [] } = record;
  const lastKnown = { failureRules, backoffLimitPerIndex: Number.MAX_SAFE_INTEGER };
  const folded = foldObservations(record.run, desired ?? lastKnown, input.observed, {
    now: input.now,
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

function planGone(input: PlanInput): Plan {
  const none = { situation: undefined, status: undefined, dueAt: undefined };
  const folded = fold(input, undefined);
  const { record } = folded;
  if (record === undefined) return { ...none, actions: [], record, watching: false, events: [] };
  if (record.removedAt !== undefined) {
    const faded = fadedRecord(record, input.now);
    const actions: readonly Action[] = faded === record ? [] : [{ kind: 'forget' }];
    return { ...none, actions, record: faded, watching: false, events: [] };
  }
  const orphan = record.deletionPolicy === 'Orphan';
  const stopped =
    record.run === undefined || orphan
      ? record.run
      : dropCleared(
          terminateShards(record.run, () => true, DELETED, input.now),
          () => true,
        );
  const live = stopped?.shards.filter((shard) => shard.phase !== 'cleared') ?? [];
  const events: readonly PlanEvent[] =
    record.deletingSince === undefined
      ? [
          ...folded.events,
          {
            type: 'Normal',
            reason: 'Removed',
            message: `${input.name} was removed from the source; ${live.length === 0 ? 'nothing is under way' : `${arraysAre(live.length)} ${orphan ? 'left alone' : 'stopped'}`}`,
          },
        ]
      : folded.events;
  if (orphan || stopped === undefined || live.length === 0) {
    return {
      ...none,
      actions: [...folded.terminate, { kind: 'forget' }],
      record: removedRecord(record, input.now),
      watching: false,
      events,
    };
  }
  return {
    ...none,
    actions: [...folded.terminate, ...terminations(stopped, input.now)],
    record: { ...record, run: stopped, deletingSince: record.deletingSince ?? input.now },
    watching: true,
    events,
  };
}

function planInvalid(input: PlanInput, findings: readonly Finding[], folded: FoldedInput): Plan {
  const { run } = folded.record ?? {};
  const situation: Situation = { kind: 'invalid', findings };
  return {
    actions: [...folded.terminate, ...(run === undefined ? [] : terminations(run, input.now))],
    record: folded.record,
    situation,
    status: statusFor(input, folded.record, undefined, situation),
    dueAt: undefined,
    watching: run?.shards.some((shard) => shard.phase !== 'cleared') ?? false,
    events: folded.events,
  };
}

/** A decision that submits nothing: keeps what is known, carries out what has been marked. */
function rest(
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

function planValid(
  input: PlanInput,
  declared: PlanInput['declared'] & { kind: 'valid' },
  folded: FoldedInput,
): Plan {
  const { desired, definition, work } = declared;
  const { now } = input;
  const known: ObjectRecord = {
    ...(folded.record ?? newRecord(input.name, input.sourceId, desired.rerun ?? '')),
    deletionPolicy: desired.deletionPolicy,
    failureRules: desired.failureRules,
    // It is said only once, and this pass may not get as far as acting on it.
    ...(work.kind === 'resolved' && work.renumbered ? { renumbering: true } : {}),
  };
  const { deletingSince: _deleting, removedAt: _removed, left: _left, ...record } = known;
  const ready = work.kind === 'resolved' && definition.kind === 'ready';
  if (desired.suspend && !ready) {
    return suspend(input, record, liveWork(work), folded);
  }
  if (work.kind === 'failed') {
    const situation: Situation = work.terminal
      ? { kind: 'stalled', reason: work.reason, message: work.message }
      : { kind: 'retrying', reason: work.reason, message: work.message };
    return rest(input, record, undefined, situation, folded, { dueAt: now + REFUSAL_RETRY_MS });
  }
  if (definition.kind === 'failed') {
    const situation: Situation = { kind: 'stalled', reason: definition.reason, message: definition.message };
    return rest(input, record, work.live, situation, folded, { dueAt: now + REFUSAL_RETRY_MS });
  }
  if (definition.kind === 'pending') {
    const situation: Situation = {
      kind: 'retrying',
      reason: 'DefinitionPending',
      message: definition.message,
    };
    return rest(input, record, work.live, situation, folded);
  }

  const target: Target = {
    ...digestsOf(desired, definition.body),
    indexes: work.live,
    inputs: declared.gate.inputs,
  };
  const fresh = renumber(record, target, now);
  const adopted = fresh.holding === undefined ? adoptChange(fresh.record, desired, target, now) : fresh;
  const events = [...adopted.events];
  const tagged = retag(adopted.record, desired);
  const tags = tagActions(tagged, desired, now);
  const { decided: formerly, ...kept } = adopted.record;
  const decided = adopted.holding === undefined ? decidedText(desired, definition.body) : formerly;
  const base = {
    ...kept,
    run: tagged,
    tags: desired.tags,
    ...(decided === undefined ? {} : { decided }),
  };
  let run = retire(withInputs(base.run, declared), target.indexes, now);
  const more = { actions: tags, events };

  if (desired.suspend) return suspend(input, { ...base, run }, work.live, folded, more);
  if (adopted.holding !== undefined) {
    run = dropCleared(run, () => true);
    const situation: Situation = { kind: 'holding', ...adopted.holding };
    return rest(input, { ...base, run }, work.live, situation, folded, more);
  }
  const judged = spend(resumed(run, now), desired);
  const again = subtract(run.failed, judged.failed);
  if (!isEmpty(again)) {
    const message = `${indexWords(size(again))} that failed to be run again: backoffLimitPerIndex is ${desired.backoffLimitPerIndex} now`;
    events.push({ type: 'Normal', reason: 'BudgetRaised', message });
  }
  run = reconsidered(judged, desired, target.indexes);
  const stop = stopOf(run, desired, target.indexes, now);
  if (stop !== undefined) {
    if (run.stop === undefined) {
      events.push({
        type: stop.outcome === 'Succeeded' ? 'Normal' : 'Warning',
        reason: stop.reason,
        message: stop.message,
      });
    }
    run = { ...run, stop };
    run = dropCleared(
      terminateShards(run, () => true, `arrayjob: ${stop.reason}`, now),
      () => true,
    );
    if (run.shards.length === 0) run = { ...run, completedAt: run.completedAt ?? now };
    const situation: Situation = { kind: 'stopped', stop, stopping: run.shards.length };
    return rest(input, { ...base, run }, work.live, situation, folded, more);
  }

  run = withdraw({ ...run, backoff: stillHeld(run.backoff, now) }, declared, now);
  run = dropCleared(
    run,
    (shard) =>
      // What was to be stopped may be wanted again by now, but not under a name that is still marked.
      shard.terminating !== undefined ||
      shard.how !== target.how ||
      isOfEarlierRun(input, run, shard) ||
      !isEmpty(subtract(shard.indexes, intersect(target.indexes, declared.gate.allowed))),
  );
  const open = subtract(subtract(target.indexes, run.succeeded), run.failed);
  const waiting = subtract(open, liveIndexes(run));
  if (isEmpty(open)) {
    if (run.shards.length === 0) run = { ...run, completedAt: run.completedAt ?? now };
    const failed = size(intersect(run.failed, target.indexes));
    const situation: Situation = {
      kind: 'done',
      failed,
      total: size(target.indexes),
      finishing: run.shards.length,
    };
    return rest(input, { ...base, run }, work.live, situation, folded, {
      ...more,
      ...(work.dueAt === undefined ? {} : { dueAt: work.dueAt }),
    });
  }
  const { completedAt, ...unfinished } = run;
  // New items after the end are a new stretch of work, with a deadline of its own.
  run = completedAt === undefined ? unfinished : { ...unfinished, startedAt: now };
  const causes: readonly Cause[] = [
    { indexes: work.added, why: 'new items' },
    ...(adopted.causes ?? []),
    { indexes: again, why: 'the budget is larger now' },
  ];
  return submit(input, declared, definition, { ...base, run }, waiting, folded, { ...more, causes });
}

/** Stops everything that is under way; what has ended stands. */
function suspend(
  input: PlanInput,
  record: ObjectRecord,
  indexes: IntervalSet | undefined,
  folded: FoldedInput,
  more: { readonly actions?: readonly Action[]; readonly events?: readonly PlanEvent[] } = {},
): Plan {
  if (record.run === undefined) {
    return rest(input, record, indexes, { kind: 'suspended', stopping: 0 }, folded, more);
  }
  const marked = terminateShards(record.run, () => true, SUSPENDED, input.now);
  const stopping = dropCleared(marked, () => true);
  const run = { ...stopping, suspendedAt: stopping.suspendedAt ?? input.now };
  const situation: Situation = { kind: 'suspended', stopping: run.shards.length };
  return rest(input, { ...record, run }, indexes, situation, folded, more);
}

function submit(
  input: PlanInput,
  declared: PlanInput['declared'] & { kind: 'valid' },
  definition: DefinitionState & { kind: 'ready' },
  record: ObjectRecord & { readonly run: RunRecord },
  waiting: IntervalSet,
  folded: FoldedInput,
  more: {
    readonly actions: readonly Action[];
    readonly events: readonly PlanEvent[];
    readonly causes: readonly Cause[];
  },
): Plan {
  const { desired, gate, work } = declared;
  const { now } = input;
  let { run } = record;
  const refused = run.refusal;
  const retryAt = refused === undefined ? undefined : refused.at + REFUSAL_RETRY_MS;
  if (refused !== undefined && retryAt! > now && refused.at >= input.settings.lookingSince) {
    const situation: Situation = { kind: 'stalled', reason: refused.code, message: refused.message };
    const dueAt = Math.min(retryAt!, deadlineOf(run, desired) ?? Infinity);
    return rest(input, record, liveWork(work), situation, folded, { ...more, dueAt });
  }
  const held = waitingForBackoff(run);
  const free = intersect(subtract(waiting, held), gate.allowed);
  const eligible = gate.sequential
    ? inOrder(intersect(run.failed, liveWork(work) ?? run.failed), waiting, free)
    : free;
  const native = nativeOf(gate, run, waiting, held, eligible);
  const made = submissionsOf({
    input,
    desired,
    definition,
    run,
    eligible,
    native,
    sequential: gate.sequential,
    causes: more.causes,
  });
  run = made.run;
  const blocked = !isEmpty(subtract(waiting, gate.allowed)) && gate.blockedBy.length > 0;
  const failed = size(intersect(run.failed, liveWork(work) ?? run.failed));
  const brokenOff =
    gate.sequential && failed > 0 && isEmpty(eligible) && isEmpty(held) && run.shards.length === 0;
  const situation: Situation =
    made.refusal !== undefined
      ? { kind: 'stalled', ...made.refusal }
      : brokenOff
        ? { kind: 'done', failed, total: size(liveWork(work) ?? run.failed), finishing: 0 }
        : blocked &&
            run.shards.length === 0 &&
            isEmpty(eligible) &&
            isEmpty(intersect(intersect(held, waiting), gate.allowed))
          ? { kind: 'blocked', by: gate.blockedBy }
          : {
              kind: 'running',
              started: run.shards.length > 0 || !isEmpty(union(run.succeeded, run.failed)),
              waitingFor: gate.waitingFor,
              backingOff: size(intersect(held, waiting)),
            };
  const due = [
    ...run.backoff.map((each) => each.until),
    deadlineOf(run, desired),
    declared.work.kind === 'resolved' ? declared.work.dueAt : undefined,
  ].filter((each): each is number => each !== undefined);
  const dueAt = due.length === 0 ? undefined : Math.min(...due);
  return {
    ...rest(input, { ...record, run }, liveWork(work), situation, folded, {
      events: more.events,
      actions: [...more.actions, ...made.actions],
      ...(dueAt === undefined ? {} : { dueAt }),
    }),
    watching: run.shards.length > 0,
  };
}

/** What is not free yet, and may be given to Batch together with what it waits for. */
function nativeOf(
  gate: Gate,
  run: RunRecord,
  waiting: IntervalSet,
  held: IntervalSet,
  eligible: IntervalSet,
): readonly NativeBatch[] {
  const closed = subtract(subtract(waiting, held), gate.allowed);
  if (!gate.sequential) return nativeBatches(gate.unmet, closed, eligible, false);
  // In order, everything that is left goes in one array, and only when nothing else is under way or to be tried again first.
  const isOpen = !isEmpty(intersect(waiting, held)) || run.shards.length > 0;
  if (isOpen || !isEmpty(eligible) || !isEmpty(run.failed)) return [];
  return nativeBatches(gate.unmet, closed, EMPTY, true);
}

function liveWork(work: WorkState): IntervalSet | undefined {
  return work.kind === 'resolved' ? work.live : undefined;
}
