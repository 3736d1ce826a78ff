import { createHeap } from './heap.ts';
import { schedule, fail, moveUnit } from './lifecycle.ts';
import type { ComputeEnvironment, Job, JobQueue, SchedulingPolicy, Unit, World } from './model.ts';

/** MiB of memory that come with one vCPU on AWS's memory-rich families (r5, r6i); more memory takes more of maxvCpus. */
export const MEMORY_PER_VCPU_MIB = 8192;
/** The window of fair share when the policy says 0 or nothing (AWS: 600 s). */
const DEFAULT_SHARE_DECAY_SECONDS = 600;

/** Puts a RUNNABLE unit into its queue: first submitted, first served; with fair share by priority within the share. */
export function enqueue(world: World, unit: Unit): void {
  const { queue } = unit.job;
  const share = queue.policyArn === undefined ? '' : (unit.job.shareIdentifier ?? '');
  let heap = queue.waiting.get(share);
  if (heap === undefined) {
    heap = createHeap<Unit>((a, b) => {
      const byPriority =
        queue.policyArn === undefined ? 0 : (b.job.schedulingPriority ?? 0) - (a.job.schedulingPriority ?? 0);
      return (byPriority || a.job.seq - b.job.seq || a.index - b.index) < 0;
    });
    queue.waiting.set(share, heap);
  }
  heap.push(unit);
  world.dispatchNeeded = true;
}

/** Starts whatever has a place, queues of higher priority first. The head of a queue that has no place blocks it. */
export function dispatch(world: World): void {
  world.ranking ??= [...world.queues.values()].sort((a, b) => b.priority - a.priority || a.seq - b.seq);
  for (const queue of world.ranking) {
    for (;;) {
      const unit = headOf(world, queue);
      if (unit === undefined) {
        queue.head = undefined;
        break;
      }
      const environment = placeFor(queue, unit.job);
      if (environment === undefined) {
        block(world, queue, unit);
        break;
      }
      takeHead(queue, unit);
      if (!consume(world, unit)) {
        queue.parked.push(unit);
        continue;
      }
      start(world, unit, environment);
    }
  }
}

function heapOf(queue: JobQueue, unit: Unit): string {
  return queue.policyArn === undefined ? '' : (unit.job.shareIdentifier ?? '');
}

function takeHead(queue: JobQueue, unit: Unit): void {
  queue.waiting.get(heapOf(queue, unit))?.pop();
  queue.head = undefined;
}

function headOf(world: World, queue: JobQueue): Unit | undefined {
  let best: Unit | undefined;
  let bestUsage = Infinity;
  for (const [share, heap] of queue.waiting) {
    let unit = heap.peek();
    while (unit !== undefined && unit.status !== 'RUNNABLE') {
      heap.pop();
      unit = heap.peek();
    }
    if (unit === undefined) continue;
    if (queue.policyArn === undefined) return unit;
    const usage = usageOf(world, queue, share);
    if (best === undefined || usage < bestUsage || (usage === bestUsage && unit.job.seq < best.job.seq)) {
      best = unit;
      bestUsage = usage;
    }
  }
  return best;
}

/** What the unit takes of an environment's maxvCpus. */
export function chargeOf(job: Job, environment: ComputeEnvironment): number {
  const need = Math.max(job.vcpus, job.memoryMiB / MEMORY_PER_VCPU_MIB);
  return environment.elastic ? Math.min(need, environment.maxvCpus) : need;
}

function placeFor(queue: JobQueue, job: Job): ComputeEnvironment | undefined {
  for (const { environment } of queue.environments) {
    if (environment.state !== 'ENABLED') continue;
    if (environment.used + chargeOf(job, environment) <= environment.maxvCpus) return environment;
  }
  return undefined;
}

/** Says why the head of the queue waits, where Batch says it, and applies the queue's time limits to it. */
function block(world: World, queue: JobQueue, unit: Unit): void {
  const now = world.now();
  if (queue.head?.unit !== unit) {
    queue.head = { unit, since: now };
    for (const limit of queue.timeLimits) {
      schedule(world, { at: now + limit.maxTimeSeconds * 1000, kind: 'limit', queue });
    }
  }
  const environments = queue.environments.map((each) => each.environment);
  const hopeless = environments.every((each) => chargeOf(unit.job, each) > each.maxvCpus);
  const reason = hopeless
    ? 'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - All compute environments have a maxVcpu setting that is smaller than the job requirements.'
    : undefined;
  if (reason !== undefined && unit.statusReason !== reason) moveUnit(world, unit, 'RUNNABLE', reason);
  const limit = queue.timeLimits.find((each) => now - queue.head!.since >= each.maxTimeSeconds * 1000);
  if (limit !== undefined) fail(world, unit, limit.reason);
}

