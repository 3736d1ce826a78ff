import { consider, ended, newUnit, schedule } from '../machine/lifecycle.ts';
import { isTerminal, noCounts } from '../machine/model.ts';
import { newQueue } from '../machine/queues.ts';
import { CHILD_FAILED, hostLost } from '../machine/retries.ts';
import { enqueue } from '../machine/scheduler.ts';
import { applyUnit } from './records.ts';
import type {
  ComputeEnvironment,
  ConsumableResource,
  Definition,
  Job,
  SchedulingPolicy,
  World,
} from '../machine/model.ts';
import type { JsonObject } from '../machine/wire.ts';
import type { Line, UnitRecord } from './records.ts';

/** The last line of everything that is still there. */
export interface Kept {
  readonly entities: Map<string, Line & { readonly v: JsonObject }>;
  readonly units: Map<string, Map<number, UnitRecord>>;
}

/** Reduces a log to what holds now. Lines that cannot be read are counted and skipped. */
export function reduceLines(texts: Iterable<string>): { kept: Kept; skipped: number } {
  const kept: Kept = { entities: new Map(), units: new Map() };
  let skipped = 0;
  for (const text of texts) {
    if (text === '') continue;
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      skipped += 1;
      continue;
    }
    if (line.k === 'unit') {
      const units = kept.units.get(line.id) ?? new Map<number, UnitRecord>();
      units.set(line.i, line.v);
      kept.units.set(line.id, units);
    } else if (line.k === 'gone') {
      kept.entities.delete(`${line.of} ${line.id}`);
      if (line.of === 'job') kept.units.delete(line.id);
    } else {
      kept.entities.set(`${line.k} ${line.id}`, line);
    }
  }
  return { kept, skipped };
}

/** Fills an empty world. What was STARTING or RUNNING has lost its host, and is retried if its strategy says so. */
export function restoreWorld(world: World, kept: Kept, instanceId: string): { lost: number } {
  const of = (kind: Line['k']): JsonObject[] =>
    [...kept.entities.values()].filter((line) => line.k === kind).map((line) => line.v);
  for (const v of of('environment')) {
    const environment = { ...(v as unknown as ComputeEnvironment), used: 0 };
    world.environments.set(environment.name, environment);
  }
  for (const v of of('policy')) {
    const policy = v as unknown as SchedulingPolicy;
    world.policies.set(policy.arn, policy);
  }
  for (const v of of('resource')) {
    const resource = v as unknown as ConsumableResource;
    const tokens = new Map(Object.entries(v['tokens'] as Record<string, number>));
    world.resources.set(resource.arn, { ...resource, inUse: 0, tokens });
  }
  for (const v of of('queue')) restoreQueue(world, v);
  for (const v of of('definition')) {
    const definition = v as unknown as Definition;
    const family = world.definitions.get(definition.name) ?? [];
    family.push({ ...definition });
    family.sort((a, b) => a.revision - b.revision);
    world.definitions.set(definition.name, family);
  }
  const records = of('job').sort((a, b) => Number(a['seq']) - Number(b['seq']));
  for (const v of records) restoreJob(world, v, kept.units.get(v['id'] as string));
  let lost = 0;
  for (const v of records) lost += resume(world, world.jobs.get(v['id'] as string), instanceId);
  return { lost };
}

function restoreQueue(world: World, v: JsonObject): void {
  const queue = newQueue(world, v['name'] as string, v['arn'] as string);
  const order = v['environments'] as unknown as { order: number; name: string }[];
  Object.assign(queue, v, {
    environments: order.flatMap(({ order: place, name }) => {
      const environment = world.environments.get(name);
      return environment === undefined ? [] : [{ order: place, environment }];
    }),
    policyArn: v['policyArn'],
  });
  world.queueSeq = Math.max(world.queueSeq, queue.seq);
  world.queues.set(queue.name, queue);
}

