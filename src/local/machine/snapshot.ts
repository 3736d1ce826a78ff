import { clientException } from './answer.ts';
import { arnOf } from './identity.ts';
import { unitId } from './model.ts';
import { findQueue } from './queues.ts';
import { usageOf } from './scheduler.ts';
import type { Unit, World } from './model.ts';
import type { Json } from './wire.ts';

const MAX_FRONT = 100;

/** GetJobQueueSnapshot: the first 100 RUNNABLE jobs in the order in which they would start, and what is in use. */
export function getJobQueueSnapshot(world: World, input: { readonly jobQueue: string }): Json {
  const queue = findQueue(world, input.jobQueue);
  if (queue === undefined) throw clientException(`Job queue ${input.jobQueue} does not exist`);
  const waiting: Unit[] = [];
  let used = 0;
  const shares = new Map<string, number>();
  for (const job of queue.jobs) {
    for (const unit of job.units) {
      if (unit.status === 'RUNNABLE') waiting.push(unit);
      if (unit.environment === undefined) continue;
      used += job.vcpus;
      const share = job.shareIdentifier ?? '';
      shares.set(share, (shares.get(share) ?? 0) + job.vcpus);
    }
  }
  const fair = queue.policyArn !== undefined;
  const usage = new Map<string, number>();
  const usageIn = (unit: Unit): number => {
    const share = unit.job.shareIdentifier ?? '';
    const known = usage.get(share) ?? usageOf(world, queue, share);
    usage.set(share, known);
    return known;
  };
  waiting.sort(
    (a, b) =>
      (fair
        ? usageIn(a) - usageIn(b) || (b.job.schedulingPriority ?? 0) - (a.job.schedulingPriority ?? 0)
        : 0) ||
      a.job.seq - b.job.seq ||
      a.index - b.index,
  );
  const capacityUsage = (quantity: number): Json => [{ capacityUnit: 'VCPU', quantity }];
  return {
    frontOfQueue: {
      jobs: waiting.slice(0, MAX_FRONT).map((unit) => ({
        jobArn: arnOf(world.config, 'job', unitId(unit)),
        earliestTimeAtPosition: unit.runnableSince,
      })),
      lastUpdatedAt: world.now(),
    },
    queueUtilization: {
      totalCapacityUsage: capacityUsage(used),
      fairshareUtilization: fair
        ? {
            activeShareCount: shares.size,
            topCapacityUtilization: [...shares].map(([shareIdentifier, quantity]) => ({
              shareIdentifier,
              capacityUsage: capacityUsage(quantity),
            })),
          }
        : undefined,
      lastUpdatedAt: world.now(),
    },
  };
}
