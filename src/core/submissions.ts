import type { Desired } from './desired.ts';
import { EMPTY, intersect, isEmpty, size, subtract, union, unionOf, type IntervalSet } from './intervals.ts';
import type { JsonObject } from './json.ts';
import { manifestKey } from './manifest-key.ts';
import { jobName, type ShardId } from './names.ts';
import type { Cause } from './change.ts';
import { type Action, type PlanInput, serviceTime } from './decision.ts';
import { ARRAY_SIZE_MAX } from './limits.ts';
import type { NativeBatch } from './native.ts';
import type { ManifestPlace, NativeDependency, RunRecord, ShardRecord } from './record.ts';
import { roomIn } from './parallelism.ts';
import { buildSubmission, fittingShard, type FittingShard } from './submission.ts';

export interface Submissions {
  readonly run: RunRecord;
  readonly actions: readonly Action[];
  /** Something about the spec makes a submission impossible; nothing was planned beyond it. */
  readonly refusal?: { readonly reason: string; readonly message: string };
}

interface Wanted {
  readonly input: PlanInput;
  readonly desired: Desired;
  readonly definition: { readonly reference: string; readonly body: JsonObject };
  readonly run: RunRecord;
  /** Indexes that may start now. */
  readonly eligible: IntervalSet;
  /** Indexes that may be submitted because Batch itself waits for what they depend on. */
  readonly native: readonly NativeBatch[];
  readonly sequential: boolean;
  readonly causes: readonly Cause[];
}

/** Cuts what may run into shards, writes each down as an intent, and builds its request. Cleared shards are called again as they were. */
export function submissionsOf(wanted: Wanted): Submissions {
  const again = resubmissions(wanted);
  const { run } = again;
  if (again.refusal !== undefined) return again;
  const { desired } = wanted;
  // One array after the other keeps the order; Batch keeps it inside of one.
  if (wanted.sequential && run.shards.length > 0) return again;
  const batches = inTurn(wanted);
  const wantedSize = size(unionOf(batches.map((each) => each.indexes)));
  let budget = roomIn(desired.parallelism, unfinished(run), wantedSize);

  const actions: Action[] = [...again.actions];
  const shards: ShardRecord[] = [];
  let taken = EMPTY;
  for (const batch of batches) {
    let left = subtract(batch.indexes, taken);
    const most = Math.min(desired.shardSize, ARRAY_SIZE_MAX);
    if (batch.exact && size(left) > Math.min(most, budget)) continue;
    while (!isEmpty(left) && budget > 0 && !(wanted.sequential && shards.length > 0)) {
      const cut = cutShard(wanted, run, batch, left, Math.min(most, budget), shards);
      if (cut === 'later') break;
      if (!cut.ok) {
        return {
          run,
          actions: again.actions,
          refusal: { reason: reasonOf(cut.refusal), message: cut.message },
        };
      }
      const { shard, request } = cut;
      // Overrides too long for one array over all of them: the controller waits in the place of Batch.
      if (batch.exact && size(shard.indexes) < size(left)) break;
      shards.push(shard);
      actions.push(actionOf(shard, request, whyOf(wanted, shard)));
      left = subtract(left, shard.indexes);
      taken = union(taken, shard.indexes);
      budget -= size(shard.indexes);
    }
  }
  if (shards.length === 0) return again;
  return {
    run: { ...run, nextRound: run.nextRound + 1, shards: [...run.shards, ...shards] },
    actions,
  };
}

/** What may start goes first; where an array behind an upstream's takes a part of it along, that array stands for that part. */
function inTurn({ eligible, native }: Wanted): readonly NativeBatch[] {
  const startsSome = (each: NativeBatch): boolean => !isEmpty(intersect(each.indexes, eligible));
  return [
    ...native.filter(startsSome),
    { indexes: eligible, dependsOn: [], exact: false },
    ...native.filter((each) => !startsSome(each)),
  ];
}

type Cut =
  | { readonly ok: true; readonly shard: ShardRecord; readonly request: JsonObject }
  | Extract<FittingShard, { ok: false }>;

/** The next shard of a batch; `later` when its manifest would overwrite one that children still read. */
function cutShard(
  wanted: Wanted,
  run: RunRecord,
  batch: NativeBatch,
  left: IntervalSet,
  most: number,
  before: readonly ShardRecord[],
): Cut | 'later' {
  const { desired, input, sequential } = wanted;
  const id = idOf(input, run, run.nextRound, before.length);
  const manifest = manifestOf(desired, id);
  // A manifest that children still read must stay as it is: with a fixed key, one array follows the other.
  if ([...run.shards, ...before].some((each) => samePlace(each.manifest, manifest))) return 'later';
  const dependsOn: readonly NativeDependency[] = [
    ...(sequential && size(left) > 1 ? [{ type: 'SEQUENTIAL' as const }] : []),
    ...batch.dependsOn,
  ];
  const template = {
    desired,
    definition: wanted.definition,
    id,
    total: totalOf(input),
    dependsOn,
    ...(manifest === undefined ? {} : { manifest }),
  };
  const fitting = fittingShard(template, left, most);
  if (!fitting.ok) return fitting;
  const shard: ShardRecord = {
    round: run.nextRound,
    shard: before.length,
    name: jobName(id),
    indexes: fitting.indexes,
    phase: 'intended',
    intendedAt: serviceTime(input),
    queue: desired.jobQueue,
    how: run.how,
    settled: EMPTY,
    ...(batch.dependsOn.length === 0 ? {} : { dependsOn: batch.dependsOn }),
    ...(manifest === undefined ? {} : { manifest }),
  };
  return { ok: true, shard, request: fitting.submission.request };
}

