import type { BatchApi, DefinitionDetail, JobDetail } from '../batch/api.ts';
import { ok, type Outcome, type Terminal } from '../batch/outcome.ts';
import { generationOf, lineageFrom } from '../core/dependencies.ts';
import type { Desired } from '../core/desired.ts';
import { EMPTY, type IntervalSet, range, size, subtract, take } from '../core/intervals.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { rebuildRecord, rememberedIn } from '../core/rebuild.ts';
import type { HistoryLine, ObjectRecord, RunRecord, ShardRecord } from '../core/record.ts';
import { digestsOf } from '../core/revision.ts';
import type { Source } from '../source/index.ts';
import { createMemoryStore, type StateStore } from '../state/index.ts';
import { workError } from '../work/failure.ts';
import { resolveWork, type S3Port } from '../work/index.ts';
import { type Catalog, type Declared, keyOf } from './catalog.ts';
import { sourceIdOf } from './identity.ts';
import { createRecords } from './records.ts';

/** Batch, S3 and a state store as far as the specs and statuses of a commit tell of them. */
export interface OfflineWorld {
  readonly store: StateStore;
  readonly api: BatchApi;
  readonly s3: S3Port;
  readonly sourceId: string;
  /** Puts the number of indexes that the status counts in the place of items that only S3 could tell. */
  readonly adapt: (catalog: Catalog) => Catalog;
  /** ArrayJobs whose status tells of a run. */
  readonly remembered: ReadonlySet<string>;
}

const MISSING: Terminal = {
  kind: 'terminal',
  code: 'Offline',
  message: 'this is looked at without Batch and S3',
};

/**
 * Makes the world in which everything stands as the specs and statuses of a catalog say. With `real`, only the state store is
 * made up, and Batch and S3 are those; without, no call leaves this process.
 */
export async function offlineWorld(options: {
  readonly base: Catalog;
  readonly head: Catalog;
  readonly real?: { readonly api: BatchApi; readonly s3: S3Port };
  readonly readBeside: Source['readBeside'];
  readonly sourceId: string | undefined;
  readonly now: number;
}): Promise<OfflineWorld> {
  const { head, now, real } = options;
  const store = createMemoryStore();
  const { id: sourceId } = await sourceIdOf({
    store,
    given: options.sourceId,
    statuses: [...options.base.objects.values()].map((each) => each.status),
    url: 'offline:',
    keep: false,
  });
  const totals = real === undefined ? totalsOf(options.base, sourceId) : new Map<string, number>();
  const adapt = (catalog: Catalog): Catalog => withTotals(catalog, totals);
  const base = adapt(options.base);
  const s3 = real?.s3 ?? noS3();
  const records = createRecords({ store, onCorrupt: () => undefined });
  const jobs = new Map<string, JobDetail>();
  const made = new Map<string, ObjectRecord & { readonly run: RunRecord }>();
  const bases = new Map<string, Pick<RunRecord, 'inputs' | 'lineage'>>();
  for (const declared of base.objects.values()) {
    if (declared.spec.kind !== 'ArrayJob') continue;
    const { desired } = declared.spec;
    const { record, live } = await recordOf(declared, desired);
    if (record === undefined) continue;
    const shards = shardsIn(declared.status, record.run, live, desired.jobQueue, now);
    for (const shard of shards) jobs.set(shard.jobId ?? '', detailOf(shard));
    made.set(declared.name, { ...record, run: { ...record.run, shards } });
  }
  for (const [name, record] of made) {
    await records.save({ ...record, run: { ...record.run, ...basisOf(name) } });
  }

  /** What each was computed from, as far as the statuses tell: the present revisions of everything upstream. */
  function basisOf(name: string): Pick<RunRecord, 'inputs' | 'lineage'> {
    const known = bases.get(name);
    if (known !== undefined) return known;
    // Circles are invalid: nothing in one has a spec.
    bases.set(name, {});
    const declared = base.objects.get(keyOf('ArrayJob', name));
    const found =
      declared?.spec.kind === 'ArrayJob' ? inputsOf(declared.spec.desired, generation) : undefined;
    const basis = found === undefined ? {} : { inputs: found, lineage: lineageFrom(found) };
    bases.set(name, basis);
    return basis;
  }

  function generation(name: string): string | undefined {
    const run = made.get(name)?.run;
    return run === undefined ? undefined : generationOf({ ...run, ...basisOf(name) });
  }

  async function recordOf(
    declared: Declared,
    desired: Desired,
  ): Promise<{
    readonly record: (ObjectRecord & { readonly run: RunRecord }) | undefined;
    readonly live: IntervalSet;
  }> {
    const none = { record: undefined, live: EMPTY };
    const remembered = rememberedIn(declared.status, desired.name, sourceId);
    if (remembered === undefined) return none;
    const body = bodyIn(base, desired.jobDefinition) ?? (await bodyInBatch(real?.api, desired.jobDefinition));
    const digests = digestsOf(desired, body ?? unknownBody(desired.jobDefinition));
    const resolved = await resolveWork({
      desired,
      ledger: undefined,
      store,
      keyPrefix: records.prefix(desired.name),
      lister: s3,
      readBeside: (path) => options.readBeside(declared.file, path),
      now,
      signal: new AbortController().signal,
    });
    const rebuilt = rebuildRecord({
      name: desired.name,
      sourceId,
      rerun: desired.rerun ?? '',
      how: digests.how,
      queue: desired.jobQueue,
      now,
      // What a definition of Batch holds is not known here: it is taken to be what the run was made with.
      remembered: body === undefined ? { ...remembered, revision: digests.revision } : remembered,
      jobs: [],
    });
    if (rebuilt.kind !== 'rebuilt' || rebuilt.record.run === undefined) return none;
    const times = timesIn(declared.status);
    const record = {
      ...rebuilt.record,
      tags: desired.tags,
      deletionPolicy: desired.deletionPolicy,
      history: historyIn(declared.status),
      ...(resolved.kind === 'resolved' ? { ledger: resolved.ledger as unknown as Json } : {}),
      run: { ...rebuilt.record.run, ...times },
    };
    return {
      record,
      live: resolved.kind === 'resolved' ? resolved.live : range(0, remembered.total),
    };
  }

  return {
    store,
    api: real?.api ?? offlineApi(base, adapt(head), jobs),
    s3,
    sourceId,
    adapt,
    remembered: new Set(made.keys()),
  };
}

