import type { FailureRule } from './desired.ts';
import type { Json } from './json.ts';
import { EMPTY, type IntervalSet } from './intervals.ts';

/** The seven statuses of Batch. */
export const JOB_STATES = [
  'SUBMITTED',
  'PENDING',
  'RUNNABLE',
  'STARTING',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
] as const;
export type JobState = (typeof JOB_STATES)[number];
export type StateCounts = Readonly<Partial<Record<JobState, number>>>;

/**
 * How far the submission of a shard has come.
 * - `intended`: written down before SubmitJob is called. Found so at the start of a pass, nobody knows whether the call was made.
 * - `doubtful`: the call was made, and its answer is not known.
 * - `cleared`: Batch is known not to have taken it; it may be called again under the same name.
 * - `submitted`: Batch has given it an id.
 */
export type ShardPhase = 'intended' | 'doubtful' | 'cleared' | 'submitted';

/** One array (or plain job, for a single index) that the controller is not done with. */
export interface ShardRecord {
  readonly round: number;
  readonly shard: number;
  /** The job name: the idempotency key. */
  readonly name: string;
  /** Position k of the array is the k-th index of this set. */
  readonly indexes: IntervalSet;
  readonly phase: ShardPhase;
  /** By Batch's clock, if Batch had answered before. */
  readonly intendedAt: number;
  /** Since when the outcome of the submission has been in doubt; absent when it is not. */
  readonly doubtSince?: number;
  /** It was in doubt once, so that a second job of this name may still turn up until it has been looked for again. */
  readonly verify?: boolean;
  readonly jobId?: string;
  readonly jobArn?: string;
  readonly submittedAt?: number;
  /** The queue it was submitted to, where it is looked for by name. */
  readonly queue: string;
  /** Digest of the terms (the "how") it was submitted under. */
  readonly how: string;
  readonly status?: JobState;
  readonly statusReason?: string;
  readonly summary?: StateCounts;
  /** Indexes whose child is known to have ended without success, whatever became of them. */
  readonly settled: IntervalSet;
  readonly terminating?: Termination;
  /** The keys of its tags that are to be changed; absent when they stand as declared. */
  readonly tagging?: {
    readonly keys: readonly string[];
    /** When the last try failed. */ readonly sentAt?: number;
  };
  /** Since when DescribeJobs has not known the id; absent when it does. */
  readonly missingSince?: number;
  /** Since when children of it could run and none has started; absent as soon as one has. */
  readonly runnableSince?: number;
  /** Since when it has been ended without Batch saying of every child how; absent when it does. */
  readonly unexplainedSince?: number;
  readonly dependsOn?: readonly NativeDependency[];
  readonly manifest?: ManifestPlace;
}

export interface ManifestPlace {
  readonly bucket: string;
  readonly key: string;
}

/** One entry of SubmitJob's dependsOn. */
export interface NativeDependency {
  readonly jobId?: string;
  /** The upstream object that the job belongs to. */
  readonly name?: string;
  readonly type?: 'N_TO_N' | 'SEQUENTIAL';
}

/** That the controller itself stops a shard, in the words it gives to TerminateJob. */
export interface Termination {
  readonly reason: string;
  readonly at: number;
  /** When TerminateJob last answered. */
  readonly sentAt?: number;
}

/** A shard that has ended, kept for the reader of the status. */
export interface EndedShard {
  readonly id: string;
  readonly name: string;
  readonly round: number;
  readonly shard: number;
  readonly size: number;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'LOST';
}

/** Failures that look alike, with ids and hosts taken out of their reasons. */
export interface FailureGroup {
  readonly signature: string;
  readonly count: number;
  readonly exitCode?: number;
  readonly reason: string;
  readonly sampleIndex: number;
  readonly sampleJobId?: string;
  readonly logStream?: string;
}

/** Why a run was stopped for good; only a rerun or a change of the spec goes on from here. */
export interface Stop {
  readonly reason: string;
  readonly message: string;
  readonly at: number;
  /** A success policy stops a run as Succeeded, everything else as Failed. */
  readonly outcome: 'Succeeded' | 'Failed';
  /** The part of the spec that the decision rested on; another one and it is taken anew. */
  readonly policy?: string;
}

/** Indexes that have failed and may run again from a moment on. */
export interface Backoff {
  readonly until: number;
  readonly indexes: IntervalSet;
}

/** The first outcomes of a run, which the circuit breaker watches. */
export interface CanaryCount {
  readonly failed: number;
  /** The one signature of all failures so far; undefined before the first. */
  readonly signature: string | undefined;
  /** Something succeeded, or failures differ: the breaker has nothing more to say in this run. */
  readonly passed: boolean;
}

/** How long a sample of the children that succeeded has run. */
export interface RunTimes {
  readonly medianMs: number;
  /** Size of the sample. */
  readonly children: number;
}

