import type { Attempt, Entity, Job, JobQueue, JobStatus, Unit, World } from '../machine/model.ts';
import type { Json, JsonObject } from '../machine/wire.ts';

/** One line of the state log: what an entity is now, or that it is gone. Later lines win. */
export type Line =
  | {
      readonly k: 'job' | 'queue' | 'environment' | 'definition' | 'policy' | 'resource';
      readonly id: string;
      readonly v: JsonObject;
    }
  | { readonly k: 'unit'; readonly id: string; readonly i: number; readonly v: UnitRecord }
  | { readonly k: 'gone'; readonly of: Entity['kind']; readonly id: string };

export type UnitRecord = readonly [
  status: JobStatus,
  statusReason: string | null,
  createdAt: number,
  startedAt: number | null,
  stoppedAt: number | null,
  attempts: readonly Attempt[],
  flags: number,
  stopReason: string | null,
  runnableSince: number,
];

export function unitRecord(unit: Unit): UnitRecord {
  return [
    unit.status,
    unit.statusReason ?? null,
    unit.createdAt,
    unit.startedAt ?? null,
    unit.stoppedAt ?? null,
    unit.attempts,
    (unit.cancelled ? 1 : 0) | (unit.terminated ? 2 : 0) | (unit.timedOut ? 4 : 0),
    unit.stopReason ?? null,
    unit.runnableSince,
  ];
}

export function applyUnit(unit: Unit, record: UnitRecord): void {
  const [status, statusReason, createdAt, startedAt, stoppedAt, attempts, flags, stopReason, since] = record;
  unit.status = status;
  unit.statusReason = statusReason ?? undefined;
  unit.createdAt = createdAt;
  unit.startedAt = startedAt ?? undefined;
  unit.stoppedAt = stoppedAt ?? undefined;
  unit.attempts = [...attempts];
  unit.cancelled = (flags & 1) !== 0;
  unit.terminated = (flags & 2) !== 0;
  unit.timedOut = (flags & 4) !== 0;
  unit.stopReason = stopReason ?? undefined;
  unit.runnableSince = since;
}

/** A job without its units and without what follows from other jobs. */
export function jobRecord(job: Job): JsonObject {
  const { queue, units, partners } = job;
  return {
    ...(job as unknown as JsonObject),
    units: undefined,
    counts: undefined,
    summary: undefined,
    summaryAt: undefined,
    open: undefined,
    dependents: undefined,
    pairs: undefined,
    queue: queue.arn,
    partners: partners.map((each) => each.id),
    spawnedAt: job.size > 0 ? units[0]?.createdAt : undefined,
  };
}

export function queueRecord(queue: JobQueue): JsonObject {
  const { name, arn, seq, priority, state, policyArn, timeLimits, tags, deleting } = queue;
  return {
    name,
    arn,
    seq,
    priority,
    state,
    policyArn,
    timeLimits: timeLimits as unknown as Json,
    tags,
    deleting,
    environments: queue.environments.map(({ order, environment }) => ({ order, name: environment.name })),
  };
}

/** The line that says what an entity is now. */
export function lineOf(kind: Entity['kind'], value: Entity['value']): Line {
  switch (kind) {
    case 'unit': {
      const unit = value as Unit;
      return { k: 'unit', id: unit.job.id, i: unit.index, v: unitRecord(unit) };
    }
    case 'job':
      return { k: 'job', id: keyOf(kind, value), v: jobRecord(value as Job) };
    case 'queue':
      return { k: 'queue', id: keyOf(kind, value), v: queueRecord(value as JobQueue) };
    case 'resource': {
      const { tokens, ...rest } = value as unknown as { tokens: Map<string, number> } & JsonObject;
      return { k: kind, id: keyOf(kind, value), v: { ...rest, tokens: Object.fromEntries(tokens) } };
    }
    case 'environment':
    case 'definition':
    case 'policy':
      return { k: kind, id: keyOf(kind, value), v: value as unknown as JsonObject };
  }
}

/** What tells entities of one kind apart. */
export function keyOf(kind: Entity['kind'], value: Entity['value']): string {
  if (kind === 'unit') return (value as Unit).job.id;
  if (kind === 'job') return (value as Job).id;
  return (value as { readonly arn: string }).arn;
}

/** Every line of a world, in an order in which each can be read after those it refers to. */
export function* linesOf(world: World): Generator<Line> {
  for (const each of world.environments.values()) yield lineOf('environment', each);
  for (const each of world.policies.values()) yield lineOf('policy', each);
  for (const each of world.resources.values()) yield lineOf('resource', each);
  for (const each of world.queues.values()) yield lineOf('queue', each);
  for (const family of world.definitions.values())
    for (const each of family) yield lineOf('definition', each);
  for (const job of world.jobs.values()) {
    yield lineOf('job', job);
    for (const unit of job.units) yield lineOf('unit', unit);
  }
}