function bodyIn(catalog: Catalog, name: string): JsonObject | undefined {
  const declared = catalog.objects.get(keyOf('JobDefinition', name));
  return declared?.spec.kind === 'JobDefinition' ? declared.spec.desired.body : undefined;
}

async function bodyInBatch(api: BatchApi | undefined, written: string): Promise<JsonObject | undefined> {
  if (api === undefined) return undefined;
  const exact = written.startsWith('arn:') || /:\d+$/.test(written);
  const found = await api.describeJobDefinitions(exact ? { references: [written] } : { name: written });
  if (found.kind !== 'ok') return undefined;
  return [...found.value].filter((each) => each.active).sort((a, b) => b.revision - a.revision)[0]?.body;
}

/** In the place of a definition that only Batch knows: equal for equal names. */
function unknownBody(written: string): JsonObject {
  return { type: 'container', containerProperties: { image: `unknown:${written}` } };
}

function totalsOf(catalog: Catalog, sourceId: string): ReadonlyMap<string, number> {
  return new Map(
    [...catalog.objects.values()].flatMap((each): readonly (readonly [string, number])[] => {
      if (each.spec.kind !== 'ArrayJob' || each.spec.desired.work.kind !== 's3') return [];
      const remembered = rememberedIn(each.status, each.name, sourceId);
      return remembered === undefined ? [] : [[each.name, remembered.total]];
    }),
  );
}

function withTotals(catalog: Catalog, totals: ReadonlyMap<string, number>): Catalog {
  if (totals.size === 0) return catalog;
  const objects = new Map(catalog.objects);
  for (const [key, declared] of catalog.objects) {
    const total = totals.get(declared.name);
    if (declared.spec.kind !== 'ArrayJob' || total === undefined) continue;
    if (declared.spec.desired.work.kind !== 's3') continue;
    const desired: Desired = {
      ...declared.spec.desired,
      work: { kind: 'size', size: total },
      itemsPerChild: 1,
    };
    objects.set(key, { ...declared, spec: { kind: 'ArrayJob', desired } });
  }
  return { ...catalog, objects };
}

