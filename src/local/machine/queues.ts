import { clientException } from './answer.ts';
import { addEnvironment, findEnvironment } from './environments.ts';
import { arnOf, nameInArn } from './identity.ts';
import { isTerminal } from './model.ts';
import { pageOf } from './pages.ts';
import { checkName, checkTags } from './rules.ts';
import { terminateJobObject } from './stop.ts';
import type { JobQueue, TimeLimit, World } from './model.ts';
import type { Json, Tags } from './wire.ts';

interface QueueSettings {
  readonly state?: 'ENABLED' | 'DISABLED';
  readonly schedulingPolicyArn?: string;
  readonly priority?: number;
  readonly computeEnvironmentOrder?: readonly {
    readonly order: number;
    readonly computeEnvironment: string;
  }[];
  readonly serviceEnvironmentOrder?: readonly object[];
  readonly jobStateTimeLimitActions?: readonly TimeLimit[];
}

/** By name or by its whole ARN. */
export function findQueue(world: World, reference: string): JobQueue | undefined {
  const direct = world.queues.get(reference);
  if (direct !== undefined) return direct;
  const name = nameInArn(reference, 'job-queue');
  const queue = name === undefined ? undefined : world.queues.get(name);
  return queue?.arn === reference ? queue : undefined;
}

/** A queue without anything in it. */
export function newQueue(world: World, name: string, arn: string): JobQueue {
  world.queueSeq += 1;
  return {
    name,
    arn,
    seq: world.queueSeq,
    priority: 1,
    state: 'ENABLED',
    environments: [],
    policyArn: undefined,
    timeLimits: [],
    tags: {},
    deleting: false,
    jobs: [],
    byName: new Map(),
    waiting: new Map(),
    usage: new Map(),
    parked: [],
    head: undefined,
  };
}

export function createJobQueue(
  world: World,
  input: QueueSettings & { readonly jobQueueName: string; readonly tags?: Tags },
): Json {
  checkName(input.jobQueueName);
  checkTags(input.tags);
  if (world.queues.has(input.jobQueueName)) throw clientException('Object already exists');
  if ((input.computeEnvironmentOrder ?? []).length === 0) {
    throw clientException('At least one compute environment must be provided');
  }
  const queue = newQueue(world, input.jobQueueName, arnOf(world.config, 'job-queue', input.jobQueueName));
  queue.tags = { ...input.tags };
  apply(world, queue, input);
  world.queues.set(queue.name, queue);
  touch(world, queue);
  return { jobQueueName: queue.name, jobQueueArn: queue.arn };
}

export function updateJobQueue(world: World, input: QueueSettings & { readonly jobQueue: string }): Json {
  const queue = findQueue(world, input.jobQueue);
  if (queue === undefined) throw clientException(`Job queue ${input.jobQueue} does not exist`);
  if (queue.policyArn === undefined && input.schedulingPolicyArn !== undefined) {
    throw clientException('A scheduling policy cannot be added to a FIFO job queue');
  }
  apply(world, queue, input);
  touch(world, queue);
  return { jobQueueName: queue.name, jobQueueArn: queue.arn };
}

function apply(world: World, queue: JobQueue, input: QueueSettings): void {
  if (input.serviceEnvironmentOrder !== undefined && input.serviceEnvironmentOrder.length > 0) {
    throw clientException('Service environments are not supported by the local engine');
  }
  const order = input.computeEnvironmentOrder?.map((each) => {
    const environment = findEnvironment(world, each.computeEnvironment);
    if (environment === undefined) {
      throw clientException(`Compute environment ${each.computeEnvironment} does not exist`);
    }
    return { order: each.order, environment };
  });
  if (order !== undefined && order.length > 3) {
    throw clientException('A job queue can have at most 3 compute environments');
  }
  if (order !== undefined && new Set(order.map((each) => each.order)).size !== order.length) {
    throw clientException('Compute environment orders must be unique');
  }
  if (input.schedulingPolicyArn !== undefined && !world.policies.has(input.schedulingPolicyArn)) {
    throw clientException(`Scheduling policy ${input.schedulingPolicyArn} does not exist`);
  }
  for (const limit of input.jobStateTimeLimitActions ?? []) {
    if (limit.maxTimeSeconds < 600 || limit.maxTimeSeconds > 86_400) {
      throw clientException('maxTimeSeconds must be between 600 and 86400');
    }
    if (limit.action !== 'CANCEL') throw clientException('The only supported action is CANCEL');
  }
  if (input.priority !== undefined && (input.priority < 0 || input.priority > 1_000_000)) {
    throw clientException('priority must be between 0 and 1000000');
  }
  queue.environments = order?.sort((a, b) => a.order - b.order) ?? queue.environments;
  queue.state = input.state ?? queue.state;
  queue.priority = input.priority ?? queue.priority;
  queue.policyArn = input.schedulingPolicyArn ?? queue.policyArn;
  queue.timeLimits = input.jobStateTimeLimitActions ?? queue.timeLimits;
  queue.head = undefined;
}

