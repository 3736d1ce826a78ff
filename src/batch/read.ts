import { JOB_STATES, type JobState, type StateCounts } from '../core/record.ts';
import { isObject, without, type JsonObject } from '../core/json.ts';
import type {
  AttemptDetail,
  ComputeEnvironmentDetail,
  DefinitionDetail,
  JobDetail,
  JobSummary,
  LogPlace,
  QueueDetail,
} from './api.ts';

/*
 * Responses are read as if they came from strangers: emulators leave members out, and a missing one must never be an
 * exception. What cannot be identified (no id, no status) is skipped.
 */

type Raw = Readonly<Record<string, unknown>>;

function record(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

function list(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function flag(value: unknown): boolean {
  return value === true;
}

/** A copy without the members that are undefined: absent and undefined are not the same to our types. */
function present<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

function stateOf(value: unknown): JobState | undefined {
  return JOB_STATES.find((each) => each === value);
}

function strings(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((each): each is [string, string] => typeof each[1] === 'string'),
  );
}

function summaryOf(array: Raw): StateCounts | undefined {
  if (array.statusSummary === undefined || array.statusSummary === null) return undefined;
  const counts = Object.entries(record(array.statusSummary)).flatMap(([key, value]) => {
    const state = stateOf(key);
    const count = number(value);
    return state === undefined || count === undefined ? [] : [[state, count] as const];
  });
  return Object.fromEntries(counts);
}

/** The position of a child: from its array properties or, where an emulator leaves them out, from `parent:position`. */
function positionOf(jobId: string, array: Raw): number | undefined {
  const inId = /:(\d{1,5})$/.exec(jobId)?.[1];
  return number(array.index) ?? (inId === undefined ? undefined : Number(inId));
}

/** The container that explains an end: the first that failed, else the first that says anything. */
function telling(containers: readonly Raw[]): Raw {
  return (
    containers.find((each) => (number(each.exitCode) ?? 0) !== 0) ??
    containers.find((each) => text(each.reason) !== undefined) ??
    containers.find((each) => number(each.exitCode) !== undefined) ??
    containers[0] ??
    {}
  );
}

function ecsContainers(tasks: unknown): readonly Raw[] {
  return list(tasks).flatMap((task) => list(task.containers));
}

function ending(container: Raw): Pick<AttemptDetail, 'exitCode' | 'reason' | 'logStream'> {
  return present<Pick<AttemptDetail, 'exitCode' | 'reason' | 'logStream'>>({
    exitCode: number(container.exitCode),
    reason: text(container.reason),
    logStream: text(container.logStreamName),
  });
}

function attemptOf(raw: Raw): AttemptDetail {
  const containers = [
    ...(raw.container === undefined ? [] : [record(raw.container)]),
    ...ecsContainers(raw.taskProperties),
    ...list(raw.containers),
    ...list(raw.initContainers),
  ];
  return {
    ...present<Pick<AttemptDetail, 'startedAt' | 'stoppedAt' | 'statusReason'>>({
      startedAt: number(raw.startedAt),
      stoppedAt: number(raw.stoppedAt),
      statusReason: text(raw.statusReason),
    }),
    ...ending(telling(containers)),
  };
}

/** The log configuration of the container that tells the most, which its log stream is of. */
function logPlaceOf(containers: readonly Raw[]): LogPlace | undefined {
  const configuration = record(telling(containers).logConfiguration);
  const options = strings(configuration.options);
  const place = present<LogPlace>({
    driver: text(configuration.logDriver),
    group: options['awslogs-group'],
    region: options['awslogs-region'],
  });
  return Object.keys(place).length === 0 ? undefined : place;
}

function environmentOf(containers: readonly Raw[]): Record<string, string> {
  const pairs = containers.flatMap((each) => [...list(each.environment), ...list(each.env)]);
  // Of equal names the first container's counts: it is the program, the others stand beside it.
  return Object.fromEntries(pairs.reverse().map((each) => [String(each.name), text(each.value) ?? '']));
}

/** A job of DescribeJobs, or undefined when it has no id or a status that nobody knows. */
export function jobDetailOf(value: unknown): JobDetail | undefined {
  const raw = record(value);
  const jobId = text(raw.jobId);
  const status = stateOf(raw.status);
  if (jobId === undefined || status === undefined) return undefined;
  const array = record(raw.arrayProperties);
  const pod = record(record(raw.eksProperties).podProperties);
  const containers = [
    ...(raw.container === undefined ? [] : [record(raw.container)]),
    ...ecsContainers(record(raw.ecsProperties).taskProperties),
    ...list(pod.containers),
  ];
  const attempts = [...list(raw.attempts), ...list(raw.eksAttempts)].map(attemptOf);
  const last = attempts[attempts.length - 1];
  const now = ending(telling(containers));
  return {
    ...present<
      Omit<JobDetail, 'jobId' | 'name' | 'status' | 'tags' | 'environment' | 'dependsOn' | 'attempts'>
    >({
      jobArn: text(raw.jobArn),
      queue: text(raw.jobQueue),
      definition: text(raw.jobDefinition),
      statusReason: text(raw.statusReason),
      createdAt: number(raw.createdAt),
      startedAt: number(raw.startedAt),
      stoppedAt: number(raw.stoppedAt),
      isTerminated: flag(raw.isTerminated) || flag(raw.isCancelled) ? true : undefined,
      arraySize: number(array.size),
      position: positionOf(jobId, array),
      summary: summaryOf(array),
      log: logPlaceOf(containers),
      exitCode: now.exitCode ?? last?.exitCode,
      reason: now.reason ?? last?.reason,
      logStream: now.logStream ?? last?.logStream,
    }),
    jobId,
    name: text(raw.jobName) ?? '',
    status,
    tags: strings(raw.tags),
    environment: environmentOf(containers),
    dependsOn: list(raw.dependsOn).map((each) =>
      present<{ jobId?: string; type?: string }>({ jobId: text(each.jobId), type: text(each.type) }),
    ),
    attempts,
  };
}

/** A line of ListJobs, or undefined when it has no id or a status that nobody knows. */
export function jobSummaryOf(value: unknown): JobSummary | undefined {
  const raw = record(value);
  const jobId = text(raw.jobId);
  const status = stateOf(raw.status);
  if (jobId === undefined || status === undefined) return undefined;
  const array = record(raw.arrayProperties);
  const container = record(raw.container);
  return {
    ...present<Omit<JobSummary, 'jobId' | 'name' | 'status'>>({
      statusReason: text(raw.statusReason),
      createdAt: number(raw.createdAt),
      startedAt: number(raw.startedAt),
      stoppedAt: number(raw.stoppedAt),
      exitCode: number(container.exitCode),
      reason: text(container.reason),
      arraySize: number(array.size),
      position: positionOf(jobId, array),
      isTerminated: flag(raw.isTerminated) || flag(raw.isCancelled) ? true : undefined,
    }),
    jobId,
    name: text(raw.jobName) ?? '',
    status,
  };
}

export function definitionOf(value: unknown): DefinitionDetail | undefined {
  const raw = record(value);
  const arn = text(raw.jobDefinitionArn) ?? '';
  const name = text(raw.jobDefinitionName) ?? /job-definition\/([^:]+)/.exec(arn)?.[1];
  const revision = number(raw.revision) ?? Number(/:(\d+)$/.exec(arn)?.[1] ?? Number.NaN);
  if (name === undefined || Number.isNaN(revision)) return undefined;
  const body: unknown = JSON.parse(JSON.stringify(raw));
  return {
    name,
    arn,
    revision,
    reference: `${name}:${revision}`,
    active: raw.status === undefined || raw.status === 'ACTIVE',
    body: without((isObject(body) ? body : {}) satisfies JsonObject, ['$metadata']),
  };
}

export function queueOf(value: unknown): QueueDetail {
  const raw = record(value);
  return {
    ...present<Pick<QueueDetail, 'status' | 'statusReason' | 'schedulingPolicy'>>({
      status: text(raw.status),
      statusReason: text(raw.statusReason),
      schedulingPolicy: text(raw.schedulingPolicyArn),
    }),
    name: text(raw.jobQueueName) ?? '',
    arn: text(raw.jobQueueArn) ?? '',
    enabled: raw.state !== 'DISABLED',
    computeEnvironments: [...list(raw.computeEnvironmentOrder)]
      .sort((a, b) => (number(a.order) ?? 0) - (number(b.order) ?? 0))
      .flatMap((each) => text(each.computeEnvironment) ?? []),
  };
}

export function computeEnvironmentOf(value: unknown): ComputeEnvironmentDetail {
  const raw = record(value);
  const resources = record(raw.computeResources);
  return {
    ...present<Omit<ComputeEnvironmentDetail, 'name' | 'arn' | 'enabled'>>({
      status: text(raw.status),
      statusReason: text(raw.statusReason),
      maxvCpus: number(resources.maxvCpus),
      allocationStrategy: text(resources.allocationStrategy),
      resourceType: text(resources.type),
      orchestration: text(raw.containerOrchestrationType),
    }),
    name: text(raw.computeEnvironmentName) ?? '',
    arn: text(raw.computeEnvironmentArn) ?? '',
    enabled: raw.state !== 'DISABLED',
  };
}

/** The entries of a member that is a list, read one by one; what cannot be read is left out. */
export function entriesOf<T>(
  response: unknown,
  member: string,
  read: (value: unknown) => T | undefined,
): readonly T[] {
  const value = record(response)[member];
  return Array.isArray(value) ? value.flatMap((each: unknown) => read(each) ?? []) : [];
}

export function textMember(response: unknown, member: string): string | undefined {
  return text(record(response)[member]);
}

export function numberMember(response: unknown, member: string): number | undefined {
  return number(record(response)[member]);
}
