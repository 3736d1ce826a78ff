import type { BatchApi, JobDetail } from '../../batch/api.ts';
import { describeAll, findByPrefix } from '../../batch/observe.ts';
import { ok, type Outcome } from '../../batch/outcome.ts';
import {
  has,
  indexesOf,
  type IntervalSet,
  isEmpty,
  positionOf,
  subtract,
  unionOf,
} from '../../core/intervals.ts';
import { isObject, type Json } from '../../core/json.ts';
import { jobNamePrefix, shardIdOf, TAG_NAME, TAG_SOURCE } from '../../core/names.ts';
import { indexesOfJob } from '../../core/rebuild.ts';
import type { FailureGroup, ObjectRecord } from '../../core/record.ts';

/** What is known of an ArrayJob's jobs, from the state store where there is one and from the status in the file. */
export interface Known {
  readonly name: string;
  /** Undefined as long as nothing ever ran. */
  readonly sourceId: string | undefined;
  readonly queue: string | undefined;
  readonly jobIds: readonly string[];
  readonly failures: readonly Omit<FailureGroup, 'signature'>[];
}

/** A child, or a plain job: the latest one of an index. */
export interface Child {
  readonly index: number;
  readonly jobId: string;
}

export function knownOf(
  name: string,
  queue: string | undefined,
  record: ObjectRecord | undefined,
  status: Json | undefined,
): Known {
  const run = record?.run;
  const shards = run?.shards ?? [];
  const listed = isObject(status) && Array.isArray(status['jobs']) ? status['jobs'].filter(isObject) : [];
  const ids = [
    ...shards.map((each) => each.jobId),
    ...(run?.ended ?? []).map((each) => each.id),
    ...listed.map((each) => each['id']),
  ];
  return {
    name,
    sourceId: record?.sourceId ?? sourceIdIn(status),
    queue: shards[0]?.queue ?? queue,
    jobIds: [...new Set(ids.filter((each): each is string => typeof each === 'string' && each !== ''))],
    failures: run?.failures ?? failuresIn(status),
  };
}

function sourceIdIn(status: Json | undefined): string | undefined {
  const object = isObject(status) ? status['object'] : undefined;
  return typeof object === 'string' ? /@([0-9a-f]{8})$/.exec(object)?.[1] : undefined;
}

function failuresIn(status: Json | undefined): Known['failures'] {
  const groups = isObject(status) && Array.isArray(status['failures']) ? status['failures'] : [];
  return groups.filter(isObject).flatMap(({ count, exitCode, reason, sampleIndex, logStream }) =>
    typeof count === 'number' && typeof sampleIndex === 'number'
      ? [
          {
            count,
            sampleIndex,
            reason: typeof reason === 'string' ? reason : '',
            ...(typeof exitCode === 'number' ? { exitCode } : {}),
            ...(typeof logStream === 'string' ? { logStream } : {}),
          },
        ]
      : [],
  );
}

interface Parent {
  readonly job: JobDetail;
  readonly run: number;
  readonly round: number;
  readonly indexes: IntervalSet;
}

/**
 * The latest children of indexes. The jobs that are known are asked first, in calls of 100; only when they do not hold all
 * indexes is the queue searched by name. Indexes that no job holds are missing from the result.
 */
export async function childrenOf(
  api: BatchApi,
  known: Known,
  indexes: IntervalSet,
): Promise<Outcome<readonly Child[]>> {
  const described = await describeAll(api, known.jobIds);
  if (described.kind !== 'ok') return described;
  let parents: readonly Parent[] = parentsAmong(described.value.values(), known);
  if (
    !isEmpty(subtract(indexes, unionOf(parents.map((each) => each.indexes)))) &&
    known.queue !== undefined
  ) {
    const tags = {
      [TAG_NAME]: known.name,
      ...(known.sourceId === undefined ? {} : { [TAG_SOURCE]: known.sourceId }),
    };
    const found = await findByPrefix(api, known.queue, jobNamePrefix(known.name), tags);
    if (found.kind !== 'ok') return found;
    parents = [...parents, ...parentsAmong(found.value, known)];
  }
  const latest = parents.toSorted((a, b) => b.run - a.run || b.round - a.round);
  const children: Child[] = [];
  for (const index of indexesOf(indexes)) {
    const parent = latest.find((one) => has(one.indexes, index));
    if (parent === undefined) continue;
    const { jobId, arraySize } = parent.job;
    const position = positionOf(parent.indexes, index);
    children.push({ index, jobId: arraySize === undefined ? jobId : `${jobId}:${position ?? 0}` });
  }
  return ok(children);
}

function parentsAmong(jobs: Iterable<JobDetail>, { name, sourceId }: Known): readonly Parent[] {
  return [...jobs].flatMap((job) => {
    const id = shardIdOf(job.tags);
    const indexes = indexesOfJob(job);
    if (id?.name !== name || indexes === undefined) return [];
    if (sourceId !== undefined && id.sourceId !== sourceId) return [];
    return [{ job, run: id.run, round: id.round, indexes }];
  });
}
