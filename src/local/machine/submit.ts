import { clientException } from './answer.ts';
import { findDefinition, withDefaults } from './definitions.ts';
import { findQueue } from './queues.ts';
import { findResource } from './consumables.ts';
import { arnOf, randomUuid } from './identity.ts';
import { newUnit, schedule } from './lifecycle.ts';
import { noCounts } from './model.ts';
import { merge, vcpusOf, memoryOf, mergeEcs, mergeEks } from './overrides.ts';
import { OVERRIDES_TOO_LONG } from './retries.ts';
import {
  checkEnvironment,
  checkPriority,
  checkRequirements,
  checkRetryStrategy,
  checkTags,
  checkTimeout,
} from './rules.ts';
import type { Definition, Job, JobQueue, World } from './model.ts';
import type { Json, SubmitJobInput } from './wire.ts';

/** AWS refuses larger requests at once. */
const MAX_REQUEST_BYTES = 30 * 1024;
/** AWS accepts longer overrides and fails the job later. */
const MAX_OVERRIDES = 8192;
const MIN_ARRAY = 2;
const MAX_ARRAY = 10_000;
const MAX_DEPENDENCIES = 20;

interface Dependencies {
  readonly wholes: readonly Job[];
  readonly partners: readonly Job[];
  readonly sequential: boolean;
}

/** SubmitJob: everything that AWS refuses is refused here; what it accepts and fails later becomes `fatal`. */
export function submitJob(world: World, input: SubmitJobInput): Json {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(input.jobName)) {
    throw clientException('Job name should match valid pattern');
  }
  if (JSON.stringify(input).length > MAX_REQUEST_BYTES) {
    throw clientException('SubmitJob request size must be at most 30 KiB');
  }
  const queue = findQueue(world, input.jobQueue);
  if (queue === undefined) throw clientException(`Job queue ${input.jobQueue} does not exist`);
  if (queue.state !== 'ENABLED' || queue.deleting) {
    throw clientException(`Job queue ${input.jobQueue} is not ENABLED`);
  }
  const definition = findDefinition(world, input.jobDefinition);
  if (definition?.active !== true) {
    throw clientException(`Job definition ${input.jobDefinition} does not exist or is not ACTIVE`);
  }
  const size = sizeOf(input);
  checkRest(input, definition, queue);
  const consumables = consumablesOf(world, input, definition);
  const dependencies = dependenciesOf(world, input, size);
  const job = createJob(world, input, queue, definition, size, consumables, dependencies);
  link(job, dependencies);
  queue.jobs.push(job);
  const key = job.name.toLowerCase();
  const namesakes = queue.byName.get(key);
  if (namesakes === undefined) queue.byName.set(key, [job]);
  else namesakes.push(job);
  world.jobs.set(job.id, job);
  world.hooks.changed?.('job', job);
  schedule(world, { at: world.now() + world.config.spawnMs, kind: 'spawn', job });
  return { jobArn: arnOf(world.config, 'job', job.id), jobName: job.name, jobId: job.id };
}

function sizeOf(input: SubmitJobInput): number {
  const size = input.arrayProperties?.size;
  if (input.arrayProperties === undefined) return 0;
  if (size === undefined || size < MIN_ARRAY || size > MAX_ARRAY) {
    throw clientException('Array size must be between 2 and 10000');
  }
  return size;
}

function checkRest(input: SubmitJobInput, definition: Definition, queue: JobQueue): void {
  const { content } = definition;
  if (input.nodeOverrides !== undefined) {
    throw clientException('nodeOverrides can only be specified for multi-node parallel jobs');
  }
  if (input.containerOverrides !== undefined && content.containerProperties === undefined) {
    throw clientException(
      'containerOverrides can only be specified for definitions with containerProperties',
    );
  }
  if (input.ecsPropertiesOverride !== undefined && content.ecsProperties === undefined) {
    throw clientException('ecsPropertiesOverride can only be specified for definitions with ecsProperties');
  }
  if (input.eksPropertiesOverride !== undefined && content.eksProperties === undefined) {
    throw clientException('eksPropertiesOverride can only be specified for definitions with eksProperties');
  }
  checkEnvironment(input.containerOverrides?.environment);
  checkRequirements(input.containerOverrides?.resourceRequirements);
  for (const task of input.ecsPropertiesOverride?.taskProperties ?? []) {
    for (const container of task.containers ?? []) {
      checkEnvironment(container.environment);
      checkRequirements(container.resourceRequirements);
    }
  }
  for (const container of input.eksPropertiesOverride?.podProperties?.containers ?? []) {
    checkEnvironment(container.env);
  }
  checkRetryStrategy(input.retryStrategy);
  checkTimeout(input.timeout);
  checkTags(input.tags);
  checkPriority(input.schedulingPriorityOverride);
  if (queue.policyArn === undefined && input.shareIdentifier !== undefined) {
    throw clientException(
      'shareIdentifier must not be specified for a job queue without a scheduling policy',
    );
  }
  if (queue.policyArn !== undefined) {
    if (input.shareIdentifier === undefined) {
      throw clientException('shareIdentifier must be specified for a job queue with a scheduling policy');
    }
    if (!/^[A-Za-z0-9]{1,255}\*?$/.test(input.shareIdentifier)) {
      throw clientException('shareIdentifier must have at most 255 alphanumeric characters');
    }
    if (content.schedulingPriority === undefined && input.schedulingPriorityOverride === undefined) {
      throw clientException('schedulingPriority must be specified for a job queue with a scheduling policy');
    }
  }
}

