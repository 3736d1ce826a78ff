import { CHILD_FAILED, CONTAINER_EXITED, DEPENDENCY_FAILED, retries, TIMED_OUT } from './retries.ts';
import { dispatch, enqueue, release } from './scheduler.ts';
import { isTerminal, noCounts } from './model.ts';
import type { Attempt, Due, Job, JobStatus, Outcome, Unit, World } from './model.ts';

type Undated<T> = T extends Due ? Omit<T, 'order'> : never;

/** Puts something on the agenda. */
export function schedule(world: World, due: Undated<Due>): void {
  world.order += 1;
  world.agenda.push({ ...due, order: world.order });
}

/** The fresh unit of a plain job, or a child as its parent spawns it. */
export function newUnit(job: Job, index: number, status: JobStatus, createdAt: number): Unit {
  return {
    job,
    index,
    status,
    statusReason: undefined,
    createdAt,
    startedAt: undefined,
    stoppedAt: undefined,
    attempts: [],
    environment: undefined,
    runnableSince: 0,
    cancelled: false,
    terminated: false,
    stopReason: undefined,
    timedOut: false,
  };
}

/** Moves a unit to another status and keeps the parent's counts in step. */
export function moveUnit(world: World, unit: Unit, status: JobStatus, reason?: string): void {
  const { job } = unit;
  if (job.size > 0) {
    rollSummary(world, job);
    job.counts[unit.status] -= 1;
    job.counts[status] += 1;
  } else {
    job.status = status;
  }
  unit.status = status;
  unit.statusReason = reason;
  if (isTerminal(status)) {
    unit.stoppedAt = world.now();
    world.settled.push(unit);
  }
  world.hooks.changed?.('unit', unit);
  world.hooks.transition?.(unit, world.now());
}

/**
 * Brings the summary that readers see up to the last multiple of the lag. Called before every change of the counts
 * and before every reading, so that the summary is the truth of that moment, neither older nor newer.
 */
export function rollSummary(world: World, job: Job): void {
  const lag = world.lags.summaryMs;
  if (lag <= 0) return;
  const boundary = Math.floor(world.now() / lag) * lag;
  if (boundary <= job.summaryAt) return;
  job.summary = { ...job.counts };
  job.summaryAt = boundary;
}

function moveParent(world: World, job: Job, status: JobStatus, reason?: string): void {
  job.status = status;
  job.statusReason = reason;
  if (isTerminal(status)) {
    job.stoppedAt = world.now();
    world.finished.push(job);
  }
  world.hooks.changed?.('job', job);
  world.hooks.transition?.(job, world.now());
}

/** The first look at a job after SubmitJob: children come to exist, dependencies are judged. */
export function spawn(world: World, job: Job): void {
  if (isTerminal(job.status)) return;
  const now = world.now();
  if (job.size > 0) {
    for (let index = 0; index < job.size; index += 1) job.units.push(newUnit(job, index, 'PENDING', now));
    Object.assign(job.counts, noCounts(), { PENDING: job.size });
    rollSummary(world, job);
  }
  world.hooks.changed?.('job', job);
  if (job.fatal !== undefined) {
    for (const unit of job.units) if (!isTerminal(unit.status)) fail(world, unit, job.fatal);
    return;
  }
  if (job.dependencyFailed) {
    failOfDependency(world, job);
    return;
  }
  if (job.open > 0 || job.partners.length > 0) {
    if (job.size > 0) moveParent(world, job, 'PENDING');
    else if (job.units[0]!.status === 'SUBMITTED') moveUnit(world, job.units[0]!, 'PENDING');
  }
  considerAll(world, job);
}

function considerAll(world: World, job: Job): void {
  for (const unit of job.units) {
    consider(world, unit);
    if (job.sequential && unit.index >= 0 && unit.status === 'PENDING') break;
  }
}

