import type { JobState, StateCounts } from '../core/record.ts';
import type { JsonObject } from '../core/json.ts';
import type { Outcome } from './outcome.ts';

/** One attempt of a job. Times are milliseconds since 1970. */
export interface AttemptDetail {
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly statusReason?: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly logStream?: string;
}

/** A log configuration. */
export interface LogPlace {
  /** `awslogs` unless it says otherwise. */
  readonly driver?: string;
  readonly group?: string;
  readonly region?: string;
}

/** What DescribeJobs says, as far as it is used; a superset of core's ObservedJob. */
export interface JobDetail {
  readonly jobId: string;
  readonly jobArn?: string;
  readonly name: string;
  readonly queue?: string;
  readonly definition?: string;
  readonly status: JobState;
  readonly statusReason?: string;
  readonly createdAt?: number;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  /** Someone called TerminateJob or CancelJob for it. */
  readonly isTerminated?: boolean;
  /** Children of an array; absent for plain jobs and children. */
  readonly arraySize?: number;
  /** Position of a child in its array. */
  readonly position?: number;
  readonly summary?: StateCounts;
  readonly tags: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly dependsOn: readonly { readonly jobId?: string; readonly type?: string }[];
  readonly attempts: readonly AttemptDetail[];
  /** Where its containers' output goes, as far as the job says; absent parts are Batch's defaults. */
  readonly log?: LogPlace;
  /** Of the last attempt. */
  readonly exitCode?: number;
  readonly reason?: string;
  readonly logStream?: string;
}

/** One line of ListJobs. */
export interface JobSummary {
  readonly jobId: string;
  readonly name: string;
  readonly status: JobState;
  readonly statusReason?: string;
  readonly createdAt?: number;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly arraySize?: number;
  readonly position?: number;
  readonly isTerminated?: boolean;
}

/** A child as ListJobs tells of it: a JobSummary that has a position. */
export interface ChildSummary extends JobSummary {
  readonly position: number;
}

/** A revision of a job definition: `body` as Batch describes it. */
export interface DefinitionDetail {
  readonly name: string;
  readonly arn: string;
  readonly revision: number;
  /** `name:revision`. */
  readonly reference: string;
  readonly active: boolean;
  readonly body: JsonObject;
}

export interface QueueDetail {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  /** VALID, INVALID, CREATING, … */
  readonly status?: string;
  readonly statusReason?: string;
  /** Names or ARNs, in order. */
  readonly computeEnvironments: readonly string[];
  /** With one, SubmitJob wants a shareIdentifier. */
  readonly schedulingPolicy?: string;
}

export interface ComputeEnvironmentDetail {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly status?: string;
  readonly statusReason?: string;
  readonly maxvCpus?: number;
  readonly allocationStrategy?: string;
  /** EC2, SPOT, FARGATE, FARGATE_SPOT. */
  readonly resourceType?: string;
  /** ECS or EKS. */
  readonly orchestration?: string;
}

/**
 * What ListJobs can be asked for. By `name` it takes every status, newest first, ignores case, and a `*` at the end
 * stands for anything; array children are left out. By `status` it takes exactly that status.
 */
export type ListQuery =
  | { readonly queue: string; readonly name: string }
  | { readonly queue: string; readonly status: JobState }
  | { readonly arrayJobId: string; readonly status: JobState };

export type DefinitionQuery =
  /** The active revisions of a name. */
  | { readonly name: string }
  /** `name:revision` or an ARN, whatever its status. */
  | { readonly references: readonly string[] };

export interface CallOptions {
  /** Whose call it is; the budget is shared fairly between keys. */
  readonly key?: string;
  readonly signal?: AbortSignal;
  /** Asked when the call's turn has come, right before it is sent; false gives it up as with the signal. */
  readonly mayCall?: () => boolean;
}

/**
 * AWS Batch, as far as the controller needs it. No method throws for anything that Batch or the network does.
 * Ids that Batch does not know are missing from `describeJobs`' result; that is not an error.
 */
export interface BatchApi {
  /** Any number of ids; cut into calls of 100. */
  describeJobs(ids: readonly string[], options?: CallOptions): Promise<Outcome<readonly JobDetail[]>>;
  /** Pages in order; one that is not ok is the last. */
  listJobs(query: ListQuery, options?: CallOptions): AsyncIterable<Outcome<readonly JobSummary[]>>;
  /** One call, never repeated. */
  submitJob(
    request: JsonObject,
    options?: CallOptions,
  ): Promise<Outcome<{ readonly jobId: string; readonly jobArn?: string }>>;
  /** Stops a job in any state; a job that has ended already is ok. */
  terminateJob(jobId: string, reason: string, options?: CallOptions): Promise<Outcome<undefined>>;
  registerJobDefinition(
    request: JsonObject,
    options?: CallOptions,
  ): Promise<Outcome<{ readonly reference: string; readonly arn: string; readonly revision: number }>>;
  describeJobDefinitions(
    query: DefinitionQuery,
    options?: CallOptions,
  ): Promise<Outcome<readonly DefinitionDetail[]>>;
  /** All queues when no names (or ARNs) are given. */
  describeJobQueues(
    names?: readonly string[],
    options?: CallOptions,
  ): Promise<Outcome<readonly QueueDetail[]>>;
  describeComputeEnvironments(
    names?: readonly string[],
    options?: CallOptions,
  ): Promise<Outcome<readonly ComputeEnvironmentDetail[]>>;
  tagResource(
    arn: string,
    tags: Readonly<Record<string, string>>,
    options?: CallOptions,
  ): Promise<Outcome<undefined>>;
  untagResource(arn: string, keys: readonly string[], options?: CallOptions): Promise<Outcome<undefined>>;
  /**
   * Batch's own time in milliseconds since 1970, by its latest answer; undefined before the first. What it keeps and forgets goes
   * by this clock, whatever the clock of this machine says.
   */
  serviceNow(): number | undefined;
  /** Lets connections go. */
  close(): void;
}