function consumablesOf(
  world: World,
  input: SubmitJobInput,
  definition: Definition,
): Job['consumables'] | undefined {
  const asked = input.consumableResourcePropertiesOverride ?? definition.content.consumableResourceProperties;
  const list = asked?.consumableResourceList ?? [];
  if (list.length === 0) return undefined;
  return {
    consumableResourceList: list.map(({ consumableResource = '', quantity = 0 }) => {
      const resource = findResource(world, consumableResource);
      if (resource === undefined) {
        throw clientException(`Consumable resource ${consumableResource} does not exist`);
      }
      if (quantity < 0) throw clientException('Consumable resource quantity must not be negative');
      return { consumableResource: resource.arn, quantity };
    }),
  };
}

function dependenciesOf(world: World, input: SubmitJobInput, size: number): Dependencies {
  const list = input.dependsOn ?? [];
  if (list.length > MAX_DEPENDENCIES) throw clientException('Job cannot have more than 20 dependencies');
  const wholes = new Set<Job>();
  const partners = new Set<Job>();
  let sequential = false;
  for (const { jobId, type } of list) {
    if (type === 'SEQUENTIAL') {
      if (jobId !== undefined)
        throw clientException('SEQUENTIAL dependency must not be specified with a jobId');
      if (size === 0) throw clientException('SEQUENTIAL dependency is only supported for array jobs');
      sequential = true;
      continue;
    }
    if (jobId === undefined || jobId === '')
      throw clientException('Dependency must have a jobId or be SEQUENTIAL');
    const job = world.jobs.get(jobId);
    if (job === undefined) {
      const child = /^(.+):[0-9]+$/.exec(jobId)?.[1];
      if (child !== undefined && world.jobs.has(child)) {
        throw clientException(`Dependency on an array child is not supported: ${jobId}`);
      }
      throw clientException(`Job ${jobId} in dependsOn does not exist`);
    }
    if (type === undefined) {
      wholes.add(job);
      continue;
    }
    if (size === 0 || job.size === 0) {
      throw clientException('N_TO_N dependency is only supported between array jobs');
    }
    if (job.size !== size) {
      throw clientException(`N_TO_N dependency needs arrays of equal size: ${job.size} and ${size}`);
    }
    partners.add(job);
  }
  return { wholes: [...wholes], partners: [...partners], sequential };
}

function link(job: Job, { wholes, partners }: Dependencies): void {
  for (const whole of wholes) {
    if (whole.status === 'FAILED') job.dependencyFailed = true;
    else if (whole.status !== 'SUCCEEDED') {
      whole.dependents.push(job);
      job.open += 1;
    }
  }
  for (const partner of partners) {
    partner.pairs.push(job);
    job.partners.push(partner);
  }
}

function createJob(
  world: World,
  input: SubmitJobInput,
  queue: JobQueue,
  definition: Definition,
  size: number,
  consumables: Job['consumables'],
  dependencies: Dependencies,
): Job {
  const { content } = definition;
  const now = world.now();
  world.jobSeq += 1;
  const container =
    content.containerProperties === undefined
      ? undefined
      : merge(withDefaults(content.containerProperties), input.containerOverrides);
  const ecs =
    content.ecsProperties === undefined
      ? undefined
      : mergeEcs(content.ecsProperties, input.ecsPropertiesOverride);
  const eks =
    content.eksProperties === undefined
      ? undefined
      : mergeEks(content.eksProperties, input.eksPropertiesOverride);
  const fair = queue.policyArn !== undefined;
  const job: Job = {
    id: randomUuid(world.random),
    seq: world.jobSeq,
    name: input.jobName,
    queue,
    definitionArn: definition.arn,
    definitionName: definition.name,
    size,
    createdAt: now,
    dependsOn: input.dependsOn ?? [],
    parameters: { ...content.parameters, ...input.parameters },
    retryStrategy: input.retryStrategy ?? content.retryStrategy ?? { attempts: 1 },
    timeoutSeconds: (input.timeout ?? content.timeout)?.attemptDurationSeconds,
    shareIdentifier: input.shareIdentifier,
    schedulingPriority: fair ? (input.schedulingPriorityOverride ?? content.schedulingPriority) : undefined,
    propagateTags: input.propagateTags ?? content.propagateTags,
    platformCapabilities: content.platformCapabilities ?? [],
    container,
    ecs,
    eks,
    consumables,
    vcpus: vcpusOf(container, ecs, eks),
    memoryMiB: memoryOf(container, ecs, eks),
    fatal: fatalOf(input, definition),
    tags: { ...input.tags },
    units: [],
    status: 'SUBMITTED',
    statusReason: undefined,
    stoppedAt: undefined,
    cancelled: false,
    terminated: false,
    stopReason: undefined,
    counts: noCounts(),
    summary: noCounts(),
    summaryAt: now,
    open: 0,
    dependencyFailed: false,
    dependents: [],
    pairs: [],
    partners: [],
    sequential: dependencies.sequential,
  };
  if (size === 0) job.units.push(newUnit(job, -1, 'SUBMITTED', now));
  return job;
}

function fatalOf(input: SubmitJobInput, definition: Definition): string | undefined {
  const overrides =
    input.containerOverrides ?? input.ecsPropertiesOverride ?? input.eksPropertiesOverride ?? {};
  if (JSON.stringify(overrides).length > MAX_OVERRIDES) return OVERRIDES_TOO_LONG;
  const propagate = input.propagateTags ?? definition.content.propagateTags ?? false;
  const tags = new Set([...Object.keys(input.tags ?? {}), ...Object.keys(definition.tags)]);
  if (propagate && tags.size > 50) return 'Number of propagated tags exceeds the limit of 50';
  return undefined;
}
