import { fromIndexes, has, pick } from './intervals.ts';
import type { FailedChild, ObservedJob } from './observation.ts';
import type { ShardRecord } from './record.ts';

/**
 * How Batch itself begins the statusReason of a child that failed. A listing does not say that somebody terminated a child; only its
 * statusReason, which has the words that were given for it, looks strange. What is missing here costs one more DescribeJobs.
 */
const OWN_WORDS = [
  'Essential container in task exited',
  'Host EC2',
  'Your Spot Task was interrupted',
  'Dependent Job failed',
  'Task failed to start',
  'Job attempt duration exceeded timeout',
  'CannotPullContainer',
  'CannotStartContainer',
  'CannotCreateContainer',
  'CannotInspectContainer',
  'DockerTimeoutError',
  'OutOfMemoryError',
  'ResourceInitializationError',
  'ContainerRuntimeError',
  'Timeout waiting for',
  'MISCONFIGURATION:',
  'CAPACITY:',
];

/**
 * One child for each statusReason among newly failed children that may be words of a person, to be described: whoever stops children
 * one by one gives other words than Batch's, and Batch says of a described child whether somebody stopped it.
 */
export function childrenToAsk(
  shard: ShardRecord,
  job: ObservedJob,
  failed: readonly FailedChild[],
): readonly (FailedChild & { readonly jobId: string; readonly statusReason: string })[] {
  const asked = new Map<string, FailedChild & { readonly jobId: string; readonly statusReason: string }>();
  for (const child of failed) {
    const { statusReason, jobId, position } = child;
    if (statusReason === undefined || jobId === undefined || asked.has(statusReason)) continue;
    if (statusReason === shard.terminating?.reason) continue;
    if (job.isTerminated === true && statusReason === job.statusReason) continue;
    if (OWN_WORDS.some((words) => statusReason.startsWith(words))) continue;
    const [index] = pick(shard.indexes, fromIndexes([position]));
    if (index !== undefined && has(shard.settled, index)) continue;
    asked.set(statusReason, { ...child, statusReason, jobId });
  }
  return [...asked.values()];
}

/** The children with what was found out of those that were asked: the same words mean the same of each. */
export function withAnswers(
  failed: readonly FailedChild[],
  terminatedWords: ReadonlySet<string>,
): readonly FailedChild[] {
  if (terminatedWords.size === 0) return failed;
  return failed.map((child) =>
    terminatedWords.has(child.statusReason ?? '') ? { ...child, isTerminated: true } : child,
  );
}
