import type { BatchApi, ComputeEnvironmentDetail, QueueDetail } from '../batch/api.ts';
import { type Around, isLongRunnable, type QueueFacts } from '../core/advice.ts';
import type { Desired } from '../core/desired.ts';
import { size } from '../core/intervals.ts';
import { isTerminal, type Observations } from '../core/observation.ts';
import type { JobState, ObjectRecord, RunTimes } from '../core/record.ts';

/** Finds out what advice rests on. A call that fails costs the advice, nothing else. */
export interface Surroundings {
  of(object: {
    readonly name: string;
    readonly desired: Desired;
    readonly record: ObjectRecord | undefined;
    readonly observed: Observations;
  }): Promise<Around>;
}

/** Queues change by hand, and rarely. */
const QUEUE_FRESH_MS = 10 * 60_000;

/** Children that have succeeded before the length of one is judged, unless the array has ended. */
const SAMPLE_MIN = 20;

/** One look at a queue serves all objects; one page of children serves a run. */
export function createSurroundings(api: BatchApi, now: () => number): Surroundings {
  const queues = new Map<string, { readonly at: number; readonly facts: Promise<QueueFacts | undefined> }>();
  const sampled = new Set<string>();
  const reasons = new Map<string, { readonly at: number; readonly reason: string | undefined }>();

  const queueOf = (name: string, key: string): Promise<QueueFacts | undefined> => {
    const known = queues.get(name);
    if (known !== undefined && now() - known.at < QUEUE_FRESH_MS) return known.facts;
    const facts = lookAtQueue(api, name, key).then(async (found) => found ?? (await known?.facts));
    queues.set(name, { at: now(), facts });
    return facts;
  };

  const runTimesOf = async (
    name: string,
    record: ObjectRecord,
    observed: Observations,
  ): Promise<RunTimes | undefined> => {
    if (record.run === undefined || record.run.runTimes !== undefined) return undefined;
    for (const shard of record.run.shards) {
      const seen = observed.get(shard.name);
      if (seen?.kind !== 'job' || size(shard.indexes) < 2) continue;
      const { status, summary, jobId } = seen.job;
      const succeeded = status === 'SUCCEEDED' ? size(shard.indexes) : (summary?.SUCCEEDED ?? 0);
      const enough = succeeded >= SAMPLE_MIN || (succeeded > 0 && isTerminal(status));
      if (!enough || sampled.has(jobId)) continue;
      sampled.add(jobId);
      const found = await firstPage(api, jobId, 'SUCCEEDED', name);
      const times = found.flatMap(({ startedAt, stoppedAt }) =>
        startedAt === undefined || stoppedAt === undefined ? [] : [Math.max(0, stoppedAt - startedAt)],
      );
      if (times.length > 0) return { medianMs: medianOf(times), children: times.length };
    }
    return undefined;
  };

  const runnableReason = async (name: string, record: ObjectRecord): Promise<string | undefined> => {
    const shard = record.run?.shards.find((each) => isLongRunnable(each, now()));
    if (shard?.jobId === undefined || size(shard.indexes) < 2) return undefined;
    const known = reasons.get(shard.jobId);
    if (known !== undefined && now() - known.at < QUEUE_FRESH_MS) return known.reason;
    const found = await firstPage(api, shard.jobId, 'RUNNABLE', name);
    const reason = found.find((each) => each.statusReason !== undefined)?.statusReason;
    reasons.set(shard.jobId, { at: now(), reason });
    return reason;
  };

  return {
    async of({ name, desired, record, observed }) {
      if (record?.run === undefined || record.run.shards.length === 0) return {};
      const queue = await queueOf(desired.jobQueue, name);
      const runTimes = await runTimesOf(name, record, observed);
      const reason = await runnableReason(name, record);
      return {
        ...(queue === undefined ? {} : { queue }),
        ...(runTimes === undefined ? {} : { runTimes }),
        ...(reason === undefined ? {} : { runnableReason: reason }),
      };
    },
  };
}

async function firstPage(api: BatchApi, arrayJobId: string, status: JobState, key: string) {
  for await (const page of api.listJobs({ arrayJobId, status }, { key })) {
    return page.kind === 'ok' ? page.value : [];
  }
  return [];
}

async function lookAtQueue(api: BatchApi, name: string, key: string): Promise<QueueFacts | undefined> {
  const queues = await api.describeJobQueues([name], { key });
  const queue = queues.kind === 'ok' ? queues.value[0] : undefined;
  if (queue === undefined) return undefined;
  const environments =
    queue.computeEnvironments.length === 0
      ? undefined
      : await api.describeComputeEnvironments(queue.computeEnvironments, { key });
  return factsOf(name, queue, environments?.kind === 'ok' ? environments.value : []);
}

function factsOf(
  name: string,
  queue: QueueDetail,
  environments: readonly ComputeEnvironmentDetail[],
): QueueFacts {
  const enabled = environments.filter((each) => each.enabled);
  const known = enabled.every((each) => each.maxvCpus !== undefined);
  const { status, statusReason } = queue;
  return {
    name,
    enabled: queue.enabled,
    ...(status === undefined ? {} : { status }),
    ...(statusReason === undefined ? {} : { statusReason }),
    ...(known ? { maxvCpus: enabled.reduce((sum, each) => sum + (each.maxvCpus ?? 0), 0) } : {}),
    environments: enabled.map((each) => each.name),
    bestFit: enabled.filter((each) => each.allocationStrategy === 'BEST_FIT').map((each) => each.name),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
