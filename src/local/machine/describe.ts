import { clientException } from './answer.ts';
import { strategyDetail } from './definitions.ts';
import { arnOf, taskIdOf } from './identity.ts';
import { rollSummary } from './lifecycle.ts';
import { STATUSES, isTerminal, unitId } from './model.ts';
import { findJob } from './stop.ts';
import type { Attempt, Counts, Job, Unit, World } from './model.ts';
import type { Json, JsonObject } from './wire.ts';

const MAX_DESCRIBED = 100;

/** DescribeJobs: what Batch does not know, or not yet, is silently left out. */
export function describeJobs(world: World, input: { readonly jobs: readonly string[] }): Json {
  if (input.jobs.length === 0) throw clientException('At least one job must be specified');
  if (input.jobs.length > MAX_DESCRIBED) throw clientException('Maximum number of jobs supported is  100 .');
  const jobs: Json[] = [];
  for (const id of new Set(input.jobs)) {
    const found = findJob(world, id);
    if (found === undefined || world.now() - found.job.createdAt < world.lags.describeMs) continue;
    jobs.push(found.unit === undefined ? parentDetail(world, found.job) : unitDetail(world, found.unit));
  }
  return { jobs };
}

/** The name of the log stream of one attempt, as Batch's awslogs configuration makes it. */
export function logStreamOf(job: Job, index: number, attempt: number, container = 'default'): string {
  const options = job.container?.logConfiguration?.options;
  const prefix = options?.['awslogs-stream-prefix'] ?? job.definitionName;
  return `${prefix}/${container}/${taskIdOf(job.id, index, attempt)}`;
}

/** The log group of a job: `/aws/batch/job` unless its log configuration says otherwise. */
export function logGroupOf(job: Job): string {
  return job.container?.logConfiguration?.options?.['awslogs-group'] ?? '/aws/batch/job';
}

function common(world: World, job: Job, id: string): JsonObject {
  return {
    jobArn: arnOf(world.config, 'job', id),
    jobName: job.name,
    jobId: id,
    jobQueue: job.queue.arn,
    shareIdentifier: job.shareIdentifier,
    schedulingPriority: job.schedulingPriority,
    retryStrategy: strategyDetail(job.retryStrategy),
    dependsOn: job.dependsOn as readonly Json[],
    jobDefinition: job.definitionArn,
    parameters: job.parameters,
    timeout: job.timeoutSeconds === undefined ? undefined : { attemptDurationSeconds: job.timeoutSeconds },
    propagateTags: job.propagateTags ?? false,
    platformCapabilities: job.platformCapabilities,
    consumableResourceProperties: job.consumables as Json | undefined,
  };
}

/** A job as DescribeJobs and events show it: an array's parent. */
export function parentDetail(world: World, job: Job): JsonObject {
  return {
    ...common(world, job, job.id),
    status: job.status,
    statusReason: job.statusReason,
    attempts: [],
    createdAt: job.createdAt,
    stoppedAt: job.stoppedAt,
    container: job.container === undefined ? undefined : { ...job.container, networkInterfaces: [] },
    ecsProperties: job.ecs as Json | undefined,
    eksProperties: job.eks as Json | undefined,
    arrayProperties: arrayDetail(world, job),
    tags: { ...job.tags },
    isCancelled: job.cancelled,
    isTerminated: job.terminated,
  };
}

function arrayDetail(world: World, job: Job): JsonObject {
  rollSummary(world, job);
  const counts = world.lags.summaryMs > 0 ? job.summary : job.counts;
  return {
    statusSummary: summaryOf(counts),
    statusSummaryLastUpdatedAt:
      world.lags.summaryMs > 0 ? Math.max(job.createdAt, job.summaryAt) : world.now(),
    size: job.size,
  };
}

function summaryOf(counts: Counts): JsonObject {
  const summary: Record<string, number> = {};
  for (const status of STATUSES) summary[status] = counts[status];
  return summary;
}

/** A plain job or an array's child as DescribeJobs and events show it. */
export function unitDetail(world: World, unit: Unit): JsonObject {
  const { job, index } = unit;
  const latest = unit.attempts.at(-1);
  const live = unit.environment !== undefined;
  const over = isTerminal(unit.status) ? latest : undefined;
  const attempt = live ? unit.attempts.length + 1 : unit.attempts.length;
  const ran = live || over !== undefined;
  return {
    ...common(world, job, unitId(unit)),
    status: unit.status,
    statusReason: unit.statusReason,
    attempts:
      job.eks === undefined ? unit.attempts.map((each, at) => attemptDetail(world, unit, each, at + 1)) : [],
    createdAt: unit.createdAt,
    startedAt: unit.startedAt,
    stoppedAt: unit.stoppedAt,
    container:
      job.container === undefined
        ? undefined
        : {
            ...job.container,
            networkInterfaces: [],
            ...(ran ? place(world, unit, attempt) : {}),
            ...(over?.exitCode === undefined ? {} : { exitCode: over.exitCode }),
            ...(over?.reason === undefined ? {} : { reason: over.reason }),
          },
    ecsProperties: job.ecs === undefined ? undefined : ecsDetail(world, unit, ran ? attempt : 0, over),
    eksProperties: job.eks as Json | undefined,
    eksAttempts: job.eks === undefined ? undefined : unit.attempts.map((each) => eksAttempt(unit, each)),
    arrayProperties: index < 0 ? undefined : { index, statusSummary: {} },
    tags: index < 0 ? { ...job.tags } : {},
    isCancelled: unit.cancelled,
    isTerminated: unit.terminated,
  };
}

