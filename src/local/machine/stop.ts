import { clientException } from './answer.ts';
import { fail, schedule } from './lifecycle.ts';
import { isTerminal } from './model.ts';
import type { Job, Unit, World } from './model.ts';
import type { Json } from './wire.ts';

const MAX_BULK = 50;
const MAX_REASON = 1024;

interface Found {
  readonly job: Job;
  /** Undefined when the whole of an array is meant. */
  readonly unit: Unit | undefined;
}

/** Finds a job or child by the id that callers use; undefined when Batch does not know it (any more). */
export function findJob(world: World, jobId: string): Found | undefined {
  const colon = jobId.indexOf(':');
  if (colon < 0) {
    const job = world.jobs.get(jobId);
    return job === undefined ? undefined : { job, unit: job.size === 0 ? job.units[0] : undefined };
  }
  const job = world.jobs.get(jobId.slice(0, colon));
  const text = jobId.slice(colon + 1);
  const unit =
    job !== undefined && job.size > 0 && /^(0|[1-9][0-9]*)$/.test(text) ? job.units[Number(text)] : undefined;
  return job === undefined || unit === undefined ? undefined : { job, unit };
}

/**
 * CancelJob. What has not started fails with the reason; what waits for dependencies fails once they are done; what
 * is STARTING or RUNNING goes on, and the call succeeds all the same.
 */
export function cancelJob(world: World, input: { readonly jobId: string; readonly reason: string }): Json {
  checkReason(input.reason);
  checkId(input.jobId);
  cancelById(world, input.jobId, input.reason);
  return {};
}

function cancelById(world: World, jobId: string, reason: string): void {
  const found = findJob(world, jobId);
  if (found === undefined || isTerminal(found.job.status)) return;
  const { job, unit } = found;
  if (unit !== undefined) {
    cancelUnit(world, unit, reason);
    return;
  }
  job.cancelled = true;
  job.stopReason = reason;
  spawnFirst(world, job);
  for (const each of job.units) cancelUnit(world, each, reason);
  world.hooks.changed?.('job', job);
}

function cancelUnit(world: World, unit: Unit, reason: string): void {
  if (unit.status === 'PENDING') {
    unit.cancelled = true;
    unit.stopReason = reason;
    world.hooks.changed?.('unit', unit);
  } else if (unit.status === 'SUBMITTED' || unit.status === 'RUNNABLE') {
    unit.cancelled = true;
    unit.stopReason = reason;
    fail(world, unit, reason);
  }
}

/** TerminateJob: as CancelJob but at once, and what is STARTING or RUNNING is stopped and fails with the reason. */
export function terminateJob(world: World, input: { readonly jobId: string; readonly reason: string }): Json {
  checkReason(input.reason);
  checkId(input.jobId);
  terminateById(world, input.jobId, input.reason);
  return {};
}

function terminateById(world: World, jobId: string, reason: string): void {
  const found = findJob(world, jobId);
  if (found === undefined) return;
  if (found.unit === undefined) terminateJobObject(world, found.job, reason);
  else terminateUnit(world, found.unit, reason);
}

/** Terminates a whole job, all children included. */
export function terminateJobObject(world: World, job: Job, reason: string): void {
  if (isTerminal(job.status)) return;
  job.terminated = true;
  job.stopReason = reason;
  spawnFirst(world, job);
  for (const unit of job.units) terminateUnit(world, unit, reason);
  world.hooks.changed?.('job', job);
}

/** An array that is stopped before its children exist gets them first, so that they can end. */
function spawnFirst(world: World, job: Job): void {
  if (job.size > 0 && job.units.length === 0) world.spawnNow(job);
}

function terminateUnit(world: World, unit: Unit, reason: string): void {
  if (isTerminal(unit.status)) return;
  const first = !unit.terminated;
  unit.terminated = true;
  unit.stopReason ??= reason;
  if (unit.status === 'STARTING' || unit.status === 'RUNNING') {
    if (!first) return;
    const due = { unit, attempt: unit.attempts.length + 1 };
    schedule(world, { at: world.now() + world.config.stopDelayMs, kind: 'term', ...due });
    world.hooks.changed?.('unit', unit);
  } else {
    fail(world, unit, unit.stopReason);
  }
}

interface BulkInput {
  readonly jobs: readonly string[];
  readonly reason: string;
}

function bulk(
  world: World,
  input: BulkInput,
  act: (world: World, jobId: string, reason: string) => void,
): Json {
  checkReason(input.reason);
  if (input.jobs.length === 0) throw clientException('At least one job must be specified');
  if (input.jobs.length > MAX_BULK) throw clientException('Maximum number of jobs supported is  50 .');
  const successful: string[] = [];
  const errors: { job: string; code: string; message: string }[] = [];
  for (const job of input.jobs) {
    if (wellFormed(job)) {
      act(world, job, input.reason);
      successful.push(job);
    } else {
      errors.push({ job, code: 'ValidationException', message: `Job id ${job.slice(0, 200)} is not valid` });
    }
  }
  return { successful, errors };
}

/** CancelJobs: up to 50 ids; answers 200 with an error per id that is malformed; unknown ids count as done. */
export function cancelJobs(world: World, input: BulkInput): Json {
  return bulk(world, input, cancelById);
}

/** TerminateJobs: as {@link cancelJobs}. */
export function terminateJobs(world: World, input: BulkInput): Json {
  return bulk(world, input, terminateById);
}

function wellFormed(jobId: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(:[0-9]{1,4})?$/i.test(jobId);
}

function checkId(jobId: string): void {
  if (!wellFormed(jobId)) throw clientException(`Job id ${jobId.slice(0, 200)} is not valid`);
}

function checkReason(reason: string): void {
  if (reason.length > MAX_REASON) throw clientException('Reason must have at most 1024 characters');
}