function start(world: World, unit: Unit, environment: ComputeEnvironment): void {
  const charge = chargeOf(unit.job, environment);
  environment.used += charge;
  unit.environment = environment;
  if (unit.job.queue.policyArn !== undefined) shareUsage(world, unit.job).running += charge;
  moveUnit(world, unit, 'STARTING');
  world.executor.start({ unit, attempt: unit.attempts.length + 1 });
}

/** Gives back what a unit took, when its attempt is over. */
export function release(world: World, unit: Unit): void {
  const { environment, job } = unit;
  if (environment === undefined) return;
  const charge = chargeOf(job, environment);
  environment.used = Math.max(0, environment.used - charge);
  unit.environment = undefined;
  if (job.queue.policyArn !== undefined) shareUsage(world, job).running -= charge;
  for (const need of job.consumables?.consumableResourceList ?? []) {
    const resource = world.resources.get(need.consumableResource ?? '');
    if (resource?.type !== 'REPLENISHABLE') continue;
    resource.inUse = Math.max(0, resource.inUse - (need.quantity ?? 0));
    world.hooks.changed?.('resource', resource);
    unpark(world);
  }
  world.dispatchNeeded = true;
}

/** Puts those that were held back for want of a resource into their queues again. */
export function unpark(world: World): void {
  for (const queue of world.queues.values()) {
    const parked = queue.parked;
    queue.parked = [];
    for (const unit of parked) if (unit.status === 'RUNNABLE') enqueue(world, unit);
  }
}

function consume(world: World, unit: Unit): boolean {
  const needs = unit.job.consumables?.consumableResourceList ?? [];
  if (needs.length === 0) return true;
  const pairs = needs.map((need) => ({
    resource: world.resources.get(need.consumableResource ?? ''),
    quantity: need.quantity ?? 0,
  }));
  const enough = pairs.every(
    ({ resource, quantity }) => resource !== undefined && resource.total - resource.inUse >= quantity,
  );
  if (!enough) return false;
  for (const { resource, quantity } of pairs) {
    if (resource!.type === 'REPLENISHABLE') resource!.inUse += quantity;
    else resource!.total -= quantity;
    world.hooks.changed?.('resource', resource!);
  }
  return true;
}

function shareUsage(world: World, job: Job): { used: number; at: number; running: number } {
  const share = job.shareIdentifier ?? '';
  let usage = job.queue.usage.get(share);
  if (usage === undefined) {
    usage = { used: 0, at: world.now(), running: 0 };
    job.queue.usage.set(share, usage);
  }
  settleUsage(world, job.queue, usage);
  return usage;
}

function settleUsage(
  world: World,
  queue: JobQueue,
  usage: { used: number; at: number; running: number },
): void {
  const elapsed = world.now() - usage.at;
  const seconds = policyOf(world, queue)?.fairshare.shareDecaySeconds ?? 0;
  const window = (seconds === 0 ? DEFAULT_SHARE_DECAY_SECONDS : seconds) * 1000;
  usage.used = usage.used * Math.exp(-elapsed / window) + usage.running * elapsed;
  usage.at = world.now();
}

function policyOf(world: World, queue: JobQueue): SchedulingPolicy | undefined {
  return queue.policyArn === undefined ? undefined : world.policies.get(queue.policyArn);
}

/** The weighted recent use of a share: the share with the least goes first. A lower weight factor means more. */
export function usageOf(world: World, queue: JobQueue, share: string): number {
  const usage = queue.usage.get(share);
  if (usage === undefined) return 0;
  settleUsage(world, queue, usage);
  const distribution = policyOf(world, queue)?.fairshare.shareDistribution ?? [];
  const entry = distribution.find(({ shareIdentifier }) =>
    shareIdentifier.endsWith('*')
      ? share.startsWith(shareIdentifier.slice(0, -1))
      : share === shareIdentifier,
  );
  const seconds = policyOf(world, queue)?.fairshare.shareDecaySeconds ?? 0;
  const window = (seconds === 0 ? DEFAULT_SHARE_DECAY_SECONDS : seconds) * 1000;
  return (usage.used / window + usage.running) * (entry?.weightFactor ?? 1);
}