/** The arrays that a status calls unfinished. It counts their indexes without naming them: they are given out in order. */
function shardsIn(
  status: Json | undefined,
  run: RunRecord,
  live: IntervalSet,
  queue: string,
  now: number,
): readonly ShardRecord[] {
  const listed = isObject(status) && Array.isArray(status['jobs']) ? status['jobs'].filter(isObject) : [];
  let left = subtract(subtract(live, run.succeeded), run.failed);
  const shards: ShardRecord[] = [];
  for (const job of listed) {
    const { id, name, round, shard, size: count, status: state } = job;
    const ended = state === 'SUCCEEDED' || state === 'FAILED' || state === 'LOST';
    if (ended || typeof id !== 'string' || id === '' || typeof name !== 'string') continue;
    if (typeof round !== 'number' || typeof shard !== 'number' || typeof count !== 'number') continue;
    const indexes = take(left, count);
    if (size(indexes) === 0) continue;
    left = subtract(left, indexes);
    shards.push({
      round,
      shard,
      name,
      indexes,
      phase: 'submitted',
      intendedAt: now,
      submittedAt: now,
      jobId: id,
      queue,
      how: run.how,
      status: 'RUNNING',
      settled: EMPTY,
      ...(state === 'TERMINATING' ? { terminating: { reason: 'arrayjob: stopping', at: now } } : {}),
    });
  }
  return shards.sort((a, b) => a.round - b.round || a.shard - b.shard);
}

function detailOf(shard: ShardRecord): JobDetail {
  const count = size(shard.indexes);
  return {
    jobId: shard.jobId ?? '',
    name: shard.name,
    status: 'RUNNING',
    ...(count > 1 ? { arraySize: count, summary: { RUNNING: count } } : {}),
    tags: {},
    environment: {},
    dependsOn: [],
    attempts: [],
  };
}

function inputsOf(desired: Desired, generation: (name: string) => string | undefined): string | undefined {
  const inputs = desired.dependsOn.flatMap((each) =>
    each.kind === 'sequential' ? [] : [[each.name, generation(each.name)] as const],
  );
  if (inputs.some(([, revision]) => revision === undefined)) return undefined;
  return inputs
    .map(([name, revision]) => `${name}=${revision ?? ''}`)
    .sort()
    .join(' ');
}

function timesIn(status: Json | undefined): { readonly startedAt?: number; readonly completedAt?: number } {
  const timeOf = (key: string): number | undefined => {
    const text = isObject(status) ? status[key] : undefined;
    const time = typeof text === 'string' ? Date.parse(text) : NaN;
    return Number.isNaN(time) ? undefined : time;
  };
  const [startedAt, completedAt] = [timeOf('startTime'), timeOf('completionTime')];
  return {
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(completedAt === undefined ? {} : { completedAt }),
  };
}

function historyIn(status: Json | undefined): readonly HistoryLine[] {
  const lines =
    isObject(status) && Array.isArray(status['history']) ? status['history'].filter(isObject) : [];
  return lines.filter(
    (each) =>
      ['run', 'succeeded', 'failed', 'total'].every((key) => typeof each[key] === 'number') &&
      ['revision', 'phase', 'startTime'].every((key) => typeof each[key] === 'string'),
  ) as unknown as readonly HistoryLine[];
}

function offlineApi(base: Catalog, head: Catalog, jobs: ReadonlyMap<string, JobDetail>): BatchApi {
  const refused = async (): Promise<Outcome<never>> => MISSING;
  const definitionOf = (reference: string): readonly DefinitionDetail[] => {
    const name = reference.replace(/:\d+$/, '');
    const own = bodyIn(base, name);
    const isOwn = [base, head].some((each) => each.objects.has(keyOf('JobDefinition', name)));
    if (isOwn && own === undefined) return [];
    const body = own ?? unknownBody(reference);
    return [
      {
        name,
        arn: '',
        revision: 1,
        reference: own === undefined ? reference : `${name}:1`,
        active: true,
        body,
      },
    ];
  };
  return {
    describeJobs: async (ids) => ok(ids.flatMap((id) => jobs.get(id) ?? [])),
    async *listJobs() {
      yield ok([]);
    },
    describeJobDefinitions: async (query) =>
      ok('name' in query ? definitionOf(query.name) : query.references.flatMap(definitionOf)),
    submitJob: refused,
    terminateJob: refused,
    registerJobDefinition: refused,
    describeJobQueues: refused,
    describeComputeEnvironments: refused,
    tagResource: refused,
    untagResource: refused,
    serviceNow: () => undefined,
    close: () => undefined,
  };
}

function noS3(): S3Port {
  const refuse = async (): Promise<never> => {
    const remedy = 'plan with credentials to have it listed';
    throw workError('terminal', 'S3Unavailable', MISSING.message, remedy);
  };
  return { list: refuse, put: refuse, head: refuse, get: refuse };
}