export interface RunRecord {
  /** From 1. */
  readonly number: number;
  /** 12 hex digits: what is being computed. */
  readonly revision: string;
  /** Digest of the terms in force. */
  readonly how: string;
  /** The revisions of what it depends on; absent before they were known. */
  readonly inputs?: string;
  /**
   * Digest of the inputs that its results were begun from, empty for none: with the revision, what its dependents are computed
   * from. Left out while `inputs` is empty and it would be, too.
   */
  readonly lineage?: string;
  readonly startedAt: number;
  readonly completedAt?: number;
  /** Since when spec.suspend has held it; the deadline's clock starts again when it goes on, as in Kubernetes. */
  readonly suspendedAt?: number;
  readonly nextRound: number;
  readonly succeeded: IntervalSet;
  /** Failed for good: no budget is left. */
  readonly failed: IntervalSet;
  /** Of those that failed for good: the ones that have used up their budget, and go again when it is raised. */
  readonly spent?: IntervalSet;
  /** Element k: the indexes that have used up k + 1 of their failures. */
  readonly strikes: readonly IntervalSet[];
  readonly backoff: readonly Backoff[];
  readonly shards: readonly ShardRecord[];
  readonly ended: readonly EndedShard[];
  readonly failures: readonly FailureGroup[];
  readonly canary: CanaryCount;
  readonly runTimes?: RunTimes;
  readonly stop?: Stop;
  /** Batch's own words when it refused a submission; kept until the spec changes or the next try. */
  readonly refusal?: { readonly message: string; readonly code: string; readonly at: number };
  /** The definition that this run's jobs are submitted with, pinned when a bare name was given. */
  readonly definition?: { readonly written: string; readonly reference: string };
}

/** What an earlier revision had achieved, so that going back to it runs nothing twice. */
export interface PastRevision {
  readonly revision: string;
  readonly how: string;
  /** The revisions of what it was computed from. */
  readonly inputs?: string;
  readonly lineage?: string;
  readonly succeeded: IntervalSet;
}

/** One line about a run that is over. */
export interface HistoryLine {
  readonly run: number;
  readonly revision: string;
  readonly phase: string;
  readonly succeeded: number;
  readonly failed: number;
  readonly total: number;
  readonly startTime: string;
  readonly completionTime?: string;
}

/** Everything that is durable about one ArrayJob. */
export interface ObjectRecord {
  readonly format: 1;
  readonly name: string;
  readonly sourceId: string;
  /** The annotation `arrayjob.dev/rerun` that has been acted on; empty: none. */
  readonly rerunSeen: string;
  readonly run?: RunRecord;
  readonly past: readonly PastRevision[];
  readonly history: readonly HistoryLine[];
  /** What work/ remembers of the items; core does not look inside. */
  readonly ledger?: Json;
  readonly tags?: Readonly<Record<string, string>>;
  /** The spec that the last decision rested on, for the reader of a plan; nothing is decided by it. */
  readonly decided?: string;
  /** The file that declared the object when it was last seen. */
  readonly file?: string;
  readonly deletionPolicy?: 'Terminate' | 'Orphan';
  /** The failure policy of the last spec that could be read: failures are judged by it while the spec has errors. */
  readonly failureRules?: readonly FailureRule[];
  readonly deletingSince?: number;
  /**
   * The number of the last run of an object of this name that was removed from the source. Runs go on counting from
   * there, so that no name of a job is ever given twice while Batch may still have the first.
   */
  readonly lastRun?: number;
  /** When it was removed from the source and nothing of it was under way any more; there is no `run` then. */
  readonly removedAt?: number;
  /** The record as it was when it was removed: what it goes on from if it comes back with its status. */
  readonly left?: ObjectRecord;
  /** The indexes have got another meaning; the old arrays must end before a new run begins. */
  readonly renumbering?: boolean;
}

export const ENDED_KEPT = 20;
export const PAST_KEPT = 5;
export const HISTORY_KEPT = 5;

export function newRecord(name: string, sourceId: string, rerunSeen: string): ObjectRecord {
  return { format: 1, name, sourceId, rerunSeen, past: [], history: [] };
}

export function newRun(number: number, revision: string, how: string, startedAt: number): RunRecord {
  return {
    number,
    revision,
    how,
    startedAt,
    nextRound: 0,
    succeeded: EMPTY,
    failed: EMPTY,
    strikes: [],
    backoff: [],
    shards: [],
    ended: [],
    failures: [],
    canary: NO_CANARY,
  };
}

/** The number that the next run of an object gets. */
export function nextRunNumber(record: Pick<ObjectRecord, 'run' | 'lastRun'>): number {
  return Math.max(record.run?.number ?? 0, record.lastRun ?? 0) + 1;
}

export const NO_CANARY: CanaryCount = { failed: 0, signature: undefined, passed: false };

/** Replaces the shard of the same name; the others stand. */
export function withShard(run: RunRecord, shard: ShardRecord): RunRecord {
  return { ...run, shards: run.shards.map((each) => (each.name === shard.name ? shard : each)) };
}