function place(world: World, unit: Unit, attempt: number): JsonObject {
  const { accountId, region } = world.config;
  const cluster = unit.job.queue.environments[0]?.environment;
  const name = cluster === undefined ? 'local' : `${cluster.name}_Batch_${cluster.uuid}`;
  const stem = `arn:aws:ecs:${region}:${accountId}`;
  const instance = (cluster?.uuid ?? '').replaceAll('-', '').padEnd(32, '0');
  return {
    containerInstanceArn: `${stem}:container-instance/${name}/${instance}`,
    taskArn: `${stem}:task/${name}/${taskIdOf(unit.job.id, unit.index, attempt)}`,
    logStreamName: logStreamOf(unit.job, unit.index, attempt),
  };
}

function attemptDetail(world: World, unit: Unit, attempt: Attempt, number: number): JsonObject {
  const where = place(world, unit, number);
  const end = {
    ...(attempt.exitCode === undefined ? {} : { exitCode: attempt.exitCode }),
    ...(attempt.reason === undefined ? {} : { reason: attempt.reason }),
  };
  const { containerInstanceArn, taskArn, logStreamName } = where;
  return {
    container:
      unit.job.ecs === undefined
        ? { containerInstanceArn, taskArn, logStreamName, ...end, networkInterfaces: [] }
        : {},
    taskProperties:
      unit.job.ecs === undefined
        ? []
        : [
            {
              containerInstanceArn,
              taskArn,
              containers: (unit.job.ecs.taskProperties[0]?.containers ?? []).map((each) => ({
                name: each.name,
                logStreamName: logStreamOf(unit.job, unit.index, number, each.name ?? 'default'),
                ...(each.essential === false ? {} : end),
                networkInterfaces: [],
              })),
            },
          ],
    startedAt: attempt.startedAt,
    stoppedAt: attempt.stoppedAt,
    statusReason: attempt.statusReason,
  };
}

function ecsDetail(world: World, unit: Unit, attempt: number, over: Attempt | undefined): JsonObject {
  const where = attempt > 0 ? place(world, unit, attempt) : {};
  return {
    taskProperties: (unit.job.ecs?.taskProperties ?? []).map((task) => ({
      ...task,
      ...(attempt > 0
        ? { containerInstanceArn: where['containerInstanceArn'], taskArn: where['taskArn'] }
        : {}),
      containers: task.containers.map((each) => ({
        ...each,
        ...(attempt > 0
          ? { logStreamName: logStreamOf(unit.job, unit.index, attempt, each.name ?? 'default') }
          : {}),
        ...(over?.exitCode === undefined || each.essential === false ? {} : { exitCode: over.exitCode }),
        ...(over?.reason === undefined || each.essential === false ? {} : { reason: over.reason }),
      })),
    })),
  };
}

function eksAttempt(unit: Unit, attempt: Attempt): JsonObject {
  const pod = unit.job.eks?.podProperties;
  return {
    containers: (pod?.containers ?? []).map((each) => ({
      name: each.name,
      exitCode: attempt.exitCode,
      reason: attempt.reason,
    })),
    initContainers: (pod?.initContainers ?? []).map((each) => ({ name: each.name })),
    podName: `aws-batch.${unit.job.id}`,
    startedAt: attempt.startedAt,
    stoppedAt: attempt.stoppedAt,
    statusReason: attempt.statusReason,
  };
}

/** A plain job or a parent in a listing. */
export function jobSummary(world: World, job: Job): JsonObject {
  if (job.size === 0) return unitSummary(world, job.units[0]!);
  return {
    jobArn: arnOf(world.config, 'job', job.id),
    jobId: job.id,
    jobName: job.name,
    capacityUsage: [{ capacityUnit: 'VCPU', quantity: job.vcpus }],
    createdAt: job.createdAt,
    shareIdentifier: job.shareIdentifier,
    status: job.status,
    statusReason: job.statusReason,
    stoppedAt: job.stoppedAt,
    arrayProperties: arrayDetail(world, job),
    jobDefinition: job.definitionArn,
  };
}

/** A child in a listing: with its index, reason and exit code, so that nothing need be described one by one. */
export function unitSummary(world: World, unit: Unit): JsonObject {
  const { job, index } = unit;
  const id = unitId(unit);
  const over = isTerminal(unit.status) ? unit.attempts.at(-1) : undefined;
  return {
    jobArn: arnOf(world.config, 'job', id),
    jobId: id,
    jobName: job.name,
    capacityUsage: [{ capacityUnit: 'VCPU', quantity: job.vcpus }],
    createdAt: unit.createdAt,
    shareIdentifier: job.shareIdentifier,
    status: unit.status,
    statusReason: unit.statusReason,
    startedAt: unit.startedAt,
    stoppedAt: unit.stoppedAt,
    container:
      over === undefined || job.eks !== undefined ? {} : { exitCode: over.exitCode, reason: over.reason },
    arrayProperties: index < 0 ? undefined : { index },
    jobDefinition: job.definitionArn,
  };
}
