import type { Cause } from './change.ts';
import type { Action, DefinitionState, Plan, PlanInput } from './decision.ts';
import type { Gate } from './dependencies.ts';
import { EMPTY, intersect, isEmpty, size, subtract, union, type IntervalSet } from './intervals.ts';
import { type NativeBatch, nativeBatches } from './native.ts';
import { type PlanEvent, waitingForBackoff } from './outcomes.ts';
import { deadlineOf } from './policies.ts';
import type { ObjectRecord, RunRecord } from './record.ts';
import { type FoldedInput, liveWork, rest } from './rest.ts';
import type { Situation } from './situation.ts';
import { inOrder } from './stages.ts';
import { submissionsOf } from './submissions.ts';

/** A refused submission is tried again so often without a change of the spec: the cause may lie in the account. */
export const REFUSAL_RETRY_MS = 5 * 60_000;

/** Submits what waits and may start; says what the object waits for otherwise. */
export function submit(
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