/** Whether nothing holds the unit back any more: `failed` when a dependency failed. */
function readiness(unit: Unit): 'ready' | 'waiting' | 'failed' {
  const { job, index } = unit;
  if (job.dependencyFailed) return 'failed';
  let waiting = job.open > 0;
  for (const partner of job.partners) {
    const other = partner.units[index];
    if (other?.status === 'FAILED' || (other === undefined && partner.status === 'FAILED')) return 'failed';
    if (other?.status !== 'SUCCEEDED') waiting = true;
  }
  if (job.sequential && index > 0) {
    const before = job.units[index - 1]!;
    if (before.status === 'FAILED') return 'failed';
    if (before.status !== 'SUCCEEDED') waiting = true;
  }
  return waiting ? 'waiting' : 'ready';
}

/** Looks whether a unit that waits may go on. */
export function consider(world: World, unit: Unit): void {
  if (unit.status !== 'PENDING' && unit.status !== 'SUBMITTED') return;
  const state = readiness(unit);
  if (state === 'waiting') return;
  if (state === 'failed') fail(world, unit, DEPENDENCY_FAILED);
  else if (unit.cancelled) fail(world, unit, unit.stopReason ?? '');
  else makeRunnable(world, unit);
}

function makeRunnable(world: World, unit: Unit): void {
  unit.runnableSince = world.now();
  moveUnit(world, unit, 'RUNNABLE');
  const { job } = unit;
  if (job.size > 0 && job.status === 'SUBMITTED') moveParent(world, job, 'PENDING');
  enqueue(world, unit);
}

/** Ends a unit that is not running. */
export function fail(world: World, unit: Unit, reason: string): void {
  moveUnit(world, unit, 'FAILED', reason);
  world.dispatchNeeded = true;
}

function failOfDependency(world: World, job: Job): void {
  job.dependencyFailed = true;
  for (const unit of job.units) {
    if (unit.status === 'PENDING' || unit.status === 'SUBMITTED') fail(world, unit, DEPENDENCY_FAILED);
  }
}

/** The executor says that an attempt runs. Late reports about an attempt that is over are ignored. */
export function started(world: World, unit: Unit, attempt: number): void {
  if (unit.status !== 'STARTING' || unit.attempts.length + 1 !== attempt) return;
  unit.startedAt = world.now();
  moveUnit(world, unit, 'RUNNING');
  const seconds = unit.job.timeoutSeconds;
  if (seconds !== undefined) {
    schedule(world, { at: world.now() + seconds * 1000, kind: 'timeout', unit, attempt });
  }
}

/** The executor says that an attempt has ended. */
export function ended(world: World, unit: Unit, attempt: number, outcome: Outcome): void {
  const running = unit.status === 'STARTING' || unit.status === 'RUNNING';
  if (!running || unit.attempts.length + 1 !== attempt) return;
  const succeeded = outcome.exitCode === 0 && outcome.statusReason === undefined;
  const statusReason = unit.timedOut ? TIMED_OUT : (outcome.statusReason ?? CONTAINER_EXITED);
  unit.attempts.push(attemptOf(unit, outcome, statusReason, world.now()));
  release(world, unit);
  if (succeeded && !unit.timedOut && (!unit.terminated || unit.stopReason === undefined)) {
    moveUnit(world, unit, 'SUCCEEDED', statusReason);
  } else if (unit.terminated) {
    moveUnit(world, unit, 'FAILED', unit.stopReason ?? statusReason);
  } else if (unit.timedOut || !retries(unit.job.retryStrategy, attempt, { ...outcome, statusReason })) {
    moveUnit(world, unit, 'FAILED', statusReason);
  } else {
    unit.startedAt = undefined;
    unit.runnableSince = world.now();
    moveUnit(world, unit, 'RUNNABLE', statusReason);
    enqueue(world, unit);
  }
}

function attemptOf(unit: Unit, outcome: Outcome, statusReason: string, stoppedAt: number): Attempt {
  return {
    ...(unit.startedAt === undefined ? {} : { startedAt: unit.startedAt }),
    stoppedAt,
    ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }),
    ...(outcome.reason === undefined ? {} : { reason: outcome.reason.slice(0, 255) }),
    statusReason,
  };
}

