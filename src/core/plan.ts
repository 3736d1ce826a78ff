import { stillHeld } from './backoff.ts';
import { adoptChange, type Cause, type Target, terminateShards } from './change.ts';
import { decidedText } from './decided.ts';
import type { Action, Plan, PlanInput } from './decision.ts';
import type { Finding } from './finding.ts';
import { planGone } from './gone.ts';
import { intersect, isEmpty, size, subtract, type IntervalSet } from './intervals.ts';
import { liveIndexes, type PlanEvent } from './outcomes.ts';
import { reconsidered, stopOf } from './policies.ts';
import { newRecord, type ObjectRecord } from './record.ts';
import { fold, type FoldedInput, liveWork, rest } from './rest.ts';
import { digestsOf } from './revision.ts';
import { type Situation, statusFor } from './situation.ts';
import {
  dropCleared,
  renumber,
  resumed,
  retire,
  spend,
  terminations,
  withdraw,
  withInputs,
} from './stages.ts';
import { REFUSAL_RETRY_MS, submit } from './submit.ts';
import { isOfEarlierRun } from './submissions.ts';
import { retag, tagActions } from './tagging.ts';
import { indexWords } from './words.ts';

export type { Action, DefinitionState, Plan, PlanInput, PlanSettings, WorkState } from './decision.ts';

export const SUSPENDED = 'arrayjob: suspended';

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
