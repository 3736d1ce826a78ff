import { childVcpus } from './child-request.ts';
import type { Fact } from './conditions.ts';
import type { PlanInput } from './decision.ts';
import { size, type IntervalSet } from './intervals.ts';
import type { ObjectRecord, RunTimes, ShardRecord } from './record.ts';

/** What is known of the queue that a spec names, and of the compute environments behind it. */
export interface QueueFacts {
  readonly name: string;
  readonly enabled: boolean;
  /** VALID, INVALID, …; absent: not told. */
  readonly status?: string;
  readonly statusReason?: string;
  /** The sum over its enabled compute environments; absent when one of them does not say. */
  readonly maxvCpus?: number;
  /** Names of the compute environments that are enabled. */
  readonly environments: readonly string[];
  /** Those of them that allocate BEST_FIT. */
  readonly bestFit: readonly string[];
}

/** What a pass has learned beside the jobs themselves. Nothing that is submitted depends on it. */
export interface Around {
  readonly queue?: QueueFacts;
  /** Of a sample of children that succeeded in this run. */
  readonly runTimes?: RunTimes;
  /** Batch's own words on a child that has been RUNNABLE for long. */
  readonly runnableReason?: string;
}

/** Shorter children cost more in starting than in running (AWS Batch best practices: 3 to 5 minutes at least). */
export const SHORT_MS = 5 * 60_000;

/** Longer ones lose much when their host goes, and are hard to spread. */
export const LONG_MS = 2 * 3_600_000;

/** Starting an instance takes minutes; what has not started by then does not start by itself. */
export const RUNNABLE_LONG_MS = 15 * 60_000;

/** With fewer indexes the length of a child is nobody's concern. */
const MANY = 10;

/**
 * What a person might do better, as conditions that never keep anything from running. Messages hold no moment's counts:
 * they change only when the advice does.
 */
export function adviceOf(
  input: Pick<PlanInput, 'now' | 'declared' | 'around'>,
  record: ObjectRecord | undefined,
  indexes: IntervalSet | undefined,
): readonly Fact[] {
  const { declared, around } = input;
  const run = record?.run;
  if (declared.kind !== 'valid' || run === undefined || around === undefined) return [];
  const total = size(indexes ?? ([] as unknown as IntervalSet));
  const going = run.shards.length > 0;
  return [
    ...(total < MANY || run.runTimes === undefined ? [] : lengthAdvice(run.runTimes, declared.desired)),
    ...(going && around.queue !== undefined ? queueAdvice(around.queue, declared, total) : []),
    ...runnableAdvice(run.shards, around.runnableReason, input.now),
  ];
}

type Valid = PlanInput['declared'] & { readonly kind: 'valid' };

function lengthAdvice({ medianMs, children }: RunTimes, desired: Valid['desired']): readonly Fact[] {
  const sample = `The median of ${children} children that succeeded ran for ${duration(medianMs)}`;
  if (medianMs < SHORT_MS) {
    const times = Math.ceil(SHORT_MS / Math.max(medianMs, 1_000));
    const more =
      desired.work.kind === 'size'
        ? `Give each index about ${times} times as much to do`
        : `With itemsPerChild: ${desired.itemsPerChild * times} a child would run for about ${duration(times * Math.max(medianMs, 1_000))}`;
    return [
      advice('AdviceRunTime', 'ShortChildren', `${sample}: starting them may cost more than that. ${more}`),
    ];
  }
  if (medianMs > LONG_MS) {
    const what =
      'a host that is lost costs as much again. Make the items smaller, or have the program save its progress';
    return [advice('AdviceRunTime', 'LongChildren', `${sample}: ${what}`)];
  }
  return [];
}

function queueAdvice(queue: QueueFacts, declared: Valid, total: number): readonly Fact[] {
  const { desired, definition } = declared;
  const facts: Fact[] = [];
  const reason = queue.statusReason === undefined ? '' : ` (${queue.statusReason})`;
  if (!queue.enabled) {
    const message = `Queue ${queue.name} is disabled: what is submitted waits until it is enabled`;
    facts.push(advice('AdviceQueue', 'QueueDisabled', message));
  } else if (queue.status !== undefined && queue.status !== 'VALID') {
    const message = `Queue ${queue.name} is ${queue.status}${reason}: it may start nothing`;
    facts.push(advice('AdviceQueue', 'QueueNotValid', message));
  } else if (queue.environments.length === 0) {
    const message = `None of the compute environments of queue ${queue.name} is enabled: it starts nothing`;
    facts.push(advice('AdviceQueue', 'NoComputeEnvironment', message));
  }
  const each = definition.kind === 'ready' ? childVcpus(desired, definition.body) : undefined;
  if (each !== undefined && queue.maxvCpus !== undefined && queue.environments.length > 0) {
    const atOnce = Math.floor(queue.maxvCpus / each);
    const terms = `maxvCpus ${queue.maxvCpus} in all, ${each} vCPUs a child`;
    // Without a wish of the spec's own, a tenth of all at once is what one would expect of an array.
    const expected = Math.min(total, desired.parallelism ?? Math.ceil(total / 10));
    if (atOnce < 1) {
      const message = `Queue ${queue.name} has no room for one child (${terms}): raise maxvCpus or ask for less`;
      facts.push(advice('AdviceCapacity', 'NeverFits', message));
    } else if (atOnce < expected) {
      const wish = desired.parallelism === undefined ? `a tenth of ${total}` : `parallelism ${expected}`;
      const message = `Queue ${queue.name} runs at most ${atOnce} children at once (${terms}), fewer than ${wish}: raise maxvCpus or expect it to take longer`;
      facts.push(advice('AdviceCapacity', 'FewAtOnce', message));
    }
  }
  if (queue.bestFit.length > 0) {
    const names = queue.bestFit.join(', ');
    const message = `${names} allocates BEST_FIT, which waits for one instance type and cannot be updated: BEST_FIT_PROGRESSIVE, or SPOT_PRICE_CAPACITY_OPTIMIZED for Spot, finds room sooner`;
    facts.push(advice('AdviceAllocation', 'BestFit', message));
  }
  return facts;
}

function runnableAdvice(
  shards: readonly ShardRecord[],
  reason: string | undefined,
  now: number,
): readonly Fact[] {
  const stuck = shards.filter((each) => isLongRunnable(each, now));
  const [first] = stuck;
  if (first?.runnableSince === undefined) return [];
  const since = new Date(Math.min(...stuck.map((each) => each.runnableSince ?? now))).toISOString();
  const own = stuck.find((each) => each.statusReason !== undefined)?.statusReason;
  const words = reason ?? own;
  const told =
    words === undefined
      ? 'Batch gives no reason: compare what a child asks for with its compute environments, and look at their instances'
      : `Batch says: ${words}`;
  const message = `Nothing of ${first.name} has started since ${since}. ${told}`;
  return [advice('AdviceRunnable', 'RunnableForLong', message)];
}

/** Whether a shard has children that could run, none that does, and that for long. */
export function isLongRunnable(shard: ShardRecord, now: number): boolean {
  return shard.runnableSince !== undefined && now - shard.runnableSince >= RUNNABLE_LONG_MS;
}

function advice(type: string, reason: string, message: string): Fact {
  return { type, status: 'True', reason, message };
}

function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`;
}