/** Works off everything that follows from what has just happened, until nothing follows any more. */
export function drain(world: World): void {
  if (world.draining) return;
  world.draining = true;
  try {
    for (;;) {
      const unit = world.settled.pop();
      if (unit !== undefined) {
        afterUnit(world, unit);
        continue;
      }
      const job = world.finished.pop();
      if (job !== undefined) {
        afterJob(world, job);
        continue;
      }
      if (!world.dispatchNeeded) break;
      world.dispatchNeeded = false;
      dispatch(world);
    }
  } finally {
    world.draining = false;
  }
}

function afterUnit(world: World, unit: Unit): void {
  const { job, index } = unit;
  if (index < 0) {
    job.stoppedAt = unit.stoppedAt;
    world.finished.push(job);
    return;
  }
  for (const pair of job.pairs) {
    const other = pair.units[index];
    if (other !== undefined) consider(world, other);
  }
  if (job.sequential && index + 1 < job.units.length) consider(world, job.units[index + 1]!);
  const { counts } = job;
  if (!isTerminal(job.status) && counts.SUCCEEDED + counts.FAILED === job.size) {
    if (counts.FAILED === 0) moveParent(world, job, 'SUCCEEDED');
    else moveParent(world, job, 'FAILED', parentReason(job));
  }
}

function parentReason(job: Job): string {
  if (job.terminated || job.cancelled) return job.stopReason ?? CHILD_FAILED;
  if (job.fatal !== undefined) return job.fatal;
  return job.dependencyFailed ? DEPENDENCY_FAILED : CHILD_FAILED;
}

function afterJob(world: World, job: Job): void {
  schedule(world, { at: world.now() + world.config.retentionMs, kind: 'forget', job });
  for (const dependent of job.dependents) {
    dependent.open -= 1;
    if (isTerminal(dependent.status)) continue;
    if (job.status === 'FAILED') {
      dependent.dependencyFailed = true;
      failOfDependency(world, dependent);
    } else if (dependent.open === 0) {
      considerAll(world, dependent);
    }
  }
}

/** Does what the agenda says is due now or earlier. */
export function wake(world: World): void {
  const now = world.now();
  for (let due = world.agenda.peek(); due !== undefined && due.at <= now; due = world.agenda.peek()) {
    world.agenda.pop();
    act(world, due);
    drain(world);
  }
}

function act(world: World, due: Due): void {
  switch (due.kind) {
    case 'spawn':
      if (world.jobs.has(due.job.id) && (due.job.size === 0 || due.job.units.length === 0))
        spawn(world, due.job);
      return;
    case 'forget':
      forget(world, due.job);
      return;
    case 'dispatch':
    case 'limit':
      world.dispatchNeeded = true;
      return;
    case 'timeout':
      if (current(due.unit, due.attempt) && !due.unit.terminated) {
        due.unit.timedOut = true;
        signalStop(world, due.unit, due.attempt);
      }
      return;
    case 'term':
      if (current(due.unit, due.attempt)) signalStop(world, due.unit, due.attempt);
      return;
    case 'kill':
      if (current(due.unit, due.attempt)) world.executor.stop(due, 'SIGKILL');
  }
}

function current(unit: Unit, attempt: number): boolean {
  return (unit.status === 'STARTING' || unit.status === 'RUNNING') && unit.attempts.length + 1 === attempt;
}

/** SIGTERM now, SIGKILL after the grace time. */
function signalStop(world: World, unit: Unit, attempt: number): void {
  schedule(world, { at: world.now() + world.config.stopGraceMs, kind: 'kill', unit, attempt });
  world.executor.stop({ unit, attempt }, 'SIGTERM');
}

function forget(world: World, job: Job): void {
  if (!world.jobs.delete(job.id)) return;
  const { queue } = job;
  queue.jobs = queue.jobs.filter((each) => each !== job);
  const key = job.name.toLowerCase();
  const namesakes = (queue.byName.get(key) ?? []).filter((each) => each !== job);
  if (namesakes.length > 0) queue.byName.set(key, namesakes);
  else queue.byName.delete(key);
  world.hooks.removed?.('job', job);
}
