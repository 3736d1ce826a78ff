import type { Desired } from './desired.ts';
import { actionFor, DEPENDENT_JOB_FAILED, ruleFor } from './failures.ts';
import type { FailedChild, ObservedJob } from './observation.ts';
import type { ShardRecord } from './record.ts';

/** What becomes of a child that ended FAILED. */
export type Verdict = 'terminated' | 'neverRan' | 'external' | 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';

/**
 * Judges one failed child. Own terminations and dependencies that failed come before the failure policy,
 * because they say nothing about the child.
 */
export function verdictOn(
  child: FailedChild,
  shard: ShardRecord,
  job: ObservedJob,
  desired: Pick<Desired, 'failureRules'>,
): Verdict {
  const { statusReason } = child;
  if (shard.terminating !== undefined && statusReason === shard.terminating.reason) return 'terminated';
  if (statusReason?.startsWith(DEPENDENT_JOB_FAILED) === true) return 'neverRan';
  // Batch gives the words of a termination to the parent and to every child that it stopped.
  const withParent =
    job.isTerminated === true && statusReason !== undefined && statusReason === job.statusReason;
  if (child.isTerminated === true || withParent) {
    // Somebody else was quicker to stop what was to be stopped.
    if (shard.terminating !== undefined) return 'terminated';
    // A rule for just these words says what whoever stops single children, such as a watchdog, means by it.
    const rule = withParent ? undefined : ruleFor(desired.failureRules, child);
    return rule?.onStatusReason === undefined ? 'external' : rule.action;
  }
  return actionFor(desired.failureRules, child);
}

/** A plain job that failed, as the only child of itself. */
export function childOf(job: ObservedJob): FailedChild {
  const { jobId, statusReason, reason, exitCode, logStream, isTerminated } = job;
  return {
    position: 0,
    jobId,
    ...(statusReason === undefined ? {} : { statusReason }),
    ...(reason === undefined ? {} : { reason }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(logStream === undefined ? {} : { logStream }),
    ...(isTerminated === undefined ? {} : { isTerminated }),
  };
}
