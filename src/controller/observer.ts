import type { BatchApi, JobDetail } from '../batch/api.ts';
import { childrenByStatus, describeAll, failedChildren, findByName } from '../batch/observe.ts';
import type { Failure, Outcome } from '../batch/outcome.ts';
import {
  type FailedChild,
  type Look,
  needsFailedChildren,
  needsSucceededChildren,
  type Observation,
  type ObservedJob,
} from '../core/observation.ts';

export interface Observed {
  readonly observations: ReadonlyMap<string, Observation>;
  /** The first look that failed; what was seen stands all the same. */
  readonly failure?: Failure;
}

export interface Observer {
  /** Looks at shards of one object. `tags` tell its own jobs from others of the same name. */
  observe(
    name: string,
    looks: readonly Look[],
    tagsOf: (look: Look) => Readonly<Record<string, string>>,
  ): Promise<Observed>;
}

/** Describes of all objects that come within so long share calls of a hundred ids. */
const GATHER_MS = 20;

interface Waiting {
  readonly ids: readonly string[];
  readonly resolve: (outcome: Outcome<ReadonlyMap<string, JobDetail>>) => void;
}

/** Looks at Batch for many objects with as few calls as it takes. */
export function createObserver(api: BatchApi, after: (ms: number, run: () => void) => unknown): Observer {
  let gathered: Waiting[] = [];

  const flush = async (): Promise<void> => {
    const waiting = gathered;
    gathered = [];
    const outcome = await describeAll(
      api,
      waiting.flatMap((each) => each.ids),
    );
    for (const each of waiting) each.resolve(outcome);
  };

  const describe = (ids: readonly string[]): Promise<Outcome<ReadonlyMap<string, JobDetail>>> =>
    new Promise((resolve) => {
      if (gathered.length === 0) after(GATHER_MS, () => void flush());
      gathered.push({ ids, resolve });
    });

  const children = async (name: string, look: Look, job: JobDetail): Promise<Outcome<Observation>> => {
    const { shard } = look;
    const seen = observedOf(job);
    if (!needsFailedChildren(shard, seen)) return { kind: 'ok', value: { kind: 'job', job: seen } };
    const failed = await failedChildren(api, job.jobId, { key: name });
    if (failed.kind !== 'ok') return failed;
    const listed = failed.value.map(failedOf);
    if (!needsSucceededChildren(shard, seen, listed.length)) {
      return { kind: 'ok', value: { kind: 'job', job: seen, failed: listed } };
    }
    const succeeded = await childrenByStatus(api, job.jobId, 'SUCCEEDED', { key: name });
    if (succeeded.kind !== 'ok') return succeeded;
    const positions = succeeded.value.map((each) => each.position);
    return { kind: 'ok', value: { kind: 'job', job: seen, failed: listed, succeeded: positions } };
  };

  return {
    async observe(name, looks, tagsOf) {
      const observations = new Map<string, Observation>();
      let failure: Failure | undefined;
      const ids = looks.flatMap((look) => (look.kind === 'describe' ? (look.shard.jobId ?? []) : []));
      const described = ids.length === 0 ? undefined : await describe(ids);
      if (described !== undefined && described.kind !== 'ok') failure = described;

      for (const look of looks) {
        const { shard } = look;
        if (look.kind === 'search') {
          const found = await findByName(api, shard.queue, shard.name, tagsOf(look), { key: name });
          if (found.kind === 'ok') {
            observations.set(shard.name, { kind: 'search', jobs: found.value.map(observedOf) });
          } else failure ??= found;
          continue;
        }
        if (described?.kind !== 'ok') continue;
        const job = described.value.get(shard.jobId ?? '');
        if (job === undefined) {
          observations.set(shard.name, { kind: 'absent' });
          continue;
        }
        const seen = await children(name, look, job);
        if (seen.kind === 'ok') observations.set(shard.name, seen.value);
        else failure ??= seen;
      }
      return { observations, ...(failure === undefined ? {} : { failure }) };
    },
  };
}

function observedOf(job: JobDetail): ObservedJob {
  const {
    jobId,
    status,
    statusReason,
    createdAt,
    startedAt,
    stoppedAt,
    isTerminated,
    summary,
    exitCode,
    reason,
    logStream,
  } = job;
  return compact({
    jobId,
    status,
    statusReason,
    createdAt,
    startedAt,
    stoppedAt,
    isTerminated,
    summary,
    exitCode,
    reason,
    logStream,
  });
}

function failedOf(child: {
  readonly position: number;
  readonly jobId: string;
  readonly statusReason?: string;
  readonly reason?: string;
  readonly exitCode?: number;
}): FailedChild {
  const { position, jobId, statusReason, reason, exitCode } = child;
  return compact({ position, jobId, statusReason, reason, exitCode });
}

/** Leaves members out that are undefined. */
function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
