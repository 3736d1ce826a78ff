import { amountOf, type Desired } from './desired.ts';
import { intersect, isEmpty, size, subtract, type IntervalSet } from './intervals.ts';
import type { RunRecord, Stop } from './record.ts';
import { countIndexes } from './status.ts';
import { indexWords } from './words.ts';

/** The smallest number of first failures that the circuit breaker takes for a sign. */
export const CANARY_MIN = 10;

/** The part of the spec that a stop for this reason rests on, as text: with another one the decision is taken anew. */
export function policyOf(reason: string, desired: Desired, indexes: IntervalSet): string {
  if (reason === 'FailJobRule') return JSON.stringify(desired.failureRules);
  const { minSucceeded, maxFailedIndexes, canary, activeDeadlineMs, backoffLimitPerIndex } = desired;
  const common = [minSucceeded, maxFailedIndexes, canary, activeDeadlineMs, size(indexes)];
  // With a larger budget, fewer have failed for good.
  return JSON.stringify(reason === 'MaxFailedIndexesExceeded' ? [...common, backoffLimitPerIndex] : common);
}

/** A stopped run goes on when the part of the spec that stopped it has changed, or has got other items. */
export function reconsidered(run: RunRecord, desired: Desired, indexes: IntervalSet): RunRecord {
  const { stop, completedAt: _completed, ...rest } = run;
  if (stop?.policy === undefined) return run;
  return stop.policy === policyOf(stop.reason, desired, indexes) ? run : rest;
}

/**
 * Whether the run must stop now, and why. In this order: a rule that fails the job (found while folding; as in
 * Kubernetes it goes before success), a success policy that is met, too many failures, a canary that died, the deadline.
 */
export function stopOf(
  run: RunRecord,
  desired: Desired,
  indexes: IntervalSet,
  now: number,
): Stop | undefined {
  const found = run.stop ?? judged(run, desired, indexes, now);
  return found === undefined ? undefined : { ...found, policy: policyOf(found.reason, desired, indexes) };
}

function judged(run: RunRecord, desired: Desired, indexes: IntervalSet, now: number): Stop | undefined {
  const total = size(indexes);
  const counts = countIndexes(run, indexes);
  if (desired.minSucceeded !== undefined && total > 0) {
    const needed = amountOf(desired.minSucceeded, total);
    if (counts.succeeded >= needed) {
      const message = `${counts.succeeded} of ${total} indexes succeeded; successPolicy asks for ${needed}`;
      return { reason: 'SuccessPolicyMet', message, at: now, outcome: 'Succeeded' };
    }
  }
  const failed = size(intersect(run.failed, indexes));
  if (desired.maxFailedIndexes !== undefined) {
    const limit = amountOf(desired.maxFailedIndexes, total);
    if (failed > limit) {
      const message = `${indexWords(failed)} failed for good; maxFailedIndexes allows ${limit}. Find the cause in status.failures, then change the spec or give the annotation arrayjob.dev/rerun a new value`;
      return { reason: 'MaxFailedIndexesExceeded', message, at: now, outcome: 'Failed' };
    }
  }
  const canary = isEmpty(openOf(run, indexes)) ? undefined : canaryStop(run, desired, total, now);
  if (canary !== undefined) return canary;
  const due = deadlineOf(run, desired);
  if (due !== undefined && now >= due && run.completedAt === undefined) {
    const message = `The run has been active for longer than activeDeadlineSeconds (${(desired.activeDeadlineMs ?? 0) / 1_000})`;
    return { reason: 'DeadlineExceeded', message, at: now, outcome: 'Failed' };
  }
  return undefined;
}

/** Indexes without an outcome that stands. */
function openOf(run: RunRecord, indexes: IntervalSet): IntervalSet {
  return subtract(subtract(indexes, run.succeeded), run.failed);
}

/** When the run's time is over, or undefined without a deadline. */
export function deadlineOf(run: RunRecord, desired: Desired): number | undefined {
  return desired.activeDeadlineMs === undefined ? undefined : run.startedAt + desired.activeDeadlineMs;
}

function canaryStop(run: RunRecord, desired: Desired, total: number, now: number): Stop | undefined {
  if (desired.canary === 'off' || run.canary.passed) return undefined;
  const share = amountOf(desired.canary ?? { kind: 'percent', value: 1 }, total);
  if (share === 0) return undefined;
  const needed = Math.max(CANARY_MIN, share);
  // A run that is not larger than its canary has nothing left to save.
  if (run.canary.failed < needed || total <= needed) return undefined;
  const message = `The first ${run.canary.failed} children that ended all failed alike (${run.canary.signature ?? ''}); the rest is not run. Mend the cause, then change the spec or give the annotation arrayjob.dev/rerun a new value. Switched off with canary: 0`;
  return { reason: 'CanaryFailed', message, at: now, outcome: 'Failed' };
}