function actionOf(shard: ShardRecord, request: JsonObject, why: string): Action {
  return {
    kind: 'submit',
    name: shard.name,
    round: shard.round,
    shard: shard.shard,
    indexes: shard.indexes,
    why,
    request,
    ...(shard.manifest === undefined ? {} : { manifest: shard.manifest }),
  };
}

/** Whether a shard was named for an earlier run: a rerun has begun since, and its name cannot be used any more. */
export function isOfEarlierRun(input: PlanInput, run: RunRecord, shard: ShardRecord): boolean {
  return jobName(idOf(input, run, shard.round, shard.shard)) !== shard.name;
}

/** Shards that Batch is known not to have: the same name, the same indexes, once more. */
function resubmissions(wanted: Wanted): Submissions {
  const { desired, input, run } = wanted;
  const actions: Action[] = [];
  for (const shard of run.shards) {
    if (shard.phase !== 'cleared') continue;
    const id = idOf(input, run, shard.round, shard.shard);
    const request = isOfEarlierRun(input, run, shard)
      ? undefined
      : buildSubmission({
          desired,
          definition: wanted.definition,
          id,
          indexes: shard.indexes,
          total: totalOf(input),
          dependsOn: wanted.sequential && size(shard.indexes) > 1 ? [{ type: 'SEQUENTIAL' }] : [],
          ...(shard.manifest === undefined ? {} : { manifest: shard.manifest }),
        });
    if (request === undefined) continue;
    if (!request.ok) {
      return { run, actions: [], refusal: { reason: reasonOf(request.refusal), message: request.message } };
    }
    actions.push(actionOf(shard, request.request, 'called again: Batch did not take it'));
  }
  const names = new Set(actions.map((each) => (each.kind === 'submit' ? each.name : '')));
  return {
    run: {
      ...run,
      shards: run.shards
        .filter((shard) => shard.phase !== 'cleared' || names.has(shard.name))
        .map((shard) =>
          names.has(shard.name)
            ? withoutWait({
                ...shard,
                phase: 'intended',
                intendedAt: serviceTime(input),
                queue: desired.jobQueue,
              })
            : shard,
        ),
    },
    actions,
  };
}

/** What is called again only now has met its dependencies meanwhile; Batch may not even know their ids any more. */
function withoutWait(shard: ShardRecord): ShardRecord {
  const { dependsOn: _dependsOn, ...rest } = shard;
  return rest;
}

function reasonOf(refusal: 'tooLarge' | 'noCommand' | 'unsupportedDefinition'): string {
  return { tooLarge: 'TooLarge', noCommand: 'NoCommand', unsupportedDefinition: 'UnsupportedDefinition' }[
    refusal
  ];
}

function idOf(input: PlanInput, run: RunRecord, round: number, shard: number): ShardId {
  return {
    name: input.name,
    sourceId: input.sourceId,
    revision: run.revision,
    run: run.number,
    round,
    shard,
  };
}

function manifestOf(desired: Desired, id: ShardId): ManifestPlace | undefined {
  if (desired.work.kind === 'size' || desired.manifest === undefined) return undefined;
  return { bucket: desired.manifest.bucket, key: manifestKey(desired.manifest.key, id) };
}

function samePlace(a: ManifestPlace | undefined, b: ManifestPlace | undefined): boolean {
  return a !== undefined && a.bucket === b?.bucket && a.key === b.key;
}

function totalOf(input: PlanInput): number {
  const { declared } = input;
  return declared.kind === 'valid' && declared.work.kind === 'resolved' ? size(declared.work.live) : 0;
}

/** Indexes that are submitted and not known to have ended. */
function unfinished(run: RunRecord): number {
  return run.shards.reduce(
    (sum, shard) => sum + size(shard.indexes) - size(shard.settled) - (shard.summary?.SUCCEEDED ?? 0),
    0,
  );
}

/** Why these indexes run, for a person who reads the plan. */
function whyOf(wanted: Wanted, shard: ShardRecord): string {
  const { run } = wanted;
  const upstreams = new Set(shard.dependsOn?.map((each) => each.name ?? ''));
  const behind = upstreams.size === 0 ? '' : `; Batch starts it behind ${[...upstreams].join(', ')}`;
  if (run.nextRound === 0) return `${run.number === 1 ? 'first run' : 'new run'}${behind}`;
  const causes = [...wanted.causes, { indexes: unionOf(run.strikes), why: 'failed before' }];
  const words: string[] = [];
  let left = shard.indexes;
  for (const { indexes, why } of causes) {
    if (isEmpty(intersect(left, indexes))) continue;
    words.push(why);
    left = subtract(left, indexes);
  }
  if (!isEmpty(left)) words.push('not yet succeeded');
  return `${[...new Set(words)].join('; ')}${behind}`;
}
