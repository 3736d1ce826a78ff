import type { Heap } from './heap.ts';
import type { Account } from './identity.ts';
import type {
  ConsumableProperties,
  ContainerProperties,
  Dependency,
  EcsProperties,
  EksProperties,
  JsonObject,
  RegisterJobDefinitionInput,
  RetryStrategy,
} from './wire.ts';

/** The seven statuses, in the order of a job's life. */
export const STATUSES = [
  'SUBMITTED',
  'PENDING',
  'RUNNABLE',
  'STARTING',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
] as const;
export type JobStatus = (typeof STATUSES)[number];
export type Counts = Record<JobStatus, number>;

export function isTerminal(status: JobStatus): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED';
}

/** One past attempt. Times in epoch milliseconds; `startedAt` is missing when the container never ran. */
export interface Attempt {
  readonly startedAt?: number;
  readonly stoppedAt: number;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly statusReason: string;
}

/** Something that runs: a plain job (`index` -1) or one child of an array. */
export interface Unit {
  readonly job: Job;
  readonly index: number;
  status: JobStatus;
  statusReason: string | undefined;
  createdAt: number;
  startedAt: number | undefined;
  stoppedAt: number | undefined;
  attempts: Attempt[];
  /** Where it runs now; undefined unless STARTING or RUNNING. */
  environment: ComputeEnvironment | undefined;
  runnableSince: number;
  /** CancelJob was asked for while dependencies were open, or TerminateJob at any time. */
  cancelled: boolean;
  terminated: boolean;
  stopReason: string | undefined;
  timedOut: boolean;
}