function restoreJob(world: World, v: JsonObject, units: Map<number, UnitRecord> | undefined): void {
  const queue = [...world.queues.values()].find((each) => each.arn === v['queue']);
  if (queue === undefined) return;
  const { partners, spawnedAt, ...own } = v;
  const job = {
    ...(own as unknown as Job),
    queue,
    units: [],
    counts: noCounts(),
    summary: noCounts(),
    summaryAt: 0,
    open: 0,
    dependents: [],
    pairs: [],
    partners: [],
  } as Job;
  for (const optional of ['timeoutSeconds', 'container', 'ecs', 'eks', 'consumables', 'fatal'] as const) {
    if (!(optional in own)) Object.assign(job, { [optional]: undefined });
  }
  if (job.size === 0) job.units.push(newUnit(job, -1, job.status, job.createdAt));
  else if (typeof spawnedAt === 'number') {
    for (let index = 0; index < job.size; index += 1)
      job.units.push(newUnit(job, index, 'PENDING', spawnedAt));
  }
  for (const [index, record] of units ?? []) {
    const unit = job.units[Math.max(0, index)];
    if (unit !== undefined) applyUnit(unit, record);
  }
  if (job.size > 0) for (const unit of job.units) job.counts[unit.status] += 1;
  else job.status = job.units[0]!.status;
  job.summary = { ...job.counts };
  for (const id of (partners as readonly string[] | undefined) ?? []) {
    const partner = world.jobs.get(id);
    if (partner === undefined) continue;
    job.partners.push(partner);
    partner.pairs.push(job);
  }
  for (const { jobId, type } of job.dependsOn) {
    const whole = jobId === undefined || type !== undefined ? undefined : world.jobs.get(jobId);
    if (whole?.status === 'FAILED') job.dependencyFailed = true;
    else if (whole !== undefined && whole.status !== 'SUCCEEDED') {
      whole.dependents.push(job);
      job.open += 1;
    }
  }
  world.jobSeq = Math.max(world.jobSeq, job.seq);
  world.jobs.set(job.id, job);
  queue.jobs.push(job);
  const key = job.name.toLowerCase();
  queue.byName.set(key, [...(queue.byName.get(key) ?? []), job]);
}

function resume(world: World, job: Job | undefined, instanceId: string): number {
  if (job === undefined) return 0;
  if (isTerminal(job.status)) {
    const stoppedAt = job.stoppedAt ?? job.units[0]?.stoppedAt ?? world.now();
    schedule(world, { at: stoppedAt + world.config.retentionMs, kind: 'forget', job });
    return 0;
  }
  if (job.status === 'SUBMITTED' && (job.size === 0 || job.units.length === 0)) {
    schedule(world, { at: world.now(), kind: 'spawn', job });
    return 0;
  }
  let lost = 0;
  for (const unit of job.units) {
    if (unit.status === 'STARTING' || unit.status === 'RUNNING') {
      lost += 1;
      ended(world, unit, unit.attempts.length + 1, { statusReason: hostLost(instanceId) });
    } else if (unit.status === 'RUNNABLE') enqueue(world, unit);
    else if (job.size > 0 || unit.status === 'PENDING') consider(world, unit);
  }
  finishParent(world, job);
  return lost;
}

/** All children had ended, but the parent's end was not yet written. */
function finishParent(world: World, job: Job): void {
  if (job.size === 0 || world.settled.length > 0 || isTerminal(job.status)) return;
  if (job.counts.SUCCEEDED + job.counts.FAILED !== job.size) return;
  job.status = job.counts.FAILED === 0 ? 'SUCCEEDED' : 'FAILED';
  job.statusReason = job.counts.FAILED === 0 ? undefined : (job.stopReason ?? CHILD_FAILED);
  job.stoppedAt = Math.max(...job.units.map((each) => each.stoppedAt ?? 0));
  world.finished.push(job);
  world.hooks.changed?.('job', job);
}