/**
 * Makes the queue unless it is there, over an environment of its own name that gives a job larger than all of it all
 * of it, so that what was written for a large account runs on a small machine.
 */
export function declareQueue(world: World, nameOrArn: string, vcpus: number): void {
  if (findQueue(world, nameOrArn) !== undefined) return;
  const name = nameInArn(nameOrArn, 'job-queue') ?? nameOrArn;
  checkName(name);
  const environment =
    world.environments.get('local') ?? addEnvironment(world, 'local', { elastic: true, maxvCpus: vcpus });
  const arn = nameOrArn === name ? arnOf(world.config, 'job-queue', name) : nameOrArn;
  const queue = newQueue(world, name, arn);
  queue.environments = [{ order: 1, environment }];
  world.queues.set(world.queues.has(name) ? arn : name, queue);
  touch(world, queue);
}

/** Says that a queue has changed: the order of queues and what has a place are worked out again. */
export function touch(world: World, queue: JobQueue): void {
  world.ranking = undefined;
  world.dispatchNeeded = true;
  world.hooks.changed?.('queue', queue);
}

/** A deleted queue stays, DELETING, until its jobs have ended; then it is gone with them. */
export function deleteJobQueue(world: World, input: { readonly jobQueue: string }): Json {
  const queue = findQueue(world, input.jobQueue);
  if (queue === undefined) return {};
  if (queue.state !== 'DISABLED') {
    throw clientException('Cannot delete, job queue must be DISABLED first');
  }
  queue.deleting = true;
  for (const job of queue.jobs) {
    if (!isTerminal(job.status)) terminateJobObject(world, job, 'Job queue is being deleted');
  }
  touch(world, queue);
  return {};
}

/** Takes away queues that are being deleted and have nothing unfinished left. */
export function sweepQueues(world: World): void {
  for (const queue of world.queues.values()) {
    if (!queue.deleting || queue.jobs.some((job) => !isTerminal(job.status))) continue;
    world.queues.delete(queue.name);
    for (const job of queue.jobs) {
      world.jobs.delete(job.id);
      world.hooks.removed?.('job', job);
    }
    world.ranking = undefined;
    world.hooks.removed?.('queue', queue);
  }
}

export function describeJobQueues(
  world: World,
  input: {
    readonly jobQueues?: readonly string[];
    readonly maxResults?: number;
    readonly nextToken?: string;
  },
): Json {
  const wanted = input.jobQueues ?? [];
  const all =
    wanted.length > 0
      ? [
          ...new Set(
            wanted
              .map((each) => findQueue(world, each))
              .filter((each): each is JobQueue => each !== undefined),
          ),
        ].sort((a, b) => a.seq - b.seq)
      : [...world.queues.values()];
  const page = pageOf(all, (queue) => queue.seq, 'queues', input, 100);
  return {
    jobQueues: page.items.map(describeQueue),
    ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
  };
}

function describeQueue(queue: JobQueue): Json {
  return {
    jobQueueName: queue.name,
    jobQueueArn: queue.arn,
    state: queue.state,
    schedulingPolicyArn: queue.policyArn,
    status: queue.deleting ? 'DELETING' : 'VALID',
    statusReason: 'JobQueue Healthy',
    priority: queue.priority,
    computeEnvironmentOrder: queue.environments.map(({ order, environment }) => ({
      order,
      computeEnvironment: environment.arn,
    })),
    serviceEnvironmentOrder: [],
    jobQueueType: queueType(queue),
    tags: { ...queue.tags },
    jobStateTimeLimitActions: queue.timeLimits as unknown as Json,
  };
}

function queueType(queue: JobQueue): string {
  const environment = queue.environments[0]?.environment;
  if (environment?.eksConfiguration !== undefined) return 'EKS';
  const type = environment?.resources?.['type'];
  return type === 'FARGATE' || type === 'FARGATE_SPOT' ? 'ECS_FARGATE' : 'ECS';
}
