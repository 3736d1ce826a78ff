import { isRefusal, plainClientException } from './answer.ts';
import * as consumables from './consumables.ts';
import * as definitions from './definitions.ts';
import { describeJobs } from './describe.ts';
import * as environments from './environments.ts';
import { createHeap } from './heap.ts';
import { randomUuid } from './identity.ts';
import { drain, ended, schedule, spawn, started, wake } from './lifecycle.ts';
import { listJobs } from './list.ts';
import * as policies from './policies.ts';
import * as queues from './queues.ts';
import { checkShape } from './shape.ts';
import { inputShapes } from './shapes.ts';
import { getJobQueueSnapshot } from './snapshot.ts';
import * as stop from './stop.ts';
import { submitJob } from './submit.ts';
import * as tags from './tags.ts';
import type { Answer, Refusal } from './answer.ts';
import type { Executor, Hooks, MachineConfig, Outcome, Run, World } from './model.ts';
import type { Json } from './wire.ts';

const DAY_MS = 24 * 3600 * 1000;

/** What is so unless the options say otherwise. */
export const defaultConfig: MachineConfig = {
  accountId: '123456789012',
  region: 'us-east-1',
  spawnMs: 1,
  stopDelayMs: 0,
  stopGraceMs: 30_000,
  retentionMs: 7 * DAY_MS,
  listLagMs: 0,
  describeLagMs: 0,
  summaryLagMs: 0,
};

export interface MachineOptions {
  /** Epoch milliseconds; must never go back. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly executor: Executor;
  readonly hooks?: Hooks;
  readonly config?: Partial<MachineConfig>;
}

/**
 * Batch as a state machine: no timers, no input or output. Whoever drives it calls {@link Machine.wake} at
 * {@link Machine.nextWake}; attempts are run by the executor, which reports through `started` and `ended`.
 */
export interface Machine {
  /** One API call, by the operation's name. Never throws for what a caller can do wrong. */
  readonly call: (operation: string, input: unknown) => Answer;
  /** Does what is due by now. */
  readonly wake: () => void;
  /** When {@link wake} has something to do next, epoch milliseconds. */
  readonly nextWake: () => number | undefined;
  readonly started: (run: Run) => void;
  readonly ended: (run: Run, outcome: Outcome) => void;
  /** Makes the queue unless it is there, by name or ARN, over one compute environment of so many vCPUs. */
  readonly declareQueue: (nameOrArn: string, vcpus: number) => void;
  readonly world: World;
}

type Operation = (world: World, input: never) => Json;

const operations: Readonly<Record<string, Operation>> = {
  SubmitJob: submitJob,
  DescribeJobs: describeJobs,
  ListJobs: listJobs,
  CancelJob: stop.cancelJob,
  CancelJobs: stop.cancelJobs,
  TerminateJob: stop.terminateJob,
  TerminateJobs: stop.terminateJobs,
  RegisterJobDefinition: definitions.registerJobDefinition,
  DeregisterJobDefinition: definitions.deregisterJobDefinition,
  DescribeJobDefinitions: definitions.describeJobDefinitions,
  CreateComputeEnvironment: environments.createComputeEnvironment,
  UpdateComputeEnvironment: environments.updateComputeEnvironment,
  DeleteComputeEnvironment: environments.deleteComputeEnvironment,
  DescribeComputeEnvironments: environments.describeComputeEnvironments,
  CreateJobQueue: queues.createJobQueue,
  UpdateJobQueue: queues.updateJobQueue,
  DeleteJobQueue: queues.deleteJobQueue,
  DescribeJobQueues: queues.describeJobQueues,
  GetJobQueueSnapshot: getJobQueueSnapshot,
  CreateSchedulingPolicy: policies.createSchedulingPolicy,
  UpdateSchedulingPolicy: policies.updateSchedulingPolicy,
  DeleteSchedulingPolicy: policies.deleteSchedulingPolicy,
  DescribeSchedulingPolicies: policies.describeSchedulingPolicies,
  ListSchedulingPolicies: policies.listSchedulingPolicies,
  CreateConsumableResource: consumables.createConsumableResource,
  UpdateConsumableResource: consumables.updateConsumableResource,
  DeleteConsumableResource: consumables.deleteConsumableResource,
  DescribeConsumableResource: consumables.describeConsumableResource,
  ListConsumableResources: consumables.listConsumableResources,
  ListJobsByConsumableResource: consumables.listJobsByConsumableResource,
  ListTagsForResource: tags.listTagsForResource,
  TagResource: tags.tagResource,
  UntagResource: tags.untagResource,
};

/** The operations that a machine serves. */
export const operationNames: readonly string[] = Object.keys(operations);

/** Makes a machine without queues, definitions or jobs. */
export function createMachine(options: MachineOptions): Machine {
  const config = { ...defaultConfig, ...options.config };
  const world: World = {
    config,
    lags: { listMs: config.listLagMs, describeMs: config.describeLagMs, summaryMs: config.summaryLagMs },
    now: options.now,
    random: options.random,
    executor: options.executor,
    hooks: options.hooks ?? {},
    queues: new Map(),
    ranking: undefined,
    environments: new Map(),
    definitions: new Map(),
    policies: new Map(),
    resources: new Map(),
    jobs: new Map(),
    agenda: createHeap((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order)),
    order: 0,
    jobSeq: 0,
    queueSeq: 0,
    settled: [],
    finished: [],
    dispatchNeeded: false,
    draining: false,
    spawnNow: (job) => spawn(world, job),
  };

  return {
    world,
    call: (operation, input) => {
      wake(world);
      try {
        const output = perform(world, operation, input);
        drain(world);
        queues.sweepQueues(world);
        return { ok: true, output };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return refused(world, error);
      }
    },
    wake: () => {
      wake(world);
      drain(world);
      queues.sweepQueues(world);
    },
    nextWake: () => world.agenda.peek()?.at,
    started: ({ unit, attempt }) => {
      started(world, unit, attempt);
      drain(world);
    },
    ended: ({ unit, attempt }, outcome) => {
      ended(world, unit, attempt, outcome);
      drain(world);
    },
    declareQueue: (nameOrArn, vcpus) => {
      queues.declareQueue(world, nameOrArn, vcpus);
      schedule(world, { at: world.now(), kind: 'dispatch' });
    },
  };
}

function perform(world: World, operation: string, input: unknown): Json {
  const act = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  const shape = inputShapes[operation];
  if (act === undefined || shape === undefined) {
    throw plainClientException(`${operation} is not supported by the local engine.`);
  }
  const members = withoutNulls(input ?? {});
  const wrong = checkShape(shape, members, '');
  if (wrong !== undefined) throw wrong;
  return act(world, members as never);
}

/** JSON null means absent in this protocol. */
function withoutNulls(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const entries = Object.entries(input);
  return entries.some(([, value]) => value === null)
    ? Object.fromEntries(entries.filter(([, value]) => value !== null))
    : input;
}

function refused(world: World, { refusal }: Refusal): Answer {
  const wrapped = refusal.message.startsWith('Error executing request');
  const message = wrapped ? `${refusal.message}, RequestId: ${randomUuid(world.random)}` : refusal.message;
  return { ok: false, error: { ...refusal, message } };
}