/** A submission: a plain job or an array's parent, with what all its children share. */
export interface Job {
  readonly id: string;
  readonly seq: number;
  readonly name: string;
  readonly queue: JobQueue;
  readonly definitionArn: string;
  readonly definitionName: string;
  /** 0 for a plain job. */
  readonly size: number;
  readonly createdAt: number;
  readonly dependsOn: readonly Dependency[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly retryStrategy: RetryStrategy;
  readonly timeoutSeconds: number | undefined;
  readonly shareIdentifier: string | undefined;
  readonly schedulingPriority: number | undefined;
  readonly propagateTags: boolean | undefined;
  readonly platformCapabilities: readonly string[];
  readonly container: ContainerProperties | undefined;
  readonly ecs: EcsProperties | undefined;
  readonly eks: EksProperties | undefined;
  readonly consumables: ConsumableProperties | undefined;
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** Accepted by SubmitJob but bound to fail: the status reason it will fail with. */
  readonly fatal: string | undefined;
  tags: Record<string, string>;
  /** Empty until the children have been spawned. */
  units: Unit[];
  status: JobStatus;
  statusReason: string | undefined;
  stoppedAt: number | undefined;
  cancelled: boolean;
  terminated: boolean;
  stopReason: string | undefined;
  readonly counts: Counts;
  summary: Counts;
  summaryAt: number;
  /** Dependencies on whole jobs that have not ended. */
  open: number;
  dependencyFailed: boolean;
  /** Jobs that wait for the whole of this one, and arrays whose children wait for its children one by one. */
  readonly dependents: Job[];
  readonly pairs: Job[];
  /** The arrays of equal size that this array waits for index by index. */
  readonly partners: Job[];
  readonly sequential: boolean;
}

export interface TimeLimit {
  readonly reason: string;
  readonly state: 'RUNNABLE';
  readonly maxTimeSeconds: number;
  readonly action: 'CANCEL' | 'TERMINATE';
}

export interface JobQueue {
  readonly name: string;
  readonly arn: string;
  readonly seq: number;
  priority: number;
  state: 'ENABLED' | 'DISABLED';
  environments: { readonly order: number; readonly environment: ComputeEnvironment }[];
  policyArn: string | undefined;
  timeLimits: readonly TimeLimit[];
  tags: Record<string, string>;
  deleting: boolean;
  /** Its jobs in order of submission. */
  jobs: Job[];
  readonly byName: Map<string, Job[]>;
  /** What waits for a place, by share identifier ('' without fair share). */
  readonly waiting: Map<string, Heap<Unit>>;
  /** How much each share has used lately, decaying; vCPU milliseconds. */
  readonly usage: Map<string, { used: number; at: number; running: number }>;
  /** Held back for want of a consumable resource. */
  parked: Unit[];
  head: { unit: Unit; since: number } | undefined;
}

export interface ComputeEnvironment {
  readonly name: string;
  readonly arn: string;
  readonly uuid: string;
  readonly type: 'MANAGED' | 'UNMANAGED';
  state: 'ENABLED' | 'DISABLED';
  serviceRole: string | undefined;
  unmanagedvCpus: number | undefined;
  resources: JsonObject | undefined;
  readonly eksConfiguration: JsonObject | undefined;
  updatePolicy: JsonObject | undefined;
  context: string | undefined;
  tags: Record<string, string>;
  /** Made by the engine for a queue it was told of: a job larger than all of it gets all of it instead of waiting for ever. */
  readonly elastic: boolean;
  maxvCpus: number;
  used: number;
}

export interface Definition {
  readonly name: string;
  readonly revision: number;
  readonly arn: string;
  readonly content: RegisterJobDefinitionInput;
  active: boolean;
  tags: Record<string, string>;
  deregisteredAt: number | undefined;
}

export interface SchedulingPolicy {
  readonly name: string;
  readonly arn: string;
  fairshare: {
    readonly shareDecaySeconds?: number;
    readonly computeReservation?: number;
    readonly shareDistribution?: readonly {
      readonly shareIdentifier: string;
      readonly weightFactor?: number;
    }[];
  };
  tags: Record<string, string>;
}

export interface ConsumableResource {
  readonly name: string;
  readonly arn: string;
  readonly type: 'REPLENISHABLE' | 'NON_REPLENISHABLE';
  readonly createdAt: number;
  total: number;
  inUse: number;
  tags: Record<string, string>;
  readonly tokens: Map<string, number>;
}

/** Where one attempt is handed to be run. `attempt` counts from 1. */
export interface Run {
  readonly unit: Unit;
  readonly attempt: number;
}

/**
 * How an attempt ended. An exit code of 0 without a `statusReason` is success. A container that never ran has no
 * exit code; a lost host has a `statusReason` that begins with `Host EC2`.
 */
export interface Outcome {
  readonly exitCode?: number;
  readonly reason?: string;
  readonly statusReason?: string;
}

/** What runs attempts. It answers through the machine's `started` and `ended`, also from inside `start`. */
export interface Executor {
  readonly start: (run: Run) => void;
  readonly stop: (run: Run, signal: 'SIGTERM' | 'SIGKILL') => void;
}

/** Times of the life of a job, in milliseconds, and lags of what is read; see `defaultConfig`. */
export interface MachineConfig extends Account {
  /** From SubmitJob to the first look at dependencies, when children come to exist. */
  readonly spawnMs: number;
  /** From TerminateJob to the SIGTERM; an attempt that ends by itself before keeps its own end. */
  readonly stopDelayMs: number;
  /** From SIGTERM to SIGKILL; ECS waits 30 s. */
  readonly stopGraceMs: number;
  /** How long terminal jobs are remembered; AWS promises 7 days. */
  readonly retentionMs: number;
  /** A new job is not in listings, or not describable, for so long. */
  readonly listLagMs: number;
  readonly describeLagMs: number;
  /** Status summaries are as of the last multiple of this. */
  readonly summaryLagMs: number;
}

export type Due =
  | { readonly at: number; readonly order: number; readonly kind: 'spawn' | 'forget'; readonly job: Job }
  | {
      readonly at: number;
      readonly order: number;
      readonly kind: 'timeout' | 'term' | 'kill';
      readonly unit: Unit;
      readonly attempt: number;
    }
  | { readonly at: number; readonly order: number; readonly kind: 'limit'; readonly queue: JobQueue }
  | { readonly at: number; readonly order: number; readonly kind: 'dispatch' };

/** Something that a store must write again. */
export type Entity =
  | { readonly kind: 'job'; readonly value: Job }
  | { readonly kind: 'unit'; readonly value: Unit }
  | { readonly kind: 'queue'; readonly value: JobQueue }
  | { readonly kind: 'environment'; readonly value: ComputeEnvironment }
  | { readonly kind: 'definition'; readonly value: Definition }
  | { readonly kind: 'policy'; readonly value: SchedulingPolicy }
  | { readonly kind: 'resource'; readonly value: ConsumableResource };

/** Called while the machine works; must not call back into it. */
export interface Hooks {
  readonly changed?: (kind: Entity['kind'], value: Entity['value']) => void;
  readonly removed?: (kind: Entity['kind'], value: Entity['value']) => void;
  readonly transition?: (value: Job | Unit, at: number) => void;
}

/** All that the machine knows; plain data that its parts work on. */
export interface World {
  readonly config: MachineConfig;
  readonly lags: { listMs: number; describeMs: number; summaryMs: number };
  readonly now: () => number;
  readonly random: () => number;
  readonly executor: Executor;
  readonly hooks: Hooks;
  readonly queues: Map<string, JobQueue>;
  /** Queues by falling priority; undefined when it must be worked out again. */
  ranking: JobQueue[] | undefined;
  readonly environments: Map<string, ComputeEnvironment>;
  readonly definitions: Map<string, Definition[]>;
  readonly policies: Map<string, SchedulingPolicy>;
  readonly resources: Map<string, ConsumableResource>;
  readonly jobs: Map<string, Job>;
  readonly agenda: Heap<Due>;
  order: number;
  jobSeq: number;
  queueSeq: number;
  readonly settled: Unit[];
  readonly finished: Job[];
  dispatchNeeded: boolean;
  draining: boolean;
  /** Brings an array's children into being before their time. */
  readonly spawnNow: (job: Job) => void;
}

export function noCounts(): Counts {
  return { SUBMITTED: 0, PENDING: 0, RUNNABLE: 0, STARTING: 0, RUNNING: 0, SUCCEEDED: 0, FAILED: 0 };
}

/** The id that DescribeJobs takes: `parent:index` for a child. */
export function unitId(unit: Unit): string {
  return unit.index < 0 ? unit.job.id : `${unit.job.id}:${unit.index}`;
}
