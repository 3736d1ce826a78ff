import type { Desired } from './desired.ts';
import { first, format, isEmpty, size, subtract, union, type IntervalSet, EMPTY } from './intervals.ts';
import type { JsonObject } from './json.ts';
import { manifestKey } from './manifest-key.ts';
import { jobName, type ShardId } from './names.ts';
import type { Action, PlanInput } from './decision.ts';
import type { ManifestPlace, RunRecord, ShardRecord } from './record.ts';
import { roomIn } from './parallelism.ts';
import { fittingShard, buildSubmission } from './submission.ts';

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
  readonly sequential: boolean;
}

/** Cuts what may run into shards, writes each down as an intent, and builds its request. Cleared shards are called again as they were. */
export function submissionsOf(wanted: Wanted): Submissions {
  const again = resubmissions(wanted);
  const { run } = again;
  if (again.refusal !== undefined) return again;
  const { desired, input } = wanted;
  // One array after the other keeps the order; Batch keeps it inside of one.
  if (wanted.sequential && run.shards.length > 0) return again;
  const room = roomIn(desired.parallelism, unfinished(run), size(wanted.eligible));
  if (room === 0) return again;

  const actions: Action[] = [...again.actions];
  const shards: ShardRecord[] = [];
  let left = wanted.eligible;
  let budget = room;
  const most = wanted.sequential ? 1 : Number.MAX_SAFE_INTEGER;
  const total = totalOf(input);
  while (!isEmpty(left) && budget > 0 && shards.length < most) {
    const id = idOf(input, run, run.nextRound, shards.length);
    const manifest = manifestOf(desired, id);
    // A manifest that children still read must stay as it is: with a fixed key, one array follows the other.
    if ([...run.shards, ...shards].some((each) => samePlace(each.manifest, manifest))) break;
    const template = {
      desired,
      definition: wanted.definition,
      id,
      total,
      dependsOn: wanted.sequential && size(left) > 1 ? [{ type: 'SEQUENTIAL' as const }] : [],
      ...(manifest === undefined ? {} : { manifest }),
    };
    const fitting = fittingShard(template, left, Math.min(desired.shardSize, budget));
    if (!fitting.ok) {
      return {
        run,
        actions: again.actions,
        refusal: { reason: reasonOf(fitting.refusal), message: fitting.message },
      };
    }
    const shard: ShardRecord = {
      round: run.nextRound,
      shard: shards.length,
      name: jobName(id),
      indexes: fitting.indexes,
      phase: 'intended',
      intendedAt: input.now,
      queue: desired.jobQueue,
      how: run.how,
      settled: EMPTY,
      ...(manifest === undefined ? {} : { manifest }),
    };
    shards.push(shard);
    actions.push(actionOf(shard, fitting.submission.request, whyOf(wanted, fitting.indexes)));
    left = subtract(left, fitting.indexes);
    budget -= size(fitting.indexes);
  }
  if (shards.length === 0) return again;
  return {
    run: { ...run, nextRound: run.nextRound + 1, shards: [...run.shards, ...shards] },
    actions,
  };
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

/** Shards that Batch is known not to have: the same name, the same indexes, once more. */
function resubmissions(wanted: Wanted): Submissions {
  const { desired, input, run } = wanted;
  const actions: Action[] = [];
  for (const shard of run.shards) {
    if (shard.phase !== 'cleared') continue;
    const id = idOf(input, run, shard.round, shard.shard);
    // A rerun has begun meanwhile: the name would say another run. Its indexes are cut anew.
    const request =
      jobName(id) !== shard.name
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
            ? { ...shard, phase: 'intended' as const, intendedAt: input.now, queue: desired.jobQueue }
            : shard,
        ),
    },
    actions,
  };
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
function whyOf(wanted: Wanted, indexes: IntervalSet): string {
  const { run } = wanted;
  const struck = run.strikes.reduce((sum, set) => union(sum, set), EMPTY);
  if (first(indexes) !== undefined && isEmpty(subtract(indexes, struck))) return 'failed before';
  if (run.nextRound === 0) return run.number === 1 ? 'first run' : 'new run';
  return `not yet succeeded: ${format(indexes).slice(0, 60)}`;
}
